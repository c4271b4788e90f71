"""Pages to read: a note with its talk, a topic, and what the seals mean."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from cinnabar.activity.actions import record_open
from cinnabar.design.jinja import url
from cinnabar.feed.related import related_notes
from cinnabar.front import structured
from cinnabar.front.listing import only_links
from cinnabar.front.opening import found_in, is_opening, note_search_click
from cinnabar.front.talk import CommentForm, talk_context
from cinnabar.kit.paging import BadCursor
from cinnabar.media.models import Picture
from cinnabar.media.tickets import film_address, private_address
from cinnabar.notes.models import NoteState, Topic
from cinnabar.notes.only import only_of
from cinnabar.notes.queries import (
    NotePage,
    Talk,
    answers_to,
    cards_by_topic,
    note_page,
)
from cinnabar.notes.rules import topic_slug

PRIVATE_WIDTH = 720


@require_safe
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """A note: its pictures, words, products and talk. Who may not see it gets 404."""
    page = page_or_404(request, note_id)
    if request.user.is_authenticated and page.state == NoteState.PUBLISHED and is_opening(request):
        source, position = found_in(request)
        kept = request.user.keeps_history and request.user.pk != page.author_id
        record_open(request.user.pk, note_id, source=source, position=position, in_history=kept)
        note_search_click(request, "note", note_id)
    return note_answer(request, page, CommentForm())


def note_answer(request: HttpRequest, page: NotePage, form: CommentForm, *, status: int = 200) -> HttpResponse:
    """The page of a note with `form` for saying something."""
    try:
        talk = talk_context(request, page, form)
    except BadCursor:
        return redirect("note", note_id=page.id)
    context = {
        **talk,
        "page": page,
        "private": _private_addresses(page),
        "film": _film(page),
        "related": related_notes(page.id, request.user),
        "structured": _structured(request, page, talk["talk"]),
    }
    return render(request, "front/note.jinja", context, status=status)


def _structured(request: HttpRequest, page: NotePage, talk: Talk | None) -> Markup:
    """No search engine is signed in; and a reader who is sees a talk of their own."""
    if request.user.is_authenticated:
        return Markup("")
    answers = answers_to(page.id) if page.is_question and structured.is_public(page) else 0
    return structured.of_note(page, talk, answers=answers)


def page_or_404(request: HttpRequest, note_id: int) -> NotePage:
    page = note_page(note_id, request.user)
    if page is None:
        raise Http404
    return page


def _private_addresses(page: NotePage) -> dict[int, str]:
    """Where the few who may see a note that is not public fetch its pictures."""
    if page.state == NoteState.PUBLISHED:
        return {}
    pictures = Picture.objects.filter(pk__in=[shot.picture_id for shot in page.pictures])
    return {picture.pk: private_address(picture, PRIVATE_WIDTH) for picture in pictures}


def _film(page: NotePage) -> dict[str, str]:
    """Where its video can be fetched, by kind; of a note that is not public by those who may see it."""
    if page.video is None:
        return {}
    is_public = page.state == NoteState.PUBLISHED
    return {kind: film_address(page.video.secret, kind, is_public=is_public) for kind in ("mp4", "m3u8")}


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The notes of a topic, hot or latest, or `only` one kind. Other writings of its name lead to the one address."""
    found = Topic.objects.filter(slug=topic_slug(slug)).first()
    if found is None:
        raise Http404
    if found.slug != slug:
        return redirect("topic", slug=found.slug, permanent=True)
    order = "latest" if request.GET.get("order") == "latest" else "hot"
    only = only_of(request.GET.get("only", ""))
    try:
        page = cards_by_topic(found.pk, request.user, order=order, only=only, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("topic", slug=found.slug)
    if not page.cards and not found.notes:  # named only where nobody may look yet
        raise Http404
    note_search_click(request, "topic", found.pk)
    here = structured.address_of("topic", slug=found.slug)
    context = {
        "topic": found,
        "page": page,
        "order": order,
        "only": only,
        "kinds": only_links(url("topic", slug=found.slug), only, order="latest" if order == "latest" else ""),
        "structured": structured.of_list(
            "CollectionPage", f"#{found.name}", here, items=structured.addresses_on(page.cards, request.user)
        ),
    }
    return render(request, "front/topic.jinja", context)


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """What every mark means, in plain words."""
    about = structured.of_list("WebPage", _("What the seals mean"), structured.address_of("seals"))
    return render(request, "front/seals.jinja", {"structured": about})
