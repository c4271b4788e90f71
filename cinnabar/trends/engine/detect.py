"""Which series are above what is usual for them at this hour of the week.

Each step is compared with a forecast that was made before it: the level of the last weeks times the shape of the week.
The level is a Gamma posterior, so what is usual of a rare subject is uncertain and said so (Gamma-Poisson, as in
Farrington et al. 1996 and Noufaily et al. 2013 for outbreaks); what stands far out does not move the forecast much.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
States = npt.NDArray[np.int8]

HOUR, DAY, WEEK = 3_600, 86_400, 604_800
FEWEST_SERIES = 20  # from which on it can be said what goes on everywhere


class State(IntEnum):
    QUIET = 0
    STEADY = 1  # as many as usual, and enough to be named
    RISING = 2
    NEW = 3  # rising, and unheard of in the weeks before


@dataclass(frozen=True, slots=True)
class Manner:
    """How surprising is surprising. Chosen on made-up series of other seeds than those of the figures."""

    fewest: int = 5  # different people in the window
    enter: float = 4.2  # signed root of the deviance, in standard deviations, at which a rise begins
    leave: float = 2.0  # below which it ends
    times: float = 2.5  # at least so many times as many as usual
    times_left: float = 1.4
    memory: float = 2 * WEEK  # seconds after which a step counts half for the level
    shape_prior: float = 60.0  # people whom the common shape of the week is worth against the own one
    spread_prior: float = 72.0  # steps
    cut: float = 3.0  # standard deviations beyond which a step teaches nothing more about the level …
    cut_spread: float = 4.0  # … and about how much steps vary
    lasting: float = 3 * DAY  # seconds after which what stands out all the time is the new usual
    unheard: float = 4 * WEEK  # seconds of silence after which a subject is new
    awake: float = 2 * DAY  # and for how long from then on
    settle: int = 2  # quiet steps until a rise is over


@dataclass(frozen=True, slots=True)
class Found:
    """A row a series, a column a step."""

    states: States
    scores: Counts
    usual: Counts  # of the window that ends with the step
    people: Counts  # in that window


USUAL_MANNER = Manner()


def detect(
    counts: Counts,
    *,
    start: int,
    step: int = HOUR,
    windows: tuple[int, ...] = (1,),
    among: Flags | None = None,
    manner: Manner = USUAL_MANNER,
) -> Found:
    """Go through the steps of all series, the first at `start` (seconds); NaN is a gap, which teaches nothing.

    A rise is looked for in sums over the last `windows` steps: the most surprising of them counts. The series `among`
    which it is seen what goes on everywhere are all, unless told: they must not be chosen for being high just now.
    """
    series, steps = counts.shape
    among = np.ones(series, np.bool_) if among is None else among
    forecast = Forecast(series, start=start, step=step, manner=manner)
    states = np.zeros((series, steps), np.int8)
    scores, usual, people = (np.zeros((series, steps)) for _ in range(3))
    rise = _Rise(series, manner)
    expected, sure, spread = (np.zeros((series, steps)) for _ in range(3))
    for at in range(steps):
        now = counts[:, at]
        expected[:, at], sure[:, at], spread[:, at] = forecast.next()
        expected[:, at] *= forecast.bustle(now, among)
        expected[:, at][np.isnan(now)] = 0.0
        best = np.full(series, -np.inf)
        for width in windows:
            since = max(0, at + 1 - width)
            seen = np.nansum(counts[:, since : at + 1], axis=1)
            due = expected[:, since : at + 1].sum(axis=1)
            score = surprise(seen, due, sure[:, at]) / np.sqrt(spread[:, at])
            better = score > best
            best = np.where(better, score, best)
            people[:, at] = np.where(better, seen, people[:, at])
            usual[:, at] = np.where(better, due, usual[:, at])
        scores[:, at] = best
        unheard = forecast.is_unheard()
        states[:, at] = rise.step(best, people[:, at], usual[:, at], unheard=unheard, is_gap=np.isnan(now))
        forecast.learn(now)
    return Found(states, scores, usual, people)


def surprise(seen: Counts, due: Counts, sure: Counts) -> Counts:
    """How far `seen` is above `due`, in standard deviations: signed root of the negative binomial deviance.

    `sure` is how many people the forecast rests on; with many it is the deviance of a Poisson count.
    """
    due, sure = np.maximum(due, 1e-6), np.maximum(sure, 1e-3)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(seen > 0, seen * np.log(seen / due), 0.0)
    deviance = 2 * (own - (seen + sure) * np.log((seen + sure) / (due + sure)))
    return np.sign(seen - due) * np.sqrt(np.maximum(deviance, 0.0))


class Forecast:
    """What is usual of each series, one step after the other."""

    def __init__(self, series: int, *, start: int, step: int, manner: Manner) -> None:
        self._manner, self._step = manner, step
        self._slots = max(1, WEEK // step)
        self._slot = (start // step) % self._slots
        self._keep = 0.5 ** (step / manner.memory)
        self._people = np.full(series, 0.25)  # Gamma posterior of the level: shape …
        self._exposure = np.full(series, 0.25 / (0.02 * step / HOUR))  # … and rate; one in two days to begin with
        self._shape_people = np.zeros((series, self._slots))
        self._shape_due = np.zeros((series, self._slots))
        self._spread = np.full(series, 1.2)
        self._trust = np.full(series, manner.spread_prior)
        self._common = np.ones(self._slots)
        self._above = np.zeros(series, np.int64)  # steps in a row that stood out
        self._silent = np.full(series, np.inf)  # steps without anybody, before now
        self._awake = np.full(series, np.inf)  # steps since a long silence ended
        self._now: tuple[Counts, Counts] = (np.zeros(series), np.zeros(series))

    def next(self) -> tuple[Counts, Counts, Counts]:
        """What the next step should bring, on how many people that rests, how much such steps vary."""
        slot, prior = self._slot, self._manner.shape_prior
        own, due = self._shape_people[:, slot], self._shape_due[:, slot]
        shape = (own + prior * self._common[slot]) / (due + prior)
        level = self._people / self._exposure
        self._now = (level * shape, shape)
        return level * shape, self._people, self._spread

    def bustle(self, seen: Counts, among: Flags) -> float:
        """How much more than usual is going on everywhere: a holiday is no rise of anything."""
        due, known = self._now[0], among & ~np.isnan(seen)
        if known.sum() < FEWEST_SERIES or due[known].sum() < FEWEST_SERIES / 4:
            return 1.0
        seen, due = seen[known], due[known]
        ratios = seen / np.maximum(due, 1e-6)
        usual_ones = ratios <= np.quantile(ratios, 0.8)  # whose rise it is must not excuse itself
        told = (seen[usual_ones].sum() + 5) / (due[usual_ones].sum() + 5)
        return float(np.clip(told, 1.0, 50.0))

    def _lasts(self, is_above: Flags) -> Flags:
        """What stood out for days without a break is no exception any more: it is learned as it is."""
        self._above = np.where(is_above, self._above + 1, 0)
        return (self._above >= 2) & (self._above * self._step >= self._manner.lasting)

    def _highest(self, cut: float) -> Counts:
        due = self._now[0]
        return due + cut * np.sqrt(self._spread * np.maximum(due, 0.05)) + 1

    def is_unheard(self) -> Flags:
        """Whose first people in weeks came just now, or are still to come."""
        how = self._manner
        return (self._silent * self._step >= how.unheard) | (self._awake * self._step < how.awake)

    def learn(self, seen: Counts) -> None:
        """The step came; what stands far out counts as far as it may."""
        due, shape = self._now
        is_there = ~np.isnan(seen)
        seen = np.where(is_there, seen, due)
        highest = self._highest(self._manner.cut)
        told = np.where(self._lasts(seen > highest), seen, np.minimum(seen, highest))
        fresh = is_there.astype(np.float64)
        self._people = np.where(is_there, self._people * self._keep + told, self._people)
        self._exposure = np.where(is_there, self._exposure * self._keep + shape, self._exposure)
        self._people = np.maximum(self._people, 0.05)
        slot = self._slot
        self._shape_people[:, slot] = self._shape_people[:, slot] * 0.8 + told * fresh
        self._shape_due[:, slot] = self._shape_due[:, slot] * 0.8 + self._people / self._exposure * fresh
        self._learn_spread(np.minimum(seen, self._highest(self._manner.cut_spread)), due, fresh)
        self._learn_common(slot)
        wakes = is_there & (seen > 0) & (self._silent * self._step >= self._manner.unheard)
        self._awake = np.where(wakes, 0.0, self._awake + 1)
        self._silent = np.where(is_there & (seen > 0), 0.0, self._silent + 1)
        self._slot = (slot + 1) % self._slots

    def _learn_spread(self, told: Counts, due: Counts, fresh: Counts) -> None:
        """Squares of the deviations, weighted by how much a step can say of them."""
        weight = fresh * np.minimum(due, 1.0)
        off = (told - due) ** 2 / np.maximum(due, 0.05)
        self._trust = self._trust * (1 - (1 - self._keep) / 2 * np.sign(weight)) + weight
        self._spread = np.maximum(1.0, self._spread + weight * (off - self._spread) / np.maximum(self._trust, 1.0))

    def _learn_common(self, slot: int) -> None:
        """The shape of the week that all series share."""
        people, due = self._shape_people[:, slot].sum(), self._shape_due[:, slot].sum()
        self._common[slot] = (people + 20) / (due + 20)


class _Rise:
    """Which series are rising, with a threshold to begin and a lower one to end."""

    def __init__(self, series: int, manner: Manner) -> None:
        self._manner = manner
        self._state: States = np.zeros(series, np.int8)
        self._quiet = np.zeros(series, np.int64)

    def step(self, score: Counts, people: Counts, usual: Counts, *, unheard: Flags, is_gap: Flags) -> States:
        how, due = self._manner, np.maximum(usual, 1e-6)
        begins = (score >= how.enter) & (people >= how.fewest) & (people >= how.times * due)
        holds = (score >= how.leave) & (people >= how.times_left * due)
        was_up = self._state >= State.RISING
        self._quiet = np.where(holds | is_gap, 0, self._quiet + 1)
        stays = was_up & (self._quiet < how.settle)
        calm = np.where(people >= how.fewest, State.STEADY, State.QUIET)
        up = np.where(was_up, self._state, np.where(unheard, State.NEW, State.RISING))
        state = np.where(stays | (begins & ~is_gap), up, calm)
        self._state = np.where(is_gap, self._state, state).astype(np.int8)
        return self._state
