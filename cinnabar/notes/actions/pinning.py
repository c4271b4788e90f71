"""One comment that a note's author puts before all others."""

from __future__ import annotations

from django.db import transaction

from cinnabar.notes.models import Comment, Note


class CannotPin(Exception):
    """A reply, or a comment that is gone."""


@transaction.atomic
def pin_comment(comment: Comment) -> None:
    """Show `comment` before all others, in the place of the one that stood there. Twice changes nothing."""
    note = Note.objects.select_for_update(no_key=True).get(pk=comment.note_id)
    if not Comment.objects.filter(pk=comment.pk, parent=None, removed_at=None).exists():
        raise CannotPin(comment.pk)
    Note.objects.filter(pk=note.pk).update(pinned_comment_id=comment.pk)


def unpin_comment(comment: Comment) -> None:
    """Let it stand where it would. Another one that was pinned meanwhile stays."""
    Note.objects.filter(pk=comment.note_id, pinned_comment_id=comment.pk).update(pinned_comment_id=None)
