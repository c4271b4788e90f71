"""People who are known here, and what they do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from cinnabar.activity.actions import record_open
from cinnabar.activity.searches import Answer, record_search
from cinnabar.kit.clock import at
from cinnabar.people.models import Person
from cinnabar.trends import counting, judging
from cinnabar.trends.models import Count, Span, Standing, Window
from tests.cast import a_person

NOON = datetime(2026, 11, 25, 12, 2, tzinfo=UTC)
SOON = NOON + timedelta(minutes=2)


def somebody_known(handle: str, *, number: int = 0, **fields: Any) -> Person:
    """Who joined long ago, each in another hour, and was here on two days of last week."""
    person = a_person(handle, joined_at=NOON - timedelta(days=90, hours=number), **fields)
    for days in (5, 6):
        with at(NOON - timedelta(days=days)):
            record_open(person.pk, 7)
    return person


def some_known(number: int, **fields: Any) -> list[Person]:
    return [somebody_known(f"known{one}", number=one, **fields) for one in range(number)]


def open_all(people: Iterable[Person], note_id: int) -> None:
    for person in people:
        record_open(person.pk, note_id)


def ask_all(people: Iterable[Person], words: str) -> None:
    for person in people:
        record_search(person.pk, words, words.lower(), Answer(found=1))


def look(moment: datetime = SOON) -> None:
    """Count and judge as the timetable does."""
    with at(moment):
        counting.count_lately()
        counting.count_last_days()
        judging.judge()


def counted(subject_id: int, span: Span = Span.HOUR, region: str = "") -> list[int]:
    found = Count.objects.filter(subject_id=subject_id, span=span, region=region).order_by("begins")
    return list(found.values_list("people", flat=True))


def standing(window: Window = Window.HOUR, region: str = "") -> dict[int, str]:
    found = Standing.objects.filter(window=window, region=region)
    return dict(found.values_list("subject_id", "verdict"))
