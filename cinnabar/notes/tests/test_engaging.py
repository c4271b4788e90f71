"""Likes, saves and boards: counted once, on the note, its card and its author."""

from __future__ import annotations

import math
import threading

import pytest
from django.db import connection

from cinnabar.notes.actions import (
    CannotSave,
    NotYourBoard,
    change_board,
    create_board,
    like,
    save_note,
    set_imported_counts,
    unlike,
    unsave,
)
from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.models import Board, Note, NoteCard, Save
from cinnabar.notes.rules import hot
from cinnabar.notes.tests.props import a_note
from cinnabar.notes.voices import Voice, judge
from cinnabar.people.models import Person
from tests.cast import a_person


def counts(note: Note) -> tuple[int, int, int, int, int]:
    fresh = Note.objects.select_related("author", "card").get(pk=note.pk)
    return fresh.likes, fresh.card.likes, fresh.saves, fresh.card.saves, fresh.author.received


def test_a_like_counts_once_and_can_be_taken_back(mei: Person, tom: Person) -> None:
    note = a_note(mei)

    like(tom, note)
    like(tom, note)
    assert counts(note) == (1, 1, 0, 0, 1)

    unlike(tom, note)
    unlike(tom, note)
    assert counts(note) == (0, 0, 0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_eight_taps_at_once_are_one_like(mei: Person, tom: Person) -> None:
    note = a_note(mei)

    def tap() -> None:
        like(tom, note)
        connection.close()

    taps = [threading.Thread(target=tap) for _ in range(4)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()

    assert counts(note) == (1, 1, 0, 0, 1)


def test_a_like_makes_the_card_hotter_exactly_as_the_rule_says(mei: Person, tom: Person, zoe: Person) -> None:
    note = a_note(mei)
    set_imported_counts(note, likes=40, saves=7)
    judge([Voice(tom.pk, 1.0), Voice(zoe.pk, 1.0)])

    like(tom, note)
    save_note(zoe, note)

    note.refresh_from_db()
    expected = hot(likes=41, saves=8, comments=0, published_at=note.published_at)
    moved = NoteCard.objects.get().hot
    refresh_cards([note.pk])
    rebuilt = NoteCard.objects.get().hot
    assert math.isclose(moved, expected, abs_tol=1e-9)
    assert moved == rebuilt


def test_a_save_goes_to_the_default_board_which_is_private(mei: Person, tom: Person) -> None:
    note = a_note(mei)

    board = save_note(tom, note)
    again = save_note(tom, note)

    assert board == again
    assert (board.is_default, board.is_private, board.name) == (True, True, "Saved")
    assert counts(note) == (0, 0, 1, 1, 1)


def test_a_note_stands_on_one_board_of_a_person(mei: Person, tom: Person) -> None:
    note, gifts = a_note(mei), create_board(tom, "Gifts")
    first = save_note(tom, note)

    save_note(tom, note, gifts)
    save_note(tom, note)  # says nothing of a board: it stays

    assert first != gifts
    assert Save.objects.get().board == gifts
    assert counts(note) == (0, 0, 1, 1, 1)


def test_nobody_saves_to_the_board_of_somebody_else(mei: Person, tom: Person) -> None:
    note, board = a_note(mei), create_board(mei, "Mine")

    with pytest.raises(NotYourBoard):
        save_note(tom, note, board)

    assert not Save.objects.exists()


def test_taking_a_save_back_twice_takes_one(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    save_note(tom, note)
    save_note(a_person("ann"), note)

    unsave(tom, note)
    unsave(tom, note)

    assert counts(note) == (0, 0, 1, 1, 1)
    assert not Save.objects.filter(person=tom).exists()


def test_two_boards_may_bear_one_name_and_renaming_keeps_the_address(tom: Person) -> None:
    # Field report CAT-4: the address of a board is its id.
    first, second = create_board(tom, "灵感"), create_board(tom, "灵感")

    renamed = change_board(first, name="🌸")

    assert first.pk != second.pk
    assert (renamed.pk, renamed.name) == (first.pk, "🌸")


@pytest.mark.parametrize(("name", "description"), [("", ""), ("n" * 51, ""), ("ok", "d" * 501)])
def test_board_texts_have_limits(tom: Person, name: str, description: str) -> None:
    with pytest.raises(CannotSave):
        create_board(tom, name, description=description)

    assert not Board.objects.exists()
