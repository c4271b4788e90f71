"""Whose voice counts."""

from __future__ import annotations

import numpy as np

from cinnabar.trends.engine.voices import DAY, HOUR, Deeds, voices

NOON = 1_795_608_000


def deeds(
    *rows: tuple[int, int, int], joined: int | None = None, known: int = 5, busy: int = 1, circle: int | None = None
) -> Deeds:
    """(person, subject, seconds after noon) each; accounts are from different hours unless `joined` says when."""
    people, subjects, after = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    made = np.full(len(rows), joined, np.int64) if joined is not None else NOON - 90 * DAY - people * HOUR
    circles = people if circle is None else np.full(len(rows), circle)
    return Deeds(people, subjects, NOON + after, made, np.full(len(rows), known), np.full(len(rows), busy), circles)


def test_a_person_counts_once_an_hour_for_each_subject() -> None:
    told = deeds((1, 70, 0), (1, 70, 60), (1, 71, 60), (2, 70, 60), (1, 70, HOUR))

    assert voices(told).tolist() == [0, 2, 3, 4]
    assert voices(told, span=DAY).tolist() == [0, 2, 3]


def test_the_first_of_a_persons_deeds_is_the_one_that_counts() -> None:
    assert voices(deeds((1, 70, 900), (1, 70, 300))).tolist() == [1]


def test_a_new_account_does_not_count_before_its_third_day() -> None:
    assert voices(deeds((1, 70, 0), joined=NOON - 3 * DAY + 1)).tolist() == []
    assert voices(deeds((1, 70, 0), joined=NOON - 3 * DAY)).tolist() == [0]


def test_who_was_never_here_on_other_days_does_not_count() -> None:
    assert voices(deeds((1, 70, 0), known=1)).tolist() == []
    assert voices(deeds((1, 70, 0), known=2)).tolist() == [0]


def test_who_does_more_than_anybody_reads_does_not_count() -> None:
    assert voices(deeds((1, 70, 0), busy=61)).tolist() == []
    assert voices(deeds((1, 70, 0), busy=60)).tolist() == [0]


def test_a_hundred_accounts_made_in_one_go_are_one_voice() -> None:
    crowd = deeds(*((person, 70, person) for person in range(100)), joined=NOON - 90 * DAY)

    assert voices(crowd).tolist() == [0]


def test_a_circle_that_praises_itself_is_one_voice() -> None:
    assert voices(deeds((1, 70, 0), (2, 70, 1), (3, 70, 2), (3, 71, 3), circle=9)).tolist() == [0, 3]


def test_without_deeds_there_is_no_voice() -> None:
    none = np.empty(0, np.int64)

    assert voices(Deeds(none, none, none, none, none, none, none)).tolist() == []
