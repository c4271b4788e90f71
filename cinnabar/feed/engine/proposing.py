"""Every source proposes its best notes for a taste; each proposal carries what every source thinks of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places, strongest
from cinnabar.feed.engine.model import LEARNED, POPULAR, SOURCES, SPECTRAL, Model
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.taste import Taste

QUOTA = 200
FAINTEST = 0.005  # of the strongest: what an action says that faded below is not listened to
FLOOR = -12.0  # how much less likely than the best, as a logarithm, still makes a difference
SPECTRAL_REACH = 100
STEEPNESS = 3.0


@dataclass(frozen=True, slots=True)
class Proposals:
    """Notes and, a column for each of SOURCES, what each source thinks: 0 is nothing, the scale is a logarithm's."""

    notes: Places
    opinions: Floats

    def values(self, weights: Floats) -> Floats:
        values: Floats = self.opinions @ weights
        return values


def weights_of(model: Model) -> Floats:
    return np.array([model.weights[name] for name in SOURCES], np.float32)


def propose(
    model: Model, taste: Taste, *, refused: Places, newer: Space | None = None, quota: int = QUOTA
) -> Proposals:
    """The best `quota` of each source for `taste`, none of `refused` among them.

    Places beyond the model are of `newer`, notes that came after it: the learned source alone speaks for them.
    """
    known = taste.below(len(model))
    marks = _Marks(len(model), refused[refused < len(model)], quota)
    totals = {name: _walk(model, name, known, marks) for name in model.graphs}
    reading = model.reading
    point = model.learned.stand(taste, recency=reading.learned_recency, reach=reading.learned_reach, newer=newer)
    likely = marks.without_refused(model.learned.values(point))
    marks.mark_best(likely)
    notes = marks.marked()
    stand = model.spectral.stand(known, recency=reading.spectral_recency, reach=SPECTRAL_REACH)
    scaled = {name: _scaled(total[notes], model.scales[name]) for name, total in totals.items()}
    opinions = scaled | {
        SPECTRAL: _scaled(model.spectral.values_of(notes, stand), model.scales[SPECTRAL]),
        LEARNED: np.maximum(likely[notes] - likely.max(initial=-np.inf), FLOOR),
        POPULAR: model.popularity[notes],
    }
    proposals = Proposals(notes, np.stack([opinions[name] for name in SOURCES], axis=1))
    return proposals if newer is None else _joined(proposals, _of_newer(newer, point, likely, len(model), refused))


class _Marks:
    """Which notes are refused, and which are proposed."""

    def __init__(self, size: int, refused: Places, quota: int) -> None:
        self._is_refused = np.zeros(size, np.bool_)
        self._is_refused[refused] = True
        self._is_proposed = np.zeros(size, np.bool_)
        self._quota = quota

    def without_refused(self, values: Floats) -> Floats:
        values[self._is_refused] = -np.inf
        return values

    def mark_best(self, values: Floats) -> None:
        self._is_proposed[strongest(values, self._quota)] = True

    def mark_best_of(self, reached: Places, values: Floats) -> None:
        is_reached = np.zeros(len(self._is_refused), np.bool_)
        is_reached[reached] = True
        found = np.flatnonzero(is_reached & ~self._is_refused)
        self._is_proposed[found[strongest(values[found], self._quota)]] = True

    def marked(self) -> Places:
        return np.flatnonzero(self._is_proposed & ~self._is_refused).astype(np.int32)


def _walk(model: Model, name: str, taste: Taste, marks: _Marks) -> Floats:
    """What the source `name` says of every note; its best are marked."""
    faded = taste.faded(model.reading.fading[name])
    heard = np.abs(faded) > FAINTEST * np.abs(faded).max(initial=0.0)
    reached, weights = model.graphs[name].spread(taste.notes[heard], faded[heard])
    total = np.zeros(len(model), np.float32)
    np.add.at(total, reached, weights)
    marks.mark_best_of(reached, total)
    return total


def _of_newer(newer: Space, point: Floats, likely: Floats, size: int, refused: Places) -> Proposals:
    values = newer.values(point)
    is_free = np.ones(len(newer), np.bool_)
    is_free[refused[refused >= size] - size] = False
    free = np.flatnonzero(is_free)
    opinions = np.zeros((len(free), len(SOURCES)), np.float32)
    opinions[:, SOURCES.index(LEARNED)] = np.clip(values[free] - likely.max(initial=-np.inf), FLOOR, 0)
    return Proposals((free + size).astype(np.int32), opinions)


def _joined(first: Proposals, second: Proposals) -> Proposals:
    return Proposals(np.concatenate((first.notes, second.notes)), np.concatenate((first.opinions, second.opinions)))


def _scaled(values: Floats, scale: float) -> Floats:
    return np.log1p(np.maximum(values, 0.0) * np.float32(STEEPNESS / scale))
