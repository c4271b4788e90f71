"""The demo stays alive, and nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cinnabar.kit.clock import at
from cinnabar.kit.installation import claim_as_demo
from cinnabar.notes.actions import add_comment
from cinnabar.notes.models import Comment, Like, Note, Save
from cinnabar.notes.tests.props import a_hidden_note, a_note
from cinnabar.people.models import Block, Follow, Person
from cinnabar.shop.tests.props import a_stored_picture
from cinnabar.town.ledger import settle
from cinnabar.town.moments import moments, publish_a_moment
from cinnabar.town.simulation import _answer, _murmurs, live_a_minute
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


@pytest.fixture
def pictures(street: list[Person]) -> None:
    """The town's pictures, prepared long ago."""
    settle("picture", {moment.picture: a_stored_picture(street[0]).pk for moment in moments()})


def test_the_town_writes_a_few_moments_a_day_and_none_twice(street: list[Person], pictures: None) -> None:
    people, places = street[:2], [number / len(moments()) + 0.001 for number in range(len(moments()))]
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)

    written = []
    for day in range(10):
        with at(noon + timedelta(days=day)):
            for place in places * 2:
                written += [note] if (note := publish_a_moment(people, place)) else []
            assert len(written) == min(6 * (day + 1), len(moments()))

    assert len(moments()) == 36
    assert Note.objects.filter(state="published").count() == 36
    for column in ("title", "body"):
        assert len(set(Note.objects.values_list(column, flat=True))) == 36
    assert {note.author.language for note in written if note.language == "zh"} == {"zh-hans"}


def test_a_moment_waits_for_its_picture(street: list[Person]) -> None:
    assert publish_a_moment(street[:2], 0.5) is None
    assert not Note.objects.exists()


def test_a_visitor_is_answered_once_by_the_author(street: list[Person], zoe: Person) -> None:
    note = a_note(street[0], title="Mine")
    comment = add_comment(zoe, note, "which one is it?")

    for place in (0.1, 0.5, 0.9):
        _answer(street[:2], street[1], place)

    answer = Comment.objects.get(author=street[0])
    assert (answer.parent_id, answer.body in _murmurs()["answers_en"]) == (comment.pk, True)
    assert Comment.objects.count() == 2


def test_a_visitors_own_note_is_answered_by_somebody(street: list[Person], zoe: Person) -> None:
    note = a_note(zoe, title="你好")
    add_comment(zoe, note, "还有人吗？")

    _answer(street[:2], street[1], 0.2)

    assert Comment.objects.get(author=street[1]).body in _murmurs()["answers_zh"]


def test_the_town_says_only_so_much_a_day(street: list[Person], mei: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr("cinnabar.town.simulation.MOST_COMMENTS_A_DAY", 1)
    for number in range(8):
        a_note(mei, title=f"N{number}")

    live(20)

    assert Comment.objects.count() == 1


def test_nobody_answers_whom_they_are_apart_from(street: list[Person], zoe: Person) -> None:
    add_comment(zoe, a_note(street[0], title="Mine"), "which one is it?")
    Block.objects.create(blocker=zoe, blocked=street[0])

    _answer(street[:2], street[1], 0.2)

    assert Comment.objects.count() == 1
