"""First readers for new notes, in numbers."""

from __future__ import annotations

import numpy as np
import pytest

from cinnabar.feed.engine.firsts import SAVED, Pool, draw, lower_bound, next_step, places, promise


def a_pool(shown: list[int], moved: list[float] | None = None, steps: list[int] | None = None, owed: int = 100) -> Pool:
    size = len(shown)
    return Pool(
        np.arange(size),
        np.array(shown),
        np.array(moved or [0.0] * size, np.float32),
        np.full(size, owed),
        np.array(steps or [0] * size),
    )


def drawn(pool: Pool, nearness: list[float], pages: int) -> np.ndarray:
    """How often each of the pool came in so many pages."""
    random, near = np.random.default_rng(0), np.array(nearness, np.float32)
    rows = [row for _page in range(pages) for row, _chance in draw(pool, near, usual=0.1, count=2, random=random)]
    return np.bincount(rows, minlength=len(pool))


@pytest.mark.parametrize(
    ("places_a_day", "notes_a_day", "owed"), [(100_000, 10, 200), (1_000, 20, 50), (40, 20, 10), (0, 0, 10)]
)
def test_what_is_promised_can_be_kept(places_a_day: float, notes_a_day: float, owed: int) -> None:
    assert promise(places_a_day=places_a_day, notes_a_day=notes_a_day) == owed


def test_who_had_less_of_what_it_is_owed_comes_first() -> None:
    often = drawn(a_pool([100, 0, 100, 100]), [0, 0, 0, 0], 500)

    assert often[1] > 450


def test_people_to_whom_a_note_is_near_read_it_first() -> None:
    often = drawn(a_pool([0] * 10), [1.0] + [0.0] * 9, 500)

    assert often[0] > 400


def test_what_moves_people_gets_more_on_the_second_step() -> None:
    often = drawn(a_pool([300, 300, 300], [90, 3, 3], [1, 1, 1]), [0, 0, 0], 500)

    assert often[0] > 450 and often[0] > 1.5 * often[1]


def test_each_has_the_chance_that_is_told() -> None:
    pool, near = a_pool([0, 50, 100, 0]), np.zeros(4, np.float32)
    random = np.random.default_rng(3)
    told = np.zeros(4)
    for _page in range(2000):
        for row, chance in draw(pool, near, usual=0.1, count=2, random=random):
            told[row] += 1 / chance

    assert told / 2000 == pytest.approx([1, 1, 1, 1], abs=0.25)


@pytest.mark.parametrize(
    ("shown", "moved", "step", "then"),
    [(99, 50, 0, 0), (100, 30, 0, 1), (100, 5, 0, None), (500, 150, 1, 2), (2500, 900, 2, None)],
)
def test_the_ladder(shown: int, moved: float, step: int, then: int | None) -> None:
    assert next_step(step, shown=shown, moved=moved, owed=100, usual=0.1) == then


def test_the_lower_bound_is_wilsons() -> None:
    assert lower_bound(50, 100, normal=1.96) == pytest.approx(0.4038, abs=1e-4)
    assert lower_bound(0, 0) == 0.0


def test_the_first_places_stay_with_what_is_known() -> None:
    random = np.random.default_rng(0)

    assert min(place for _page in range(200) for place in places(2, page=20, random=random)) == SAVED
    assert places(2, page=3, random=random) == []
