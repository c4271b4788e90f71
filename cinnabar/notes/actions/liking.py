"""Likes of notes and of comments."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.notes.counters import move_counters
from cinnabar.notes.events import CommentLiked, CommentUnliked, Liked, Unliked
from cinnabar.notes.models import Comment, CommentLike, Like, Note
from cinnabar.people.models import Person


@transaction.atomic
def like(person: Person, note: Note) -> None:
    """Count the like of somebody who may see the note. Twice counts once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notes_like (person_id, note_id, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [person.pk, note.pk, now()],
        )
        is_new = cursor.rowcount == 1
    if is_new:
        move_counters(note.pk, by=person.pk, likes=1)
        announce(Liked(note.pk, person.pk, note.author_id))


@transaction.atomic
def unlike(person: Person, note: Note) -> None:
    """Take the like back. Twice takes one."""
    taken, _rows = Like.objects.filter(person=person, note=note).delete()
    if taken:
        move_counters(note.pk, by=person.pk, likes=-1)
        announce(Unliked(note.pk, person.pk, note.author_id))


@transaction.atomic
def like_comment(person: Person, comment: Comment) -> None:
    """Count the like of a comment. Twice counts once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notes_commentlike (person_id, comment_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [person.pk, comment.pk],
        )
        is_new = cursor.rowcount == 1
    if is_new:
        Comment.objects.filter(pk=comment.pk).update(likes=F("likes") + 1)
        announce(CommentLiked(comment.pk, comment.note_id, person.pk, comment.author_id))


@transaction.atomic
def unlike_comment(person: Person, comment: Comment) -> None:
    """Take the like back. Twice takes one."""
    taken, _rows = CommentLike.objects.filter(person=person, comment=comment).delete()
    if taken:
        Comment.objects.filter(pk=comment.pk).update(likes=F("likes") - 1)
        announce(CommentUnliked(comment.pk, comment.note_id, person.pk, comment.author_id))
