"""Comments stand in two levels, and a removed one takes nobody else's words with it."""

from __future__ import annotations

import pytest

from cinnabar.notes.actions import (
    CannotSave,
    add_comment,
    hide_note,
    like_comment,
    may_remove,
    remove_comment,
    unlike_comment,
)
from cinnabar.notes.models import Comment, Note
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person
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
