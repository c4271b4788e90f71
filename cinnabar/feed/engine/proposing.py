"""Every source proposes its best notes for a taste; each proposal carries what every source thinks of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places, strongest
from cinnabar.feed.engine.model import CONTENT, LEARNED, POPULAR, SOURCES, SPECTRAL, Model
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.taste import Taste
from cinnabar.feed.engine.watch import Watch

QUOTA = 200
FAINTEST = 0.005  # of the strongest: what an action says that faded below is not listened to
FLOOR = -12.0  # how much less likely than the best, as a logarithm, still makes a difference
SPECTRAL_REACH = 100
CONTENT_REACH = 30
STEEPNESS = 3.0
NOBODY: Places = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Newer:
    """The points of notes that came after the model; their places lie behind the model's."""

    learned: Space
    content: Space

    def __len__(self) -> int:
        return len(self.learned)


@dataclass(frozen=True, slots=True)
class Proposals:
    """Notes and, a column for each of SOURCES, what each source thinks: 0 is nothing, the scale is a logarithm's."""

    notes: Places
    opinions: Floats

    def __len__(self) -> int:
        return len(self.notes)

    def values(self, weights: Floats) -> Floats:
        values: Floats = self.opinions @ weights
        return values

    def only(self, rows: np.ndarray) -> Proposals:
        return Proposals(self.notes[rows], self.opinions[rows])


def weights_of(model: Model) -> Floats:
    return np.array([model.weights[name] for name in SOURCES], np.float32)


def propose(
    model: Model,
    taste: Taste,
    *,
    refused: Places,
    also: Places = NOBODY,
    newer: Newer | None = None,
    quota: int = QUOTA,
    watch: Watch | None = None,
) -> Proposals:
    """The best `quota` of each source for `taste`, all that is newer, and `also`; none of `refused` among them.

    Places beyond the model are of `newer`, notes that came after it: only the points of a note speak for them.
    """
    watch = watch or Watch()
    size, reading = len(model), model.reading
    known = taste.below(size)
    marks = _Marks(size, refused[refused < size], quota)
    marks.mark(also[also < size])
    silence = np.zeros(size, np.float32)
    totals = {name: watch.ask(name, partial(_walk, model, name, known, marks), silence) for name in model.graphs}
    point = model.learned.stand(
        taste, recency=reading.learned_recency, reach=reading.learned_reach, newer=newer.learned if newer else None
    )
    likely = watch.ask(LEARNED, lambda: marks.without_refused(model.learned.values(point)), None)
    if likely is not None:
        marks.mark_best(likely)
    notes = marks.marked()
    stand = model.spectral.stand(known, recency=reading.spectral_recency, reach=SPECTRAL_REACH)
    about = _about(model, taste, newer)
    scales = model.scales
    opinions = {name: scaled(total[notes], scales[name]) for name, total in totals.items()}
    opinions |= {
        SPECTRAL: scaled(model.spectral.values_of(notes, stand), scales[SPECTRAL]),
        CONTENT: scaled(model.content.values_of(notes, about), scales[CONTENT]),
        LEARNED: silence[notes] if likely is None else _likelihood(likely[notes], float(likely.max(initial=-np.inf))),
        POPULAR: model.popularity[notes],
    }
    proposals = Proposals(notes, np.stack([opinions[name] for name in SOURCES], axis=1))
    if newer is None:
        return proposals
    best = None if likely is None else float(likely.max(initial=-np.inf))
    heard = _Heard(point, about, best, scales[CONTENT])
    return _joined(proposals, _of_newer(newer, heard, refused[refused >= size] - size, size))


def _about(model: Model, taste: Taste, newer: Newer | None) -> Floats:
    """What somebody's actions were about: a unit vector, so that a long history does not shout."""
    about = model.content.stand(
        taste, recency=model.reading.spectral_recency, reach=CONTENT_REACH, newer=newer.content if newer else None
    )
    length = float(np.linalg.norm(about))
    return about / np.float32(length) if length > 0 else about


def _likelihood(values: Floats, best: float) -> Floats:
    """Against the likeliest note, as a logarithm."""
    return np.clip(values - np.float32(best), FLOOR, 0)


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

    def mark(self, notes: Places) -> None:
        self._is_proposed[notes] = True

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


@dataclass(frozen=True, slots=True)
class _Heard:
    """Where somebody stands in both spaces, the likeliest note's value there (None: unknown), the scale of content."""

    point: Floats
    about: Floats
    best: float | None
    scale: float


def _of_newer(newer: Newer, heard: _Heard, refused: Places, size: int) -> Proposals:
    is_free = np.ones(len(newer), np.bool_)
    is_free[refused] = False
    free = np.flatnonzero(is_free).astype(np.int32)
    opinions = np.zeros((len(free), len(SOURCES)), np.float32)
    if heard.best is not None:
        opinions[:, SOURCES.index(LEARNED)] = _likelihood(newer.learned.values_of(free, heard.point), heard.best)
    opinions[:, SOURCES.index(CONTENT)] = scaled(newer.content.values_of(free, heard.about), heard.scale)
    return Proposals((free + size).astype(np.int32), opinions)


def _joined(first: Proposals, second: Proposals) -> Proposals:
    return Proposals(np.concatenate((first.notes, second.notes)), np.concatenate((first.opinions, second.opinions)))


def scaled(values: Floats, scale: float) -> Floats:
    """On a logarithm's scale, on which 1 is about what is much."""
    return np.log1p(np.maximum(values, 0.0) * np.float32(STEEPNESS / scale))
