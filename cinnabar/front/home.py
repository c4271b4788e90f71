"""The home page and its channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cinnabar.feed.pages import FeedPage, home_page
from cinnabar.feed.personal import authors_near
from cinnabar.feed.queries import Suggestion, following_page, people_to_follow
from cinnabar.feed.recipe import Taste
from cinnabar.feed.sightings import pack_served
from cinnabar.front import structured
from cinnabar.front.listing import only_links
from cinnabar.kit.language import spoken
from cinnabar.kit.paging import BadCursor
from cinnabar.notes.only import only_of
from cinnabar.notes.queries import CardPage
from cinnabar.notes.visibility import Viewer
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
    return _wall(request, page, Tab("home", reverse("home")), is_new=not interests, structured=structured.of_home())


@require_safe
def channel(request: HttpRequest, slug: str) -> HttpResponse:
    """The same recipe within one channel, and on request (`only`) one kind of notes."""
    if slug not in BY_SLUG:
        raise Http404
    only = only_of(request.GET.get("only", ""))
    try:
        page = home_page(request.user, _taste(), channel=slug, only=only, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("channel", slug=slug)
    tab = Tab("channel", reverse("channel", kwargs={"slug": slug}), BY_SLUG[slug])
    about = structured.of_channel(BY_SLUG[slug])
    kinds = only_links(tab.address, only)
    return _wall(request, page, tab, structured=about, only=only, kinds=kinds)


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """All channels as tiles, with the goods below each."""
    goods = set(Category.objects.filter(parent=None).values_list("slug", flat=True))
    return render(
        request, "front/channels.jinja", {"channels": CHANNELS, "goods": goods, "structured": structured.of_channels()}
    )


@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """The latest notes of whom the reader follows; where there are few, with some people to follow."""
    after = request.GET.get("after", "")
    try:
        found = following_page(request.user, cursor=after) if request.user.is_authenticated else CardPage([], "")
    except BadCursor:
        return redirect("following")
    people = [] if len(found.cards) >= FEW or after else _to_follow(request.user)
    page = FeedPage(found.cards, len(found.cards), found.cursor)
    return _wall(request, page, Tab("following", reverse("following")), people=people)


FEW = 5  # notes of whom one follows, below which some people are shown beside them


def _to_follow(viewer: Viewer) -> list[Suggestion]:
    near = authors_near(viewer, _taste(), count=20) if viewer.is_authenticated else []
    return people_to_follow(viewer, near=near)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists that home shows: the name under which views are recorded, its address, its channel."""

    source: str
    address: str
    channel: Channel | None = None


def _taste(interests: tuple[str, ...] = ()) -> Taste:
    return Taste(interests, "zh" if spoken().startswith("zh") else "en")


def _wall(request: HttpRequest, page: FeedPage, tab: Tab, **more: Any) -> HttpResponse:
    served = [card.note_id for card in page.cards] if request.user.is_authenticated else []
    context = {
        "page": page,
        "channels": CHANNELS,
        "tab": tab,
        "here": tab.channel,
        "is_new": False,
        "is_first": "after" not in request.GET,
        "served": pack_served(served, source=tab.source, first=page.first) if served else "",
        "people": [],
        "only": "",
        "kinds": [],
        "structured": "",  # only what every reader gets is told to machines
        **more,
    }
    return render(request, "front/home.jinja", context)
