"""From each note to the notes that go well with it: short lists with weights, laid end to end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids, Places


@dataclass(frozen=True, slots=True)
class Graph:
    """The neighbours of note `n` are `neighbours[starts[n]:starts[n + 1]]`."""

    starts: Ids
    neighbours: Places
    weights: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def spread(self, notes: Places, strengths: Floats) -> tuple[Places, Floats]:
        """All neighbours of `notes` and what each is worth; a neighbour of several stands there several times."""
        where, owners = self.entries(notes)
        return self.neighbours[where], self.weights[where] * strengths[owners]

    def entries(self, notes: Places) -> tuple[Ids, Ids]:
        """Where the neighbours of `notes` stand in the lists, and whose each is, as a row of `notes`."""
        begins, ends = self.starts[notes], self.starts[notes + 1]
        lengths = ends - begins
        before = np.cumsum(lengths) - lengths
        where = np.arange(lengths.sum()) + np.repeat(begins - before, lengths)
        return where, np.repeat(np.arange(len(notes)), lengths)
