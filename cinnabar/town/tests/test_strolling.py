"""Trends of the town have a past, and a burst shows at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cinnabar.activity.models import Deed, SeenNote
from cinnabar.kit.clock import now
from cinnabar.kit.installation import claim_as_demo
from cinnabar.notes.models import Like, Topic
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person
from cinnabar.town.ledger import settle
from cinnabar.town.marker import NotADemo
from cinnabar.town.strolling import NoSuchTopic, burst, stroll
from cinnabar.trends.models import Count, Span, Standing, Window
from tests.cast import a_person


@pytest.fixture
def street(mei: Person, settings: Any) -> list[Person]:
    """A demo with twelve people who live by themselves, and notes about tea, cake and rain."""
    settings.DEMO = True
    claim_as_demo({})
    people = [
        a_person(f"neighbour{number}", joined_at=now() - timedelta(days=200, hours=number)) for number in range(12)
    ]
    settle("person", {person.handle: person.pk for person in people})
    for number in range(9):
        a_note(mei, title=f"N{number}", topics=(("tea", "cake", "rain")[number % 3],), on=now() - timedelta(days=90))
    a_note(people[0], title="Mine", topics=("solo",), on=now() - timedelta(days=90))
    return people


def test_eight_weeks_of_looking_around_become_curves(street: list[Person]) -> None:
    stroll()
    before = (Deed.objects.count(), Count.objects.count())
    stroll()

    assert (Deed.objects.count(), Count.objects.count()) == before
    assert before[0] > 56 * 60
    assert Count.objects.filter(span=Span.DAY, region="").values("begins").distinct().count() > 50
    assert Standing.objects.filter(window=Window.DAY, kind="topic").count() >= 3
    assert not SeenNote.objects.exists()


def test_a_burst_makes_a_topic_rise_at_once(street: list[Person]) -> None:
    stroll()
    solo = Topic.objects.get(slug="solo")

    assert burst("solo", people=10) == 10

    line = Standing.objects.get(window=Window.HOUR, region="", subject_id=solo.pk)
    assert line.verdict == "rising"
    assert line.people >= 10
    assert sum(line.curve[-3:]) >= 10
    assert Like.objects.count() == 10


def test_nobody_rushes_to_what_is_not_there_or_ones_own(street: list[Person]) -> None:
    with pytest.raises(NoSuchTopic):
        burst("nothing", people=5)
    assert burst("solo", people=20) == 11  # all but its author

    assert not Like.objects.filter(person=street[0]).exists()


def test_no_real_installation_is_told_what_to_do(street: list[Person], settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(NotADemo):
        burst("tea", people=5)

    assert not Like.objects.exists()
