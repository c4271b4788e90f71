"""New notes find their first readers: what is counted, and when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cinnabar.activity.actions import ServedNote, record_page
from cinnabar.feed.first_readers import climb, count_shown, open_first_readers
from cinnabar.feed.models import FirstReaders
from cinnabar.kit.clock import now
from cinnabar.notes.actions import like, save_note, unlike
from cinnabar.notes.events import NotePublished
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note
from cinnabar.notes.voices import Voice, judge
from cinnabar.people.models import Person
from tests.cast import a_person


@pytest.fixture
def note(mei: Person) -> Note:
    """Just published."""
    note = a_note(mei)
    FirstReaders.objects.all().delete()
    open_first_readers(NotePublished(note.pk, note.author_id))
    return note


def show(note: Note, person: Person) -> None:
    record_page(person.pk, [ServedNote(note.pk, "first-readers", None, 0.1)], version=1, first=0)
    count_shown([note.pk])


def told() -> tuple[int, float, int, bool]:
    row = FirstReaders.objects.get()
    return row.shown, row.moved, row.step, row.closed_at is not None


def test_what_it_moves_those_to_whom_it_was_shown_counts(note: Note, tom: Person, zoe: Person) -> None:
    open_first_readers(NotePublished(note.pk, note.author_id))  # twice changes nothing
    judge([Voice(tom.pk, 1.0), Voice(zoe.pk, 1.0)])
    show(note, tom)
    like(tom, note)
    like(zoe, note)  # to whom it was not shown
    climb()
    climb()
    assert told() == (1, 0.3, 0, False)

    save_note(tom, note)
    climb()
    assert told() == (1, 0.9, 0, False)


def test_it_counts_as_far_as_the_voice_of_who_was_moved(note: Note, tom: Person) -> None:
    show(note, tom)
    save_note(tom, note)
    climb()
    assert told() == (1, 0.0, 0, False)

    judge([Voice(tom.pk, 0.5)])
    climb()
    assert told() == (1, 0.3, 0, False)


def test_what_is_taken_back_counts_no_more(note: Note, tom: Person) -> None:
    judge([Voice(tom.pk, 1.0)])
    show(note, tom)
    like(tom, note)
    climb()
    unlike(tom, note)
    climb()

    assert told() == (1, 0.0, 0, False)


def test_who_moved_nobody_is_shown_no_more_and_who_moved_many_climbs(note: Note, mei: Person) -> None:
    ignored = a_note(mei)
    FirstReaders.objects.update_or_create(note=ignored, defaults={"owed": 10})
    FirstReaders.objects.update(shown=10)  # what each is owed where nobody came by yesterday
    for number in range(10):
        fan = a_person(f"fan{number}")
        judge([Voice(fan.pk, 1.0)])
        record_page(fan.pk, [ServedNote(note.pk, "first-readers", None, 0.1)], version=1, first=0)
        save_note(fan, note)

    climb()

    assert {row.pk: (row.step, row.moved, row.closed_at is None) for row in FirstReaders.objects.all()} == {
        note.pk: (1, 6.0, True),
        ignored.pk: (0, 0.0, False),
    }


def test_the_search_ends_after_a_week(note: Note) -> None:
    FirstReaders.objects.update(opened_at=now() - timedelta(days=8))

    climb()

    assert told() == (0, 0.0, 0, True)
    count_shown([note.pk])
    assert told() == (0, 0.0, 0, True)
