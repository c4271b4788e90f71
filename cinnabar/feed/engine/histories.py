"""What many people did, in order: one long list of notes, cut into people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Ids, Places


@dataclass(frozen=True, slots=True)
class Histories:
    """Person `p` did something with `notes[starts[p]:starts[p + 1]]`, the oldest first."""

    starts: Ids
    notes: Places

    @classmethod
    def of(cls, sequences: Iterable[Sequence[int] | Places]) -> Histories:
        rows = [np.asarray(sequence, np.int32) for sequence in sequences]
        starts = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64)))
        return cls(starts.astype(np.int64), np.concatenate([*rows, np.empty(0, np.int32)]))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, person: int) -> Places:
        return self.notes[self.starts[person] : self.starts[person + 1]]

    @property
    def lengths(self) -> Ids:
        lengths: Ids = np.diff(self.starts)
        return lengths

    @property
    def people(self) -> Places:
        """Whose each entry of `notes` is."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)

    @property
    def positions(self) -> Ids:
        """How many entries of the same person stand before each."""
        return np.arange(len(self.notes)) - np.repeat(self.starts[:-1], self.lengths)

    def without_last(self, count: int) -> Histories:
        """The same people without the last `count` things that each did."""
        kept = self.positions < np.repeat(self.lengths - count, self.lengths)
        lengths = np.maximum(self.lengths - count, 0)
        return Histories(np.concatenate(([0], np.cumsum(lengths))).astype(np.int64), self.notes[kept])

    def counts(self, size: int) -> Ids:
        """How often each of `size` notes occurs."""
        return np.bincount(self.notes, minlength=size)
