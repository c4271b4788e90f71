"""First readers for new notes: a promise that can be kept, then more for those that are liked.

Every new note is owed an audience of a size that the pages of a day can give. Until it had that, it is shown to people
who are near to what it is about. Then Thompson sampling on what it moved people to (Thompson 1933; rewards between 0
and 1 as in Agrawal and Goyal, COLT 2012) shares out five and twenty-five times as much, a step being opened by the
lower bound of the rate so far (Wilson 1927). How many followers an author has plays no part.

Two of twenty places, drawn without replacement (Plackett-Luce by Gumbel noise), so that the chance of each is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids

PLACES = 2  # of a page
NEW_DAYS = 7  # how long a new note may look for its first readers
REWARDS = {"like": 0.3, "save": 0.6, "comment": 0.6}  # of somebody to whom it was shown; together 1 at most
SAVED = 3  # first places of a page that stay with what is known to be wanted
MOST_OWED = 200
LEAST_OWED = 10  # also where nobody came by yesterday
LADDER = (1, 5, 25)
NEARNESS = 1.5  # how much one standard deviation of nearness counts, as a logarithm
FAIREST = 0.1  # weight of a note that had what it was owed, against one that had nothing
PRIOR = 20.0  # impressions that the usual rate counts for
DRAWS = 32
NORMAL = 1.28  # one-sided 90 %


@dataclass(frozen=True, slots=True)
class Pool:
    """A row a new note: how often it was shown, the sum of what that moved people to, what it is owed on its step."""

    notes: Ids
    shown: Ids
    moved: Floats
    owed: Ids
    steps: Ids

    def __len__(self) -> int:
        return len(self.notes)

    def only(self, rows: np.ndarray) -> Pool:
        return Pool(self.notes[rows], self.shown[rows], self.moved[rows], self.owed[rows], self.steps[rows])


def promise(*, places_a_day: float, notes_a_day: float) -> int:
    """How many impressions a new note is owed at first, so that all can have as many."""
    return int(max(LEAST_OWED, min(MOST_OWED, places_a_day / max(notes_a_day, 1.0))))


def rate_of(pool_shown: float, pool_moved: float) -> float:
    """The usual reward of an impression."""
    return (pool_moved + 0.5) / (pool_shown + 10.0)


def lower_bound(moved: float, shown: float, *, normal: float = NORMAL) -> float:
    """The rate that a note has at least (Wilson score interval)."""
    if shown <= 0:
        return 0.0
    rate, square = min(moved / shown, 1.0), normal * normal
    spread = normal * (rate * (1 - rate) / shown + square / (4 * shown * shown)) ** 0.5
    return max(0.0, (rate + square / (2 * shown) - spread) / (1 + square / shown))


def next_step(step: int, *, shown: int, moved: float, owed: int, usual: float) -> int | None:
    """The step of the ladder on which a note stands now; None when its first readers have said enough."""
    if shown < owed * LADDER[step]:
        return step
    if step + 1 < len(LADDER) and lower_bound(moved, shown) >= usual:
        return step + 1
    return None


def draw(
    pool: Pool, nearness: Floats, *, usual: float, count: int, random: np.random.Generator
) -> list[tuple[int, float]]:
    """Rows of `count` notes for a reader to whom the pool is that near, each with the chance it had."""
    count = min(count, len(pool))
    if not count:
        return []
    weights = _fair(pool) + NEARNESS * _standard(nearness)
    hits, misses = PRIOR * usual + pool.moved, PRIOR * (1 - usual) + np.maximum(pool.shown - pool.moved, 0)
    rates = random.beta(hits, misses, size=(DRAWS + 1, len(pool)))
    tried = weights + np.where(pool.steps > 0, np.log(np.maximum(rates, 1e-6) / usual), 0.0)
    drawn = np.argsort(-(tried + random.gumbel(size=tried.shape)), axis=1)[:, :count]
    often = np.bincount(drawn.ravel(), minlength=len(pool)) / (DRAWS + 1)
    return [(int(row), float(often[row])) for row in drawn[0]]


def places(count: int, *, page: int, random: np.random.Generator) -> list[int]:
    """Where on a page of that length they stand: not among the first."""
    free = np.arange(SAVED, page)
    return sorted(random.choice(free, size=min(count, len(free)), replace=False).tolist()) if len(free) else []


def _fair(pool: Pool) -> Floats:
    """The less of what it is owed a note had, the more."""
    owed = pool.owed * np.array(LADDER)[pool.steps]
    had = np.minimum(pool.shown / np.maximum(owed, 1), 1.0)
    fair: Floats = np.log(FAIREST + (1 - FAIREST) * (1 - had)).astype(np.float32)
    return fair


def _standard(values: Floats) -> Floats:
    spread = float(values.std())
    return (values - values.mean()) / np.float32(spread) if spread > 1e-6 else np.zeros_like(values)
