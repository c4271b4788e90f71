"""The demo stays alive, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.kit.installation import claim_as_demo
from cinnabar.notes.models import Comment, Like, Note, Save
from cinnabar.notes.tests.props import a_hidden_note, a_note
from cinnabar.people.models import Follow, Person
from cinnabar.town.ledger import settle
from cinnabar.town.simulation import live_a_minute
from tests.cast import a_person

NOON = 1_795_608_000


@pytest.fixture
def street(db: None, settings: Any, tmp_path: Any) -> list[Person]:
    """A complete demo with two people who live by themselves, and one whom visitors sign in as."""
    settings.DEMO, settings.SIMULATION, settings.MEDIA_FOLDER = True, 600, tmp_path
    claim_as_demo({})
    people = [a_person("shelf", language="en"), a_person("两颗奶糖", language="zh-hans"), a_person("tom_reads")]
    settle("person", {person.handle: person.pk for person in people})
    settle("town", {"first": 1, "all": 1})
    return people


def deeds() -> list[tuple[int, ...]]:
    rows = (
        Like.objects.values_list("person_id", "note_id"),
        Save.objects.values_list("person_id", "note_id"),
        Comment.objects.values_list("author_id", "note_id"),
        Follow.objects.values_list("follower_id", "followed_id"),
    )
    return sorted(pair for found in rows for pair in found)


def live(minutes: int) -> int:
    return sum(live_a_minute(NOON + 60 * minute) for minute in range(minutes))


def test_the_town_does_as_much_as_it_is_told(street: list[Person], mei: Person, settings: Any) -> None:
    notes = [a_note(mei, title=f"N{number}", body="so good") for number in range(8)]

    assert live(3) == 30
    settings.SIMULATION = 6
    assert 3 <= live(60) <= 12  # six an hour on average, by chance

    people = {pair[0] for pair in deeds()}
    assert people == {street[0].pk, street[1].pk}
    assert Comment.objects.count() > 0
    for note in Note.objects.filter(pk__in=[one.pk for one in notes]):
        assert note.likes == Like.objects.filter(note=note).count()
        assert note.comments_count == Comment.objects.filter(note=note).count()


def test_a_minute_that_is_lived_twice_changes_nothing(street: list[Person], mei: Person) -> None:
    for number in range(4):
        a_note(mei, title=f"N{number}")
    live(5)
    before = deeds()

    live(5)

    assert deeds() == before


def test_what_is_hidden_is_left_alone(street: list[Person], mei: Person) -> None:
    a_hidden_note(mei)
    a_note(mei, visibility="friends")

    assert live(3) == 0
    assert deeds() == []


@pytest.mark.parametrize("missing", ["setting", "demo", "marker"])
def test_nothing_lives_outside_a_demo(street: list[Person], mei: Person, settings: Any, missing: str) -> None:
    a_note(mei)
    if missing == "setting":
        settings.SIMULATION = 0
    if missing == "demo":
        settings.DEMO = False
    if missing == "marker":
        from cinnabar.kit.models import Installation

        Installation.objects.update(is_demo=False)

    assert live(3) == 0
    assert deeds() == []
