"""Comments stand in two levels, and a removed one takes nobody else's words with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cinnabar.kit.clock import at, now
from cinnabar.notes.actions import (
    CannotPin,
    CannotSave,
    add_comment,
    hide_note,
    like_comment,
    may_remove,
    pin_comment,
    remove_comment,
    unlike_comment,
    unpin_comment,
)
from cinnabar.notes.jobs import part_talk
from cinnabar.notes.models import Comment, Note
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus
from tests.cast import a_person


def test_a_reply_to_a_reply_joins_the_first_thread(mei: Person, tom: Person, zoe: Person) -> None:
    note = a_note(mei)
    first = add_comment(tom, note, " is it sticky ")
    second = add_comment(mei, note, "no", parent=first)

    third = add_comment(zoe, note, "really?", parent=second)

    assert first.body == "is it sticky"
    assert (second.parent, second.reply_to) == (first, None)
    assert (third.parent, third.reply_to) == (first, mei)
    assert Note.objects.get().comments_count == 3


def test_replies_outlive_the_comment_they_answer(mei: Person, tom: Person, zoe: Person) -> None:
    # Field report COM-2.
    note = a_note(mei)
    one = add_comment(tom, note, "一")
    two = add_comment(zoe, note, "二", parent=one)
    three = add_comment(mei, note, "三", parent=two)

    remove_comment(one, by=tom)
    remove_comment(one, by=mei)
    four = add_comment(a_person("dan"), note, "四", parent=three)

    one.refresh_from_db()
    assert (one.body, one.removed_by_id) == ("一", tom.pk)
    assert list(one.replies.order_by("at")) == [two, three, four]
    assert Note.objects.get().comments_count == 3


@pytest.mark.parametrize("body", ["", " \n\t", "字" * 501])
def test_empty_and_endless_comments_are_refused(mei: Person, tom: Person, body: str) -> None:
    note = a_note(mei)

    with pytest.raises(CannotSave):
        add_comment(tom, note, body)

    assert not Comment.objects.exists()
    assert Note.objects.get().comments_count == 0


def test_line_ends_count_once_in_a_comment(mei: Person, tom: Person) -> None:
    # Field report TXT-1.
    body = "\r\n".join(["x"] * 250)

    assert add_comment(tom, a_note(mei), body + "y").body == body.replace("\r\n", "\n") + "y"


def test_nobody_comments_on_a_hidden_note_or_across_notes(mei: Person, tom: Person) -> None:
    note, other = a_note(mei), a_note(mei)
    comment = add_comment(tom, other, "here")

    with pytest.raises(CannotSave):
        add_comment(tom, note, "there", parent=comment)
    hide_note(note, reason="x")
    with pytest.raises(CannotSave):
        add_comment(tom, note, "again")

    assert Comment.objects.get() == comment


def test_who_may_remove_a_comment(mei: Person, tom: Person, ada: Person, zoe: Person) -> None:
    comment = add_comment(tom, a_note(mei), "hm")

    assert [may_remove(person, comment) for person in (tom, mei, ada, zoe)] == [True, True, True, False]


def test_a_comments_like_counts_once(mei: Person, tom: Person) -> None:
    comment = add_comment(mei, a_note(mei), "hm")

    like_comment(tom, comment)
    like_comment(tom, comment)
    assert Comment.objects.get().likes == 1

    unlike_comment(tom, comment)
    unlike_comment(tom, comment)
    assert Comment.objects.get().likes == 0


def test_a_second_tap_on_send_says_nothing_twice(mei: Person, tom: Person, zoe: Person) -> None:
    note = a_note(mei)
    first = add_comment(tom, note, "which shade?")

    assert add_comment(tom, note, " which shade? ") == first
    add_comment(zoe, note, "which shade?")
    add_comment(tom, note, "which shade?", parent=first)
    with at(now() + timedelta(minutes=2)):
        add_comment(tom, note, "which shade?")

    assert Comment.objects.count() == 4
    assert Note.objects.get().comments_count == 4


def test_a_product_may_be_all_that_is_said(mei: Person, tom: Person, lipstick: Product) -> None:
    comment = add_comment(tom, a_note(mei), "", product=lipstick)

    assert (comment.body, comment.product) == ("", lipstick)


@pytest.mark.parametrize("status", [ProductStatus.DRAFT, ProductStatus.PAUSED, ProductStatus.ARCHIVED])
def test_only_a_product_on_sale_can_be_shown(mei: Person, tom: Person, lipstick: Product, status: str) -> None:
    note = a_note(mei)
    set_status(lipstick, ProductStatus(status))

    with pytest.raises(CannotSave) as refusal:
        add_comment(tom, note, "here", product=lipstick)

    assert [problem.field for problem in refusal.value.problems] == ["product"]
    assert not Comment.objects.exists()
    assert Note.objects.get().comments_count == 0


def test_one_comment_of_a_note_is_pinned(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    one, other = add_comment(tom, note, "one"), add_comment(tom, note, "other")

    pin_comment(one)
    pin_comment(other)
    unpin_comment(one)  # not pinned any more: nothing happens
    assert Note.objects.get().pinned_comment_id == other.pk

    unpin_comment(other)
    unpin_comment(other)
    assert Note.objects.get().pinned_comment_id is None


def test_replies_and_removed_comments_cannot_be_pinned(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    first = add_comment(tom, note, "first")
    reply, gone = add_comment(tom, note, "reply", parent=first), add_comment(tom, note, "gone")
    remove_comment(gone, by=tom)

    for comment in (reply, gone):
        with pytest.raises(CannotPin):
            pin_comment(comment)

    assert Note.objects.get().pinned_comment_id is None


def test_a_removed_comment_loses_its_pin(mei: Person, tom: Person) -> None:
    comment = add_comment(tom, a_note(mei), "first")
    pin_comment(comment)

    remove_comment(comment, by=tom)

    assert Note.objects.get().pinned_comment_id is None


def test_after_a_block_neither_stays_below_the_notes_of_the_other(mei: Person, tom: Person, zoe: Person) -> None:
    # Else one could be spoken of under one's own note by somebody whom one cannot see.
    of_mei, of_tom = a_note(mei), a_note(tom)
    first = add_comment(tom, of_mei, "from tom")
    stays = add_comment(zoe, of_mei, "from zoe", parent=first)
    add_comment(mei, of_tom, "from mei")
    pin_comment(first)

    part_talk(blocker_id=mei.pk, blocked_id=tom.pk)
    part_talk(blocker_id=mei.pk, blocked_id=tom.pk)

    assert list(Comment.objects.filter(removed_at=None)) == [stays]
    assert set(Comment.objects.exclude(removed_at=None).values_list("removed_by_id", flat=True)) == {mei.pk}
    assert [Note.objects.get(pk=note.pk).comments_count for note in (of_mei, of_tom)] == [1, 0]
    assert Note.objects.get(pk=of_mei.pk).pinned_comment_id is None


def test_parting_costs_the_same_however_much_was_said(
    mei: Person, tom: Person, django_assert_max_num_queries: Any
) -> None:
    note = a_note(mei)
    for number in range(40):
        add_comment(tom, note, f"{number}")

    with django_assert_max_num_queries(8 + 40):  # what the bell takes back is a job for each
        part_talk(blocker_id=mei.pk, blocked_id=tom.pk)

    assert not Comment.objects.filter(removed_at=None).exists()
    assert Note.objects.get().comments_count == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("👩‍👩‍👧‍👦" * 10_000, "69500 too many."),
        ("x" * 501, "1 too many."),
        ("e\u0301" * 502, "2 too many."),  # composed, each is one
        ("שלום\u202e" * 200, "500 too many."),
    ],
)
def test_what_is_too_long_says_by_how_much(tom: Person, mei: Person, words: str, said: str) -> None:
    with pytest.raises(CannotSave) as refused:
        add_comment(tom, a_note(mei), words)

    assert str(refused.value) == f"The comment is longer than 500 characters. {said}"
    assert not Comment.objects.exists()


def test_five_hundred_characters_of_which_fifty_are_line_breaks_fit_unchanged(tom: Person, mei: Person) -> None:
    """TXT-1: the browser sends each break as two."""
    words = ("#\u200d词" * 3 + "\n") * 50

    said = add_comment(tom, a_note(mei), words.strip().replace("\n", "\r\n"))

    assert (len(words), said.body) == (500, words.strip())
