"""From an empty draft to a published note, and its later edits."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.media import actions as media
from cinnabar.media.models import Picture, PictureState
from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.content import CannotPublish, CannotSave, DraftContent, Problem
from cinnabar.notes.events import NoteEdited, NotePublished
from cinnabar.notes.models import Note, NoteState
from cinnabar.notes.provenance import choices_for_tags, serialise_seals_of
from cinnabar.notes.rules import TEXT_CARDS
from cinnabar.notes.standing import counted
from cinnabar.notes.writing import write_content
from cinnabar.people.models import Person


class NotADraft(CannotSave):
    """The note was published, hidden or deleted in the meantime."""


@transaction.atomic
def start_draft(author: Person, *, reference: str = "") -> Note:
    """An empty draft of `author`. With a `reference` (an importer's key) the second call finds the first one's note."""
    if not reference:
        return Note.objects.create(author=author)
    return Note.objects.get_or_create(author=author, reference=reference)[0]


@transaction.atomic
def save_draft(note: Note, content: DraftContent) -> Note:
    """Make the draft say `content`, or raise CannotSave and leave it. Twice changes nothing."""
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if note.state != NoteState.DRAFT:
        raise NotADraft([Problem("title", _("This note is not a draft any more."))])
    write_content(note, content)
    note.refresh_from_db()
    return note


@transaction.atomic
def publish_note(note: Note) -> Note:
    """Show the draft to its readers, or raise CannotPublish. Publishing twice changes nothing."""
    serialise_seals_of(note.author_id)
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if note.state == NoteState.PUBLISHED:
        return note
    if note.state != NoteState.DRAFT:
        raise NotADraft([Problem("title", _("This note is not a draft any more."))])
    _settle_provenance(note)
    _check_ready(note)
    with counted(note.pk):
        note.state, note.published_at = NoteState.PUBLISHED, now()
        note.save(update_fields=["state", "published_at"])
    refresh_cards([note.pk])
    media.show(note.picture_ids())
    announce(NotePublished(note.pk, note.author_id))
    return note


@transaction.atomic
def edit_note(note: Note, content: DraftContent) -> Note:
    """Change a published note, or raise CannotSave or CannotPublish and leave it. It keeps its date of publication.

    A picture taken out is concealed at once. A second run marks the note as edited again, nothing else.
    """
    serialise_seals_of(note.author_id)
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if note.state != NoteState.PUBLISHED:
        raise NotADraft([Problem("title", _("This note is not published any more."))])
    before = note.picture_ids()
    with counted(note.pk):
        write_content(note, content)
        note.refresh_from_db()
        _check_ready(note)
        note.edited_at = now()
        note.save(update_fields=["edited_at"])
    refresh_cards([note.pk])
    after = note.picture_ids()
    media.conceal([picture for picture in before if picture not in after])
    media.show(after)
    announce(NoteEdited(note.pk))
    return note


def _settle_provenance(note: Note) -> None:
    """A draft may be older than a delivery, a refund or a job in a shop: what the system says is said now."""
    tags = list(note.tags.all())
    for tag, offered in zip(tags, choices_for_tags(note.author, tags), strict=True):
        tag.provenance = offered.settle(tag.provenance) or ""
        tag.save(update_fields=["provenance"])


def _check_ready(note: Note) -> None:
    if problems := [*_missing_words(note), *_missing_pictures(note), *_missing_provenance(note)]:
        raise CannotPublish(problems)


def _missing_words(note: Note) -> Iterator[Problem]:
    if not note.headline:
        yield Problem("title", _("Please write a title or a few words."))


def _missing_pictures(note: Note) -> Iterator[Problem]:
    ids = note.picture_ids()
    found = Picture.objects.in_bulk(ids)
    moving = [found[picture_id].is_video for picture_id in ids if picture_id in found]
    if any(moving) and moving not in ([True], [False, True]):  # a video stands alone, or behind its cover
        yield Problem("pictures", _("A note has one video and nothing else, but for a picture before it as its cover."))
    if not found and not (note.cover_style in TEXT_CARDS and note.cover_words):
        yield Problem("pictures", _("Please add a picture or write a text card."))
    for index, picture_id in enumerate(ids):
        state = found[picture_id].state if picture_id in found else PictureState.FAILED
        if state == PictureState.WAITING:
            yield Problem("pictures", _("This picture is not ready yet."), index)
        elif state != PictureState.READY:
            yield Problem("pictures", _("This picture could not be used: please take it out."), index)


def _missing_provenance(note: Note) -> Iterator[Problem]:
    for index, tag in enumerate(note.tags.order_by("position")):
        if not tag.provenance:
            yield Problem("tags", _("Please say how you got this product."), index)
