"""Taking a note from its readers, by its author or by moderation, and giving it back."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.media import actions as media
from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.events import NoteDeleted, NoteHidden, NoteRestored
from cinnabar.notes.models import Note, NoteState
from cinnabar.notes.standing import counted


@transaction.atomic
def delete_note(note: Note) -> Note:
    """Take the note away for its author: gone for everybody at once, erased with its pictures after 30 days.

    Deleting twice keeps the first date.
    """
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if note.state == NoteState.DELETED:
        return note
    note.deleted_at = now()
    _put_away(note, NoteState.DELETED)
    announce(NoteDeleted(note.pk))
    return note


@transaction.atomic
def undelete_note(note: Note) -> Note:
    """Bring a deleted note back to the state it was deleted in. Twice changes nothing."""
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if note.state != NoteState.DELETED:
        return note
    note.deleted_at = None
    if note.published_at is None or note.hidden_reason:
        _put_away(note, NoteState.DRAFT if note.published_at is None else NoteState.HIDDEN)
    else:
        _show(note)
    return note


@transaction.atomic
def hide_note(note: Note, *, reason: str) -> Note:
    """Take a published note from its readers; its author sees `reason`. Hiding twice keeps the first reason."""
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if note.state != NoteState.PUBLISHED:
        return note
    note.hidden_reason = reason
    _put_away(note, NoteState.HIDDEN)
    announce(NoteHidden(note.pk))
    return note


@transaction.atomic
def restore_note(note: Note) -> Note:
    """Show a hidden note again. Twice changes nothing."""
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if note.state != NoteState.HIDDEN:
        return note
    note.hidden_reason = ""
    _show(note)
    return note


def _put_away(note: Note, state: NoteState) -> None:
    with counted(note.pk):
        note.state = state
        note.save(update_fields=["state", "hidden_reason", "deleted_at"])
    refresh_cards([note.pk])
    media.conceal(note.picture_ids())


def _show(note: Note) -> None:
    with counted(note.pk):
        note.state = NoteState.PUBLISHED
        note.save(update_fields=["state", "hidden_reason", "deleted_at"])
    refresh_cards([note.pk])
    media.show(note.picture_ids())
    announce(NoteRestored(note.pk))
