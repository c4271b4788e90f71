"""Which of a person's own actions brought them a note: what a true "why am I seeing this" is made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats
from cinnabar.feed.engine.model import CONTENT, LEARNED, SPECTRAL, WALKS, Model
from cinnabar.feed.engine.proposing import Newer
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.taste import Taste


@dataclass(frozen=True, slots=True)
class Reasons:
    """For one taste; places as in `propose`."""

    model: Model
    taste: Taste
    newer: Newer | None

    def of(self, note: int, source: str) -> int | None:
        """The place of the action that counts most for `note` in what `source` says, or None where none does."""
        if not len(self.taste.notes):
            return None
        if source in WALKS:
            told = self._of_walk(note, source)
        elif source in (LEARNED, SPECTRAL, CONTENT):
            told = self._of_space(note, source)
        else:
            return None
        best = int(told.argmax())
        return int(self.taste.notes[best]) if told[best] > 0 else None

    def _of_walk(self, note: int, source: str) -> Floats:
        graph = self.model.graphs[source]
        told = np.zeros(len(self.taste.notes), np.float32)
        if note >= len(self.model):
            return told
        faded = self.taste.faded(self.model.reading.fading[source])
        for row, place in enumerate(self.taste.notes.tolist()):
            if place < len(self.model):
                near = slice(graph.starts[place], graph.starts[place + 1])
                told[row] = faded[row] * graph.weights[near][graph.neighbours[near] == note].sum()
        return told

    def _of_space(self, note: int, source: str) -> Floats:
        space: Space = getattr(self.model, source)
        newer = getattr(self.newer, source, None)
        size, reading = len(self.model), self.model.reading
        recency = reading.learned_recency if source == LEARNED else reading.spectral_recency
        told = self.taste.latest(reading.learned_reach) if source == LEARNED else self.taste
        offered = space.offered[note] if note < size else newer.offered[note - size] if newer else None
        points = np.zeros((len(self.taste.notes), space.taken.shape[1]), np.float32)
        for row, place in enumerate(told.notes.tolist()):
            if place < size:
                points[row] = space.taken[place]
            elif newer is not None:
                points[row] = newer.taken[place - size]
        near: Floats = np.zeros(len(points), np.float32) if offered is None else points @ offered
        return near * self.taste.faded(recency)
