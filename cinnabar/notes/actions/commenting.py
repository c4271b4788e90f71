"""Comments in two levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.kit.text import length, tidy
from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.content import CannotSave, Problem, over
from cinnabar.notes.counters import move_counters
from cinnabar.notes.events import Commented, CommentRemoved
from cinnabar.notes.models import Comment, Note, NoteState
from cinnabar.people.models import Person
from cinnabar.shop.models import Product

COMMENT_LENGTH = 500
SAID_TWICE = timedelta(minutes=1)  # the same words at the same place within it are a second tap on "send"


@transaction.atomic
def add_comment(
    author: Person, note: Note, body: str, parent: Comment | None = None, *, product: Product | None = None
) -> Comment:
    """Say something, or show a product, under a note that `author` may see. A reply to a reply joins its thread.

    One may answer in a thread whose first comment was removed. The same again within a minute adds nothing.
    """
    body = tidy(body)
    _check_words(body, product)
    _check_place(note, parent)
    _check_product(product)
    _wait_for_own(author.pk, note.pk)
    said = Comment(
        note=note,
        author=author,
        body=body,
        product=product,
        at=now(),
        parent_id=(parent.parent_id or parent.pk) if parent else None,
        reply_to_id=parent.author_id if parent and parent.parent_id else None,
    )
    if before := _said_before(said):
        return before
    said.save(force_insert=True)
    move_counters(note.pk, by=author.pk, comments=1)
    announce(Commented(said.pk, note.pk, author.pk))
    return said


@transaction.atomic
def remove_comment(comment: Comment, *, by: Person) -> Comment:
    """Take a comment's words and name from the page; it is no answer any more, replies stay. Twice changes nothing."""
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if comment.removed_at is not None:
        return comment
    comment.removed_at, comment.removed_by_id = now(), by.pk
    comment.save(update_fields=["removed_at", "removed_by_id"])
    move_counters(comment.note_id, by=comment.author_id, comments=-1)
    _let_go([comment.note_id], [comment.pk])
    announce(CommentRemoved(comment.pk, comment.note_id))
    return comment


@transaction.atomic
def restore_comment(comment_id: int, *, removed_by: int | None) -> None:
    """Show a comment again with its likes, if `removed_by` removed it; what it was to the note it is no more."""
    comment = Comment.objects.select_for_update(no_key=True).filter(pk=comment_id, removed_by_id=removed_by).first()
    if comment is None or comment.removed_at is None:
        return
    comment.removed_at, comment.removed_by_id = None, None
    comment.save(update_fields=["removed_at", "removed_by_id"])
    move_counters(comment.note_id, by=comment.author_id, comments=1)


# Rows in id order everywhere, so that two who part at once wait for each other; counters follow in the same statement.
PART = """
WITH gone AS (
    SELECT c.id, c.note_id FROM notes_comment c JOIN notes_note n ON n.id = c.note_id
    WHERE c.removed_at IS NULL AND ((c.author_id = %(one)s AND n.author_id = %(other)s)
                                 OR (c.author_id = %(other)s AND n.author_id = %(one)s))
    ORDER BY c.id FOR NO KEY UPDATE OF c)
UPDATE notes_comment c SET removed_at = %(now)s, removed_by_id = %(one)s FROM gone WHERE c.id = gone.id
RETURNING c.id, c.note_id, c.author_id
"""


@transaction.atomic
def part_talk(one_id: int, other_id: int) -> None:
    """Remove what each of two said under the notes of the other; `one` did it. Twice changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(PART, {"one": one_id, "other": other_id, "now": now()})
        gone = sorted(cursor.fetchall())
    numbers = Counter((note_id, author_id) for _id, note_id, author_id in gone)
    for note_id, author_id in sorted(numbers):
        move_counters(note_id, by=author_id, comments=-numbers[note_id, author_id])
    _let_go(list({note_id for note_id, _author in numbers}), [comment_id for comment_id, _note, _author in gone])
    for comment_id, note_id, _author in gone:
        announce(CommentRemoved(comment_id, note_id))


def _let_go(note_ids: Sequence[int], comment_ids: Sequence[int]) -> None:
    """What was removed is no longer the pinned comment or the answer; moving the counters has locked the notes."""
    Note.objects.filter(pk__in=note_ids, pinned_comment_id__in=comment_ids).update(pinned_comment_id=None)
    answered = Note.objects.filter(pk__in=note_ids, chosen_comment_id__in=comment_ids)
    if open_again := list(answered.values_list("pk", flat=True)):
        answered.update(chosen_comment_id=None)
        refresh_cards(open_again)


def may_remove(person: Person, comment: Comment) -> bool:
    """Its author, the note's author, a moderator."""
    return person.is_moderator or person.pk in (comment.author_id, comment.note.author_id)


def _check_words(body: str, product: Product | None) -> None:
    if not body and product is None:
        raise CannotSave([Problem("body", _("Please write a few words."))])
    if length(body) > COMMENT_LENGTH:
        message = over(_("The comment is longer than %(most)s characters."), length(body), COMMENT_LENGTH)
        raise CannotSave([Problem("body", message)])


def _check_place(note: Note, parent: Comment | None) -> None:
    if parent is not None and parent.note_id != note.pk:
        raise CannotSave([Problem("parent", _("This comment stands under another note."))])
    if not Note.objects.filter(pk=note.pk, state=NoteState.PUBLISHED).exists():
        raise CannotSave([Problem("body", _("Nobody can comment on this note now."))])


def _check_product(product: Product | None) -> None:
    if product is not None and not Product.objects.on_sale().filter(pk=product.pk).exists():
        raise CannotSave([Problem("product", _("This product is not on sale any more."))])


def _wait_for_own(person_id: int, note_id: int) -> None:
    """Two taps at once of one person go one after the other; everybody else is not held up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('comment', %s))", [person_id ^ note_id])


def _said_before(said: Comment) -> Comment | None:
    same = Comment.objects.filter(author=said.author_id, note=said.note_id, body=said.body, removed_at=None)
    place = {"parent": said.parent_id, "reply_to": said.reply_to_id, "product": said.product_id}
    return same.filter(**place, at__gt=said.at - SAID_TWICE).first()
