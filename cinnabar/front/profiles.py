"""A person's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cinnabar.front import structured
from cinnabar.front.opening import note_search_click
from cinnabar.kit import sql
from cinnabar.kit.paging import BadCursor
from cinnabar.media.models import Picture
from cinnabar.media.tickets import private_address
from cinnabar.notes.models import Note, NoteState
from cinnabar.notes.queries import boards_of, cards_by_author, cards_liked_by
from cinnabar.notes.rules import cover_size
from cinnabar.notes.visibility import Viewer
from cinnabar.people.models import Person
from cinnabar.shop.models import Brand, ShopInvitation
from cinnabar.shop.staff import shops_of

THUMB_WIDTH = 360
UNSEEN = 30
LISTS: dict[str, Any] = {"notes": cards_by_author, "boards": boards_of, "liked": cards_liked_by}


@dataclass(frozen=True, slots=True)
class Relation:
    is_following: bool
    is_follower: bool
    is_blocked: bool


RELATION = """
SELECT EXISTS (SELECT FROM people_follow WHERE follower_id = %(viewer)s AND followed_id = %(person)s) AS is_following,
    EXISTS (SELECT FROM people_follow WHERE follower_id = %(person)s AND followed_id = %(viewer)s) AS is_follower,
    EXISTS (SELECT FROM people_block WHERE (blocker_id = %(viewer)s AND blocked_id = %(person)s)
                                        OR (blocker_id = %(person)s AND blocked_id = %(viewer)s)) AS is_blocked
"""

NO_RELATION = Relation(is_following=False, is_follower=False, is_blocked=False)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A note that only its author finds here: a draft, a hidden one with its reason, a deleted one to bring back."""

    note: Note
    address: str  # of its first picture

    @property
    def card_size(self) -> int:
        return cover_size(self.note.cover_words, self.note.cover_style)


@require_safe
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """Head, notes, boards and likes of a person; what others do not see is there for the person alone."""
    try:
        person = Person.objects.by_handle(handle)
    except Person.DoesNotExist:
        raise Http404 from None
    if person.handle != handle:
        return redirect("profile", handle=person.handle, permanent=True)
    relation = relation_of(request.user, person)
    if relation.is_blocked:
        raise Http404
    is_me = request.user.pk == person.pk
    note_search_click(request, "person", person.pk)
    hidden = {"boards": person.hides_boards, "liked": not person.shows_likes}
    tabs = [name for name in LISTS if is_me or not hidden.get(name)]
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else "notes"
    context = {
        "person": person,
        "relation": relation,
        "is_me": is_me,
        "tabs": tabs,
        "tab": tab,
        "hidden": [name for name, is_hidden in hidden.items() if is_hidden],
        "structured": structured.of_person(
            person.name,
            person.handle,
            bio=person.bio,
            avatar=person.avatar,
            followers=person.followers + person.followers_imported,
        ),
        "shops": shops_of(person) if is_me else shops_of(person).filter(is_open=True),
        "brands": Brand.objects.filter(keeper=person).order_by("name"),
        "is_asked": is_me and ShopInvitation.objects.filter(person=person).exists(),
    }
    try:
        page = LISTS[tab](person.pk, request.user, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect(reverse("profile", kwargs={"handle": person.handle}, query={"tab": tab}))
    context["page"] = page
    context["unseen"] = _unseen(person) if is_me and tab == "notes" else []
    return render(request, "front/profile.jinja", context)


def relation_of(viewer: Viewer, person: Person) -> Relation:
    if not viewer.is_authenticated or viewer.pk == person.pk:
        return NO_RELATION
    return sql.row(Relation, RELATION, {"viewer": viewer.pk, "person": person.pk}) or NO_RELATION


def _unseen(person: Person) -> list[Unseen]:
    notes = _worth_showing(Note.objects.filter(author=person))[:UNSEEN]
    covers = {placed.picture_id: note for note in notes for placed in note.pictures.all() if placed.position == 0}
    addresses = {
        covers[picture.pk].pk: private_address(picture, THUMB_WIDTH)
        for picture in Picture.objects.filter(pk__in=covers, width__gt=0)
    }
    return [Unseen(note, addresses.get(note.pk, "")) for note in notes]


def _worth_showing(notes: QuerySet[Note]) -> QuerySet[Note]:
    unseen = notes.exclude(state=NoteState.PUBLISHED).exclude(headline="", pictures__isnull=True)
    return unseen.prefetch_related("pictures").order_by("-changed_at").distinct()
