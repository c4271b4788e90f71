"""A home that learns: from the very next request on, and never more than one may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cinnabar.activity.actions import record_open
from cinnabar.activity.models import ServedPage
from cinnabar.feed.actions import steer
from cinnabar.feed.models import Belief, Stance
from cinnabar.feed.pages import home_page
from cinnabar.feed.recipe import Taste
from cinnabar.feed.related import related_notes
from cinnabar.feed.serving import served
from cinnabar.feed.training import train
from cinnabar.kit.clock import now
from cinnabar.notes.actions import like, unlike
from cinnabar.notes.models import Like, Note, NoteCard, Topic
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person
from tests.cast import a_person
from tests.visibility import a_world


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Snapshots of this test alone."""
    settings.FEED_FOLDER = tmp_path / "feed"
    served.forget()
    yield tmp_path / "feed"
    served.forget()


HALF = 15


@pytest.fixture
def notes(db: None) -> list[Note]:
    """Thirty notes of fifteen authors, the first half about tea, the others about shoes; readers like one kind."""
    authors = [a_person(f"author{number}") for number in range(HALF)]
    start = now() - timedelta(days=20)
    made = [
        a_note(
            authors[n % HALF],
            on=start + timedelta(hours=n),
            title=("Tea" if n < HALF else "Shoes") + f" {n}",
            body="a green tea cup" if n < HALF else "a pair of running shoes",
            topics=("tea" if n < HALF else "shoes",),
        )
        for n in range(2 * HALF)
    ]
    for number in range(10):
        reader, first = a_person(f"reader{number}"), HALF * (number % 2)
        liked = [made[first + (number // 2 + step * 3) % HALF] for step in range(5)]
        Like.objects.bulk_create(Like(person=reader, note=note) for note in liked)
    Person.objects.update(joined_at=start)  # old enough to speak for others
    return made


def ids(person: Person) -> list[int]:
    return [card.note_id for card in home_page(person, Taste(language="en")).cards]


def about_tea(notes: list[Note], page: list[int]) -> int:
    tea = {note.pk for note in notes[:HALF]}
    return sum(note_id in tea for note_id in page[:10])


def test_a_like_changes_the_very_next_page(notes: list[Note], tom: Person) -> None:
    train()
    like(tom, notes[0])
    after_tea = ids(tom)

    unlike(tom, notes[0])
    like(tom, notes[20])
    after_shoes = ids(tom)

    assert about_tea(notes, after_tea) >= 6
    assert about_tea(notes, after_shoes) <= 4
    assert len(set(after_tea)) == 20


def test_every_viewer_sees_what_the_predicate_allows(db: None) -> None:
    world = a_world()
    train()

    world.check(
        lambda viewer: [card.note_id for card in home_page(viewer, Taste()).cards],
        Note.objects.filter(state="published", visibility="public"),
    )


def test_what_was_written_after_the_snapshot_comes_at_once(notes: list[Note], tom: Person) -> None:
    train()
    like(tom, notes[0])
    ids(tom)
    new = a_note(a_person("newcomer"), title="A tea pot", body="green tea", topics=("tea",))
    served.forget()

    assert new.pk in ids(tom)


def test_the_record_says_what_brought_a_note(notes: list[Note], tom: Person) -> None:
    snapshot = train()
    like(tom, notes[0])
    page = ids(tom)
    row = ServedPage.objects.get()

    assert row.version == snapshot.version
    assert row.note_ids == page
    assert set(row.because) <= {0, notes[0].pk}
    assert notes[0].pk in row.because
    assert all(0 < chance <= 1 for chance in row.chances)


def test_related_notes_are_about_the_same_and_only_what_one_may_see(notes: list[Note], tom: Person) -> None:
    train()
    hidden = next(card.note_id for card in related_notes(notes[0].pk, tom))
    Note.objects.filter(pk=hidden).update(state="deleted")
    NoteCard.objects.filter(pk=hidden).update(state="deleted")

    found = [card.note_id for card in related_notes(notes[0].pk, tom)]

    assert len(found) == 8 and hidden not in found and notes[0].pk not in found
    assert set(found) <= {note.pk for note in notes[:HALF]}


def test_a_learned_home_costs_eight_queries(
    notes: list[Note], tom: Person, browser_of: Any, django_assert_num_queries: Any
) -> None:
    train()
    like(tom, notes[0])
    steer(tom, Belief.TOPIC, str(Topic.objects.get(slug="tea").pk), Stance.RAISED)
    browser = browser_of(tom)
    browser.get("/")  # the first one maps the snapshot and asks what came after it

    with django_assert_num_queries(8):  # session, person, interests, state, offers, permitted, cards, record
        browser.get("/")

    assert set(ServedPage.objects.values_list("version", flat=True)) == {served.version} != {0}


def test_opened_notes_are_left_out(notes: list[Note], tom: Person) -> None:
    train()
    for note in notes[:10]:
        record_open(tom.pk, note.pk)

    assert not {note.pk for note in notes[:10]} & set(ids(tom))


@pytest.mark.parametrize("content", [None, b"", b"CINNFEED half of it"])
def test_without_a_whole_snapshot_the_page_still_comes(
    notes: list[Note], tom: Person, shelf: Path, content: bytes | None
) -> None:
    if content is not None:
        shelf.mkdir()
        (shelf / "000000000009.feed").write_bytes(content)

    assert len(ids(tom)) == 20
    assert ServedPage.objects.get().version == 0
