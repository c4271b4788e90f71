"""Which of a person's own actions brought them a note: what a true "why am I seeing this" is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places, rows_at
from cinnabar.feed.engine.graph import Graph
from cinnabar.feed.engine.model import CONTENT, LEARNED, SPECTRAL, WALKS, Model
from cinnabar.feed.engine.proposing import Newer
from cinnabar.feed.engine.taste import Taste
from cinnabar.feed.engine.valuing import LATELY


@dataclass(frozen=True, slots=True)
class Reasons:
    """For one taste; places as in `propose`."""

    model: Model
    taste: Taste
    newer: Newer | None
    recent: Graph | None = None

    def of(self, notes: Places, sources: Sequence[str]) -> list[int | None]:
        """Of each note the place of the action that counts most in what its source says, or None where none does."""
        reasons: list[int | None] = [None] * len(notes)
        if not len(self.taste.notes):
            return reasons
        graphs = {**self.model.graphs, **({LATELY: self.recent} if self.recent else {})}
        for source in {*graphs, LEARNED, SPECTRAL, CONTENT}.intersection(sources):
            rows = [row for row, its_source in enumerate(sources) if its_source == source]
            graph = graphs.get(source)
            told = self._of_walk(notes[rows], graph, source) if graph else self._of_space(notes[rows], source)
            for row, said in zip(rows, told, strict=True):
                best = int(said.argmax())
                reasons[row] = int(self.taste.notes[best]) if said[best] > 0 else None
        return reasons

    def _of_walk(self, notes: Places, graph: Graph, source: str) -> Floats:
        """A row a note, a column an action."""
        known = np.flatnonzero(self.taste.notes < len(graph))
        where, owners = graph.entries(self.taste.notes[known])
        reached = graph.neighbours[where]
        told = np.zeros((len(notes), len(self.taste.notes)), np.float32)
        for row, note in enumerate(notes.tolist()):
            found = np.flatnonzero(reached == note)
            np.add.at(told[row], known[owners[found]], graph.weights[where[found]])
        return told * self.taste.faded(self.model.reading.fading.get(source, WALKS["co-engaged"]))

    def _of_space(self, notes: Places, source: str) -> Floats:
        """The same."""
        space, newer = getattr(self.model, source), getattr(self.newer, source, None)
        reading = self.model.reading
        recency = reading.learned_recency if source == LEARNED else reading.spectral_recency
        faded = self.taste.faded(recency)
        if source == LEARNED:
            faded[reading.learned_reach :] = 0
        taken = rows_at(self.taste.notes, space.taken, newer.taken if newer else None)
        near: Floats = rows_at(notes, space.offered, newer.offered if newer else None) @ taken.T
        return near * faded
