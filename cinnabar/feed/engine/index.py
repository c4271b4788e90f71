"""Which notes of very many may be the likeliest: lists by cluster, of which the few nearest are read (inverted file:
Sivic and Zisserman, ICCV 2003; for inner products with the bias as one more dimension)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids, Places, strongest

INDEXED_FROM = 50_000  # notes; fewer are read one and all
READ = 0.1  # share of the lists that is read


@dataclass(frozen=True, slots=True)
class Lists:
    """List `k` holds `notes[starts[k]:starts[k + 1]]`; `points` are theirs in that order, the bias behind."""

    centres: Floats
    starts: Ids
    notes: Places
    points: Floats

    @classmethod
    def none(cls, dimensions: int) -> Lists:
        empty = np.empty((0, dimensions + 1), np.float32)
        return cls(empty, np.zeros(1, np.int64), np.empty(0, np.int32), empty)

    def __len__(self) -> int:
        return len(self.centres)

    def likely(self, point: Floats) -> tuple[Places, Floats]:
        """Notes of the nearest lists, and the value of each."""
        asked = np.append(point, np.float32(1))
        nearest = strongest(self.centres @ asked, max(1, round(READ * len(self.centres))))
        reads = [slice(self.starts[one], self.starts[one + 1]) for one in np.sort(nearest).tolist()]
        return np.concatenate([self.notes[read] for read in reads]), np.concatenate(
            [self.points[read] @ asked for read in reads]
        )
