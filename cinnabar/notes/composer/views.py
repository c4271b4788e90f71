"""Writing and editing notes: every press of a button, with and without script."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cinnabar.kit.ids import encode
from cinnabar.kit.text import tidy
from cinnabar.media.models import PicturePurpose
from cinnabar.media.problems import message
from cinnabar.media.tickets import form_ticket
from cinnabar.notes.actions import CannotPublish, CannotSave, edit_note, publish_note, save_draft, start_draft
from cinnabar.notes.composer.forms import Sent, ids_in, read, take_step, with_pictures, with_product
from cinnabar.notes.composer.offers import OfferedProduct, products_to_tag, topics_to_name
from cinnabar.notes.composer.page import ShownPicture, blank_tag, composer_page
from cinnabar.notes.composer.stored import content_of, stamp_of
from cinnabar.notes.content import DraftContent, Problem, TagContent, tidied
from cinnabar.notes.models import Note, NoteState, Ratio, Visibility
from cinnabar.notes.rules import OVER_PICTURE, TEXT_CARDS, cover_units
from cinnabar.people.channels import CHANNELS
from cinnabar.people.models import Person
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.models import Product

View = Callable[..., HttpResponse]
shows_a_form = require_http_methods(["GET", "HEAD", "POST"])
DRAFTS_SHOWN = 3
ASKED = ("product", "follows", "ask", "card", "pictures")
BLANK = ShownPicture(
    id="__id__", number=0, state="sending", address="", width=0, height=0, tone="", alt="", is_still=False
)


def for_authors(view: View) -> View:
    """Only for people with an account; a script is told so, a form comes back after signing in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if _is_script(request):
            return JsonResponse({"message": _("You are logged out. Log in in another tab and go on here.")}, status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


@shows_a_form
@for_authors
def compose(request: PersonRequest) -> HttpResponse:
    """A blank note; its first press makes the draft."""
    if request.method != "POST":
        content = _asked_for(request, DraftContent())
        return _page(request, None, content, drafts=_drafts(request), key=secrets.token_hex(12))
    sent = replace(read(request.POST), seen="")
    try:
        note = _begin(request.user, sent)
    except CannotSave as refused:
        key = sent.key or secrets.token_hex(12)
        return _refused(request, None, take_step(sent), refused, key=key)
    return _press(request, note, sent)


@shows_a_form
@for_authors
def draft(request: PersonRequest, note_id: int) -> HttpResponse:
    """The author's draft; a post saves it and takes a step."""
    note = _own(request, note_id, NoteState.DRAFT, NoteState.PUBLISHED)
    if request.method == "POST":
        return _press(request, note, read(request.POST))
    if note.state == NoteState.PUBLISHED:
        return redirect("note", note_id=note.pk)
    return _page(request, note, _asked_for(request, content_of(note)))


@require_POST
@for_authors
def publication(request: PersonRequest, note_id: int) -> HttpResponse:
    """Save what was sent and publish it."""
    note = _own(request, note_id, NoteState.DRAFT, NoteState.PUBLISHED)
    return _press(request, note, replace(read(request.POST), step="publish"))


@shows_a_form
@for_authors
def note_edit(request: PersonRequest, note_id: int) -> HttpResponse:
    """The same page for a published note; nothing changes before its last button."""
    note = _own(request, note_id, NoteState.PUBLISHED)
    if request.method != "POST":
        return _page(request, note, _asked_for(request, content_of(note)))
    sent = read(request.POST)
    if sent.step != "publish":
        return _page(request, note, take_step(sent), **_found(request, sent))
    try:
        edit_note(note, sent.content)
    except CannotSave as refused:
        return _page(request, note, sent.content, problems=refused.problems, status=422)
    return redirect("note", note_id=note.pk)


@require_safe
@for_authors
def topic_suggestions(request: PersonRequest) -> HttpResponse:
    found = topics_to_name(request.GET.get("q", "")[:60])
    return JsonResponse({"topics": [{"name": topic.name, "notes": topic.notes} for topic in found]})


@require_safe
@for_authors
def product_suggestions(request: PersonRequest) -> HttpResponse:
    """A list of products for ?q=, or the fields of one chosen tag for ?product= or ?name=, as parts of the form."""
    key = request.GET.get("key", "")[:12]
    if key.isalnum():
        tag = TagContent(outside_name=tidy(request.GET.get("name", ""))[:160])
        if chosen := ids_in(request.GET.get("product", "")):
            tag = TagContent(product_id=get_object_or_404(Product.objects.on_sale(), pk=chosen[0]).pk)
        return render(
            request, "notes/compose_tag.jinja", {"tag": blank_tag(request.user, tag, key=key), "pictures": []}
        )
    query = tidy(request.GET.get("q", ""))[:80]
    offers = products_to_tag(request.user, query)
    return render(request, "notes/compose_offers.jinja", {"offers": offers, "query": query})


def _press(request: PersonRequest, note: Note, sent: Sent) -> HttpResponse:
    """Save a draft with the step that was asked for, and show what comes next."""
    if note.state == NoteState.PUBLISHED:  # the second of two presses, or another tab
        return _answered(request, note)
    content = take_step(sent)
    try:
        _check_seen(note, sent)
        note = save_draft(note, content)
        if sent.step == "publish":
            note = publish_note(note)
    except CannotSave as refused:
        if isinstance(refused, CannotPublish):
            note.refresh_from_db()  # it is saved, though not published
        return _refused(request, note, content, refused)
    if sent.step in ("search", "outside-search"):
        return _page(request, note, content, **_found(request, sent))
    return _answered(request, note, sent.step)


@transaction.atomic
def _begin(author: Person, sent: Sent) -> Note:
    """The draft of a blank form, saved for the first time; what cannot be saved leaves no draft behind."""
    note = start_draft(author, reference=f"form-{sent.key}" if sent.key else "")
    return note if note.state == NoteState.PUBLISHED else save_draft(note, take_step(sent))


def _refused(
    request: PersonRequest, note: Note | None, content: DraftContent, refused: CannotSave, **more: Any
) -> HttpResponse:
    if _is_script(request):
        told: dict[str, Any] = {"message": str(refused), "seen": stamp_of(note) if note else ""}
        if isinstance(refused, ChangedElsewhere):
            told["message"] = _("This draft was changed in another tab.")
            told["is_conflict"] = True
        return JsonResponse(told, status=422)
    return _page(request, note, content, problems=refused.problems, status=422, **more)


class ChangedElsewhere(CannotSave):
    """Another tab went on with the same draft."""


def _check_seen(note: Note, sent: Sent) -> None:
    """Another tab may have gone on with the same draft: what it wrote is not overwritten unseen."""
    if sent.seen and sent.seen != stamp_of(note) and tidied(sent.content) != content_of(note):
        raise ChangedElsewhere(
            [Problem("title", _("This draft was changed in another tab. Saving again puts this version in its place."))]
        )


def _answered(request: PersonRequest, note: Note, step: str = "") -> HttpResponse:
    if _is_script(request):
        address = reverse("draft", kwargs={"note_id": note.pk})
        publish = reverse("publication", kwargs={"note_id": note.pk})
        return JsonResponse({"id": encode(note.pk), "draft": address, "publication": publish, "seen": stamp_of(note)})
    if note.state == NoteState.PUBLISHED:
        return redirect("note", note_id=note.pk)
    place = {"tag": "#products", "untag": "#products", "outside": "#products", "save": ""}.get(step, "#pictures")
    return redirect(reverse("draft", kwargs={"note_id": note.pk}) + place)


def _asked_for(request: PersonRequest, content: DraftContent) -> DraftContent:
    """The content with what the address adds: uploaded pictures that a plain form brought, a product to write about."""
    content = with_pictures(content, ids_in(".".join(request.GET.getlist("pictures"))))
    for product_id in ids_in(request.GET.get("product", ""))[:1]:
        if Product.objects.on_sale().filter(pk=product_id).exists():
            content = with_product(content, product_id)
    for note_id in ids_in(request.GET.get("follows", ""))[:1]:
        if Note.objects.filter(pk=note_id, author=request.user, state=NoteState.PUBLISHED).exists():
            content = replace(content, follows_id=note_id)
    if "ask" in request.GET:
        content = replace(content, is_question=True)
    if "card" in request.GET and content.cover_style not in TEXT_CARDS:
        content = replace(content, cover_style=TEXT_CARDS[0])
    return content


def _upload(request: PersonRequest, path: str, *, most: int) -> str:
    """Where a plain form sends pictures; it returns to the same page with all that its address asked for."""
    asked = urlencode([(name, value) for name in ASKED for value in request.GET.getlist(name)])
    back = f"{path}?{asked}" if asked else path
    return form_ticket(request.user.pk, purpose=PicturePurpose.NOTE, most=most, back=back) if most else ""


def _found(request: PersonRequest, sent: Sent) -> dict[str, Any]:
    if sent.step != "search":
        return {}
    return {"offers": products_to_tag(request.user, sent.query), "query": sent.query}


def _page(
    request: PersonRequest,
    note: Note | None,
    content: DraftContent,
    *,
    problems: Sequence[Problem] = (),
    offers: Sequence[OfferedProduct] | None = None,
    query: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    page = composer_page(request.user, note, content, problems=problems, offers=offers, query=query)
    path = _path(note)
    upload_problem = request.GET.get("problem", "")
    context = {
        "page": page,
        "path": path,
        "upload": _upload(request, path, most=page.pictures_left),
        "upload_problem": message(upload_problem) if upload_problem else "",
        "seen": stamp_of(note) if note else "",
        "ratios": Ratio.values,
        "visibilities": [
            (Visibility.PUBLIC, _("Everybody")),
            (Visibility.FRIENDS, _("Friends")),
            (Visibility.ONLY_ME, _("Only me")),
        ],
        "channels": CHANNELS,
        "limits": settings,
        "first": _first_note(request, content),
        "over_picture": list(zip(OVER_PICTURE, (_("Shade"), _("Label"), _("Poster")), strict=True)),
        "text_cards": _text_cards(),
        "cover_units": cover_units,
        "blank": BLANK,
        "drafts": [],
        "key": "",
        **more,
    }
    return render(request, "notes/compose.jinja", context, status=status)


def _text_cards() -> list[tuple[int, str]]:
    """The styles of a text card by name."""
    names = (
        pgettext("text card", "Letter"),
        pgettext("text card", "Notebook"),
        pgettext("text card", "Quote"),
        pgettext("text card", "Night"),
    )
    return list(zip(TEXT_CARDS, names, strict=True))


def _first_note(request: PersonRequest, content: DraftContent) -> Note | None:
    if content.follows_id is None:
        return None
    return Note.objects.filter(pk=content.follows_id, author=request.user).first()


def _path(note: Note | None) -> str:
    if note is None:
        return reverse("compose")
    return reverse("note-edit" if note.state == NoteState.PUBLISHED else "draft", kwargs={"note_id": note.pk})


def _own(request: PersonRequest, note_id: int, *states: NoteState) -> Note:
    return get_object_or_404(Note, pk=note_id, author=request.user, state__in=states)


def _drafts(request: PersonRequest) -> list[Note]:
    """Drafts that were left, for going on with them."""
    left = Note.objects.filter(author=request.user, state=NoteState.DRAFT).order_by("-changed_at")
    return [note for note in left[:DRAFTS_SHOWN] if note.headline or note.pictures.exists()]


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
