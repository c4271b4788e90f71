"""What is a rise, and what is none."""

from __future__ import annotations

import numpy as np
import pytest

from cinnabar.trends.engine.detect import State, detect, surprise

MONDAY = 1_785_715_200
WEEKS = 6


def evenings(rate: float) -> np.ndarray:
    """So many an hour on average, most at eight in the evening, without chance."""
    hours = np.arange(WEEKS * 168)
    return np.round(rate * (1 + 0.9 * np.cos(2 * np.pi * (hours - 20) / 24)))


def states(counts: np.ndarray) -> list[int]:
    return detect(counts[None, :].astype(float), start=MONDAY).states[0].tolist()


def test_evenings_are_no_rise() -> None:
    assert max(states(evenings(8))[336:]) == State.STEADY


def test_a_sudden_crowd_is_a_rise_until_it_has_gone() -> None:
    counts = evenings(8)
    counts[900:906] += 40

    found = states(counts)

    risen = [step for step, state in enumerate(found) if state == State.RISING]
    assert risen[0] == 900
    assert risen[-1] in (905, 906, 907)
    assert risen == list(range(900, risen[-1] + 1))


def test_what_nobody_had_heard_of_is_new() -> None:
    counts = np.zeros(WEEKS * 168)
    counts[950:955] = (1, 3, 6, 9, 7)

    assert states(counts)[950:955] == [State.QUIET, State.QUIET, State.NEW, State.NEW, State.NEW]


def test_four_people_are_never_a_rise() -> None:
    counts = np.zeros(WEEKS * 168)
    counts[950:955] = 4

    assert max(states(counts)) == State.QUIET


def test_slow_growth_is_no_rise() -> None:
    growing = evenings(8) * np.linspace(1, 3, WEEKS * 168)

    assert max(states(np.round(growing))[336:]) == State.STEADY


def test_missing_hours_are_no_rise_and_teach_nothing() -> None:
    counts = evenings(8)
    counts[900:960] = np.nan

    whole = detect(evenings(8)[None, :], start=MONDAY)
    found = detect(counts[None, :], start=MONDAY)

    assert found.states[0, 336:].max() == State.STEADY
    assert found.usual[0, 970] == pytest.approx(whole.usual[0, 970], rel=0.1)


def test_a_day_on_which_everything_is_busy_is_no_rise_of_anything() -> None:
    counts = np.stack([evenings(rate) for rate in np.linspace(4, 30, 40)])
    counts[:, 900:924] *= 2.8
    counts[0, 910] += 150

    found = detect(counts, start=MONDAY).states

    assert (found[1:, 336:] <= State.STEADY).all()
    assert found[0, 910] == State.RISING


def test_series_of_days_know_the_days_of_the_week() -> None:
    days = np.tile([5.0, 5, 5, 5, 5, 15, 15], 12)

    found = detect(days[None, :], start=MONDAY, step=86_400).states[0]

    assert found[28:].max() == State.STEADY


@pytest.mark.parametrize("step", [3_600, 86_400, 604_800])
def test_what_is_there_from_the_first_step_on_is_steady_soon(step: int) -> None:
    counts = np.full((1, 8), 60.0 * step / 86_400)

    assert detect(counts, start=MONDAY, step=step).states[0, -1] in (State.STEADY, State.QUIET)


def test_a_rare_subject_needs_more_to_surprise_than_the_bare_count_says() -> None:
    seen, due = np.array([6.0]), np.array([1.0])

    assert surprise(seen, due, np.array([1.0]))[0] < surprise(seen, due, np.array([1000.0]))[0]
    assert surprise(np.array([0.0]), due, np.array([10.0]))[0] < 0
