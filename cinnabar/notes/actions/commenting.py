"""Comments in two levels."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.kit.text import length, tidy
from cinnabar.notes.content import CannotSave, Problem
from cinnabar.notes.counters import move_counters
from cinnabar.notes.events import Commented, CommentRemoved
from cinnabar.notes.models import Comment, Note, NoteState
from cinnabar.people.models import Person

COMMENT_LENGTH = 500


@transaction.atomic
def add_comment(author: Person, note: Note, body: str, parent: Comment | None = None) -> Comment:
    """Say something under a note that `author` may see. A reply to a reply joins the first one's thread.

    One may answer in a thread whose first comment was removed. Every run adds a comment.
    """
    body = tidy(body)
    _check_words(body)
    if parent is not None and parent.note_id != note.pk:
        raise CannotSave([Problem("parent", _("This comment stands under another note."))])
    if not Note.objects.filter(pk=note.pk, state=NoteState.PUBLISHED).exists():
        raise CannotSave([Problem("body", _("Nobody can comment on this note now."))])
    comment = Comment.objects.create(
        note=note,
        author=author,
        body=body,
        at=now(),
        parent_id=(parent.parent_id or parent.pk) if parent else None,
        reply_to_id=parent.author_id if parent and parent.parent_id else None,
    )
    move_counters(note.pk, comments=1)
    announce(Commented(comment.pk, note.pk, author.pk))
    return comment


@transaction.atomic
def remove_comment(comment: Comment, *, by: Person) -> Comment:
    """Take a comment's words and name from the page; replies stay. Twice changes nothing."""
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if comment.removed_at is not None:
        return comment
    comment.removed_at, comment.removed_by_id = now(), by.pk
    comment.save(update_fields=["removed_at", "removed_by_id"])
    move_counters(comment.note_id, comments=-1)
    announce(CommentRemoved(comment.pk, comment.note_id))
    return comment


def may_remove(person: Person, comment: Comment) -> bool:
    """Its author, the note's author, a moderator."""
    return person.is_moderator or person.pk in (comment.author_id, comment.note.author_id)


def _check_words(body: str) -> None:
    if not body:
        raise CannotSave([Problem("body", _("Please write a few words."))])
    if length(body) > COMMENT_LENGTH:
        message = _("The comment is longer than %(most)s characters.") % {"most": COMMENT_LENGTH}
        raise CannotSave([Problem("body", message)])
