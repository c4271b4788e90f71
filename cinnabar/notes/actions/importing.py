"""What comes with an import: counts behind which no rows stand."""

from __future__ import annotations

from django.db import transaction

from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.models import Comment, Note
from cinnabar.people.received import add_received


@transaction.atomic
def set_imported_counts(note: Note, *, likes: int, saves: int) -> None:
    """Say how often the note was liked and saved where it came from. Twice changes nothing."""
    before = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    Note.objects.filter(pk=note.pk).update(likes_imported=likes, saves_imported=saves)
    refresh_cards([note.pk])
    add_received(before.author_id, likes + saves - before.likes_imported - before.saves_imported)


def set_imported_comment_likes(comment: Comment, *, likes: int) -> None:
    """Say how often a comment was liked where it came from; for one that nobody liked here yet."""
    Comment.objects.filter(pk=comment.pk).update(likes=likes)
