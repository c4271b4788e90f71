"""Pages to read: a note with its talk, a topic, a board, and what the seals mean."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cinnabar.activity.actions import record_open
from cinnabar.front import structured
from cinnabar.front.opening import is_opening
from cinnabar.kit.ids import decode, encode
from cinnabar.kit.limits import check_limit
from cinnabar.kit.paging import BadCursor
from cinnabar.media.models import Picture
from cinnabar.media.tickets import private_address
from cinnabar.notes.actions import CannotSave, add_comment
from cinnabar.notes.models import Comment, Note, NoteState, Topic
from cinnabar.notes.prose import linked
from cinnabar.notes.queries import (
    NotePage,
    Thread,
    board_front,
    cards_by_topic,
    cards_of_board,
    note_page,
    related_cards,
    talk_under,
    thread_of,
)
from cinnabar.notes.rules import topic_slug
from cinnabar.people.views.signed_in import PersonRequest

PRIVATE_WIDTH = 720
# The first part of an address → what a note opened from there is recorded to come from.
SOURCES = {
    "": "home",
    "c": "channel",
    "following": "following",
    "notes": "note",
    "topics": "topic",
    "boards": "board",
    "products": "product",
    "brands": "brand",
    "shops": "shop",
}


class CommentForm(forms.Form):
    body = forms.CharField(label=_("Your comment"), strip=False)


@require_safe
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """A note: its pictures, words, products and talk. Who may not see it gets 404."""
    page = _page_or_404(request, note_id)
    if request.user.is_authenticated and page.state == NoteState.PUBLISHED and is_opening(request):
        source, position = _found_in(request)
        kept = request.user.keeps_history and request.user.pk != page.author_id
        record_open(request.user.pk, note_id, source=source, position=position, in_history=kept)
    return _note_page(request, page, CommentForm())


def _found_in(request: HttpRequest) -> tuple[str, int | None]:
    """The list that the reader came from, by the page before; its place there, when the script of that list tells."""
    before = urlsplit(request.headers.get("Referer", ""))
    place = request.headers.get("X-Position", "")
    position = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else None
    if before.netloc != request.get_host():
        return "", None
    name = before.path.split("/")[1][:16]
    return SOURCES.get(name, "profile" if name.startswith("@") else ""), position


@login_required
@require_POST
def comments(request: PersonRequest, note_id: int) -> HttpResponse:
    """Say something under a note; what cannot be taken stays in the form."""
    page = _page_or_404(request, note_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        check_limit(f"comment:{request.user.pk}", most=30, seconds=600)
        try:
            parent = _parent_or_404(request, page)
            comment = add_comment(request.user, Note.objects.get(pk=note_id), form.cleaned_data["body"], parent)
        except CannotSave as refusal:
            form.add_error("body", str(refusal))
        else:
            return redirect(f"{_address(note_id, comment.pk)}#c-{comment.pk}")
    return _note_page(request, page, form, status=422)


def _address(note_id: int, comment_id: int) -> str:
    return reverse("note", kwargs={"note_id": note_id}, query={"comment": encode(comment_id)})


def _parent_or_404(request: PersonRequest, page: NotePage) -> Comment | None:
    """The comment that is answered; only one in a thread that this reader sees."""
    if not request.POST.get("parent"):
        return None
    asked = _id_or_none(request.POST["parent"])
    thread = thread_of(asked, page.id, page.author_id, request.user) if asked else None
    if thread is None or asked not in (thread.first.id, *(reply.id for reply in thread.replies)):
        raise Http404
    return Comment.objects.get(pk=asked)


def _note_page(request: HttpRequest, page: NotePage, form: CommentForm, *, status: int = 200) -> HttpResponse:
    order = "newest" if request.GET.get("order") == "newest" else "best"
    after = request.GET.get("after", "")
    try:
        talk = talk_under(page.id, page.author_id, request.user, order=order, cursor=after)
    except BadCursor:
        return redirect("note", note_id=page.id)
    thread, answered = _asked_thread(request, page)
    context = {
        "page": page,
        "private": _private_addresses(page),
        "talk": talk,
        "thread": thread,
        "answered": answered,
        "order": order,
        "is_first_page": not after,
        "form": form,
        "related": related_cards(page.id, request.user),
        "linked": linked,
        "structured": structured.of_note(page),
    }
    return render(request, "front/note.jinja", context, status=status)


def _page_or_404(request: HttpRequest, note_id: int) -> NotePage:
    page = note_page(note_id, request.user)
    if page is None:
        raise Http404
    return page


def _asked_thread(request: HttpRequest, page: NotePage) -> tuple[Thread | None, Any]:
    """The thread of the comment in the address, and that comment: what the form answers."""
    asked = _id_or_none(request.POST.get("parent") or request.GET.get("comment", ""))
    thread = thread_of(asked, page.id, page.author_id, request.user) if asked else None
    if thread is None:
        return None, None
    said = next((said for said in (thread.first, *thread.replies) if said.id == asked and not said.is_gone), None)
    return thread, said or thread.first


def _private_addresses(page: NotePage) -> dict[int, str]:
    """Where the few who may see a note that is not public fetch its pictures."""
    if page.state == NoteState.PUBLISHED:
        return {}
    pictures = Picture.objects.filter(pk__in=[shot.picture_id for shot in page.pictures])
    return {picture.pk: private_address(picture, PRIVATE_WIDTH) for picture in pictures}


def _id_or_none(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The notes of a topic, hot or latest. Other writings of its name lead to the one address."""
    found = Topic.objects.filter(slug=topic_slug(slug)).first()
    if found is None:
        raise Http404
    if found.slug != slug:
        return redirect("topic", slug=found.slug, permanent=True)
    order = "latest" if request.GET.get("order") == "latest" else "hot"
    try:
        page = cards_by_topic(found.pk, request.user, order=order, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("topic", slug=found.slug)
    if not page.cards and not found.notes:  # named only where nobody may look yet
        raise Http404
    here = structured.address_of("topic", slug=found.slug)
    context = {
        "topic": found,
        "page": page,
        "order": order,
        "structured": structured.of_list("CollectionPage", f"#{found.name}", here),
    }
    return render(request, "front/topic.jinja", context)


@require_safe
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    """Somebody's collection; a private one is there for its owner only."""
    front = board_front(board_id, request.user)
    if front is None:
        raise Http404
    try:
        page = cards_of_board(board_id, request.user, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("board", board_id=board_id)
    return render(request, "front/board.jinja", {"board": front, "page": page})


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """What every mark means, in plain words."""
    return render(request, "front/seals.jinja")
