"""How loud a deed is for others, and that a note's praise follows every judgement."""

from __future__ import annotations

import pytest

from cinnabar.notes.actions import add_comment, like, remove_comment, save_note, unlike, unsave
from cinnabar.notes.models import Note, NoteCard
from cinnabar.notes.models import Voice as Row
from cinnabar.notes.rules import hot
from cinnabar.notes.tests.props import a_note
from cinnabar.notes.voices import Voice, judge
from cinnabar.people.models import Person


@pytest.fixture
def note(mei: Person) -> Note:
    return a_note(mei)


def praise() -> float:
    """Of the one note; its card is as hot as that."""
    note, card = Note.objects.get(), NoteCard.objects.get()
    plain = hot(likes=0, saves=0, comments=0, published_at=note.published_at)
    assert round(10 ** (card.hot - plain) - 1, 6) == pytest.approx(note.praise, abs=1e-4)
    return note.praise


def test_a_new_account_is_counted_but_does_not_speak_for_others_yet(note: Note, tom: Person) -> None:
    like(tom, note)

    assert praise() == 0
    assert NoteCard.objects.get().likes == 1


def test_a_deed_is_as_loud_as_the_voice(note: Note, tom: Person, zoe: Person) -> None:
    judge([Voice(tom.pk, 1.0), Voice(zoe.pk, 0.5)])

    like(tom, note)
    save_note(zoe, note)
    comment = add_comment(zoe, note, "It melts in.")
    assert praise() == 1 + 3 * 0.5 + 2 * 0.5

    unlike(tom, note)
    unsave(zoe, note)
    remove_comment(comment, by=zoe)
    assert praise() == 0


def test_what_was_done_before_counts_when_the_voice_is_judged(note: Note, tom: Person, zoe: Person) -> None:
    like(tom, note)
    save_note(tom, note)
    add_comment(zoe, note, "It melts in.")

    judge([Voice(tom.pk, 1.0), Voice(zoe.pk, 0.25)])
    judge([Voice(tom.pk, 1.0), Voice(zoe.pk, 0.25)])
    assert praise() == 1 + 3 + 2 * 0.25

    judge([Voice(tom.pk, 0.0)])
    assert praise() == 2 * 0.25
    assert Row.objects.count() == 2


def test_within_a_circle_praise_counts_for_nobody_else(note: Note, mei: Person, tom: Person, zoe: Person) -> None:
    judge([Voice(mei.pk, 1.0, 7), Voice(tom.pk, 1.0, 7), Voice(zoe.pk, 1.0, 8)])
    like(tom, note)
    like(zoe, note)
    assert praise() == 1

    judge([Voice(mei.pk, 1.0)])
    assert praise() == 2


def test_nobody_praises_their_own_note(note: Note, mei: Person) -> None:
    judge([Voice(mei.pk, 1.0)])

    like(mei, note)

    assert praise() == 0


def test_who_is_gone_is_not_judged(note: Note, tom: Person) -> None:
    judge([Voice(tom.pk, 1.0), Voice(tom.pk + 1, 1.0)])

    assert Row.objects.get().person_id == tom.pk
