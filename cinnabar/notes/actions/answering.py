"""The one comment that answers a question, as its asker says."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit.events import announce
from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.events import AnswerChosen, AnswerTakenBack
from cinnabar.notes.models import Comment, Note, NoteState


class CannotChoose(Exception):
    """A reply, a comment that is gone, or one under a note that asks nothing."""


@transaction.atomic
def choose_answer(comment: Comment) -> None:
    """Let `comment` answer the question it stands under, in the place of another one. Twice changes nothing."""
    note = Note.objects.select_for_update(no_key=True).get(pk=comment.note_id)
    is_here = Comment.objects.filter(pk=comment.pk, parent=None, removed_at=None).exists()
    if not (note.is_question and note.state == NoteState.PUBLISHED and is_here):
        raise CannotChoose(comment.pk)
    if note.chosen_comment_id == comment.pk:
        return
    former = Comment.objects.filter(pk=note.chosen_comment_id or 0).first()
    _write(note, comment.pk)
    if former:
        announce(AnswerTakenBack(former.pk, note.pk, note.author_id, former.author_id))
    announce(AnswerChosen(comment.pk, note.pk, note.author_id, comment.author_id))


@transaction.atomic
def take_back_answer(comment: Comment) -> None:
    """Let the question be open again. Twice changes nothing, and another one that was chosen meanwhile stays."""
    note = Note.objects.select_for_update(no_key=True).get(pk=comment.note_id)
    if note.chosen_comment_id != comment.pk:
        return
    _write(note, None)
    announce(AnswerTakenBack(comment.pk, note.pk, note.author_id, comment.author_id))


def _write(note: Note, comment_id: int | None) -> None:
    Note.objects.filter(pk=note.pk).update(chosen_comment_id=comment_id)
    refresh_cards([note.pk])
