"""Every source proposes its best notes for a taste; each proposal carries what every source thinks of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places, strongest
from cinnabar.feed.engine.marks import SILENCE, Marks, Walk, marks_of
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
    with marks_of(size, refused[refused < size]) as marks:
        marks.mark(also[also < size])
        walks = {
            name: watch.ask(name, partial(_walk, model, name, known, marks, quota), SILENCE) for name in model.graphs
        }
        point = model.learned.stand(
            taste, recency=reading.learned_recency, reach=reading.learned_reach, newer=newer.learned if newer else None
        )
        best = watch.ask(LEARNED, partial(_likeliest, model, point, marks, quota), None)
        notes = marks.marked()
        opinions = {name: scaled(marks.spread(walk, notes), model.scales[name]) for name, walk in walks.items()}
    stand = model.spectral.stand(known, recency=reading.spectral_recency, reach=SPECTRAL_REACH)
    about = _about(model, taste, newer)
    scales = model.scales
    opinions |= {
        SPECTRAL: scaled(model.spectral.values_of(notes, stand), scales[SPECTRAL]),
        CONTENT: scaled(model.content.values_of(notes, about), scales[CONTENT]),
        LEARNED: np.zeros(len(notes), np.float32)
        if best is None
        else _likelihood(model.learned.values_of(notes, point), best),
        POPULAR: model.popularity[notes],
    }
    proposals = Proposals(notes, np.stack([opinions[name] for name in SOURCES], axis=1))
    if newer is None:
        return proposals
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


def _likeliest(model: Model, point: Floats, marks: Marks, quota: int) -> float:
    """The value of the likeliest note for who stands there; the best are marked."""
    if len(model.lists):
        notes, values = model.lists.likely(point)
        is_free = ~marks.is_refused[notes]
        notes, values = notes[is_free], values[is_free]
        marks.mark(notes[strongest(values, quota)])
    else:
        values = model.learned.values(point)
        values[marks.is_refused] = -np.inf
        marks.mark(strongest(values, quota).astype(np.int32))
    return float(values.max(initial=-np.inf))


def _walk(model: Model, name: str, taste: Taste, marks: Marks, quota: int) -> Walk:
    """What the source `name` says of the notes that it reaches; its best are marked."""
    faded = taste.faded(model.reading.fading[name])
    heard = np.abs(faded) > FAINTEST * np.abs(faded).max(initial=0.0)
    reached, weights = model.graphs[name].spread(taste.notes[heard], faded[heard])
    walk = marks.sums(reached, weights)
    free = np.flatnonzero(~marks.is_refused[walk.notes])
    marks.mark(walk.notes[free[strongest(walk.values[free], quota)]])
    return walk


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
