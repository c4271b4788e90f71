"""The home page and its channels."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cinnabar.feed.pages import FeedPage, home_page
from cinnabar.feed.recipe import Taste
from cinnabar.kit.language import spoken
from cinnabar.kit.paging import BadCursor
from cinnabar.people.channels import BY_SLUG, CHANNELS, Channel
from cinnabar.people.interests import chosen
from cinnabar.shop.models import Category


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Explore: the notes this reader is likely to want."""
    interests = chosen(request)
    try:
        page = home_page(request.user, _taste(interests), cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("home")
    return _wall(request, page, None, is_new=not interests)


@require_safe
def channel(request: HttpRequest, slug: str) -> HttpResponse:
    """The same recipe within one channel."""
    if slug not in BY_SLUG:
        raise Http404
    try:
        page = home_page(request.user, _taste(), channel=slug, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("channel", slug=slug)
    return _wall(request, page, BY_SLUG[slug], is_new=False)


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """All channels as tiles, with the goods below each."""
    goods = set(Category.objects.filter(parent=None).values_list("slug", flat=True))
    return render(request, "front/channels.jinja", {"channels": CHANNELS, "goods": goods})


def _taste(interests: tuple[str, ...] = ()) -> Taste:
    return Taste(interests, "zh" if spoken().startswith("zh") else "en")


def _wall(request: HttpRequest, page: FeedPage, here: Channel | None, *, is_new: bool) -> HttpResponse:
    context = {
        "page": page,
        "channels": CHANNELS,
        "here": here,
        "is_new": is_new,
        "is_first": "after" not in request.GET,
    }
    return render(request, "front/home.jinja", context)
