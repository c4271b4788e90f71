"""Notes as points: where somebody stands who did something with them, and what is near to that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places, rows_at
from cinnabar.feed.engine.taste import Taste


@dataclass(frozen=True, slots=True)
class Space:
    """`taken[n]` is what an action on note `n` says of a person; `offered[n]` and `bias[n]` what it has for one."""

    taken: Floats
    offered: Floats
    bias: Floats

    @classmethod
    def of_looks(cls, looks: Floats) -> Space:
        """One point a note: what it is about is also what it offers."""
        return cls(looks, looks, np.zeros(len(looks), np.float32))

    def __len__(self) -> int:
        return len(self.bias)

    def stand(self, taste: Taste, *, recency: float, reach: int, newer: Space | None = None) -> Floats:
        """The point of a person: what they did last weighs most, and a longer history speaks more surely.

        Places beyond this space are those of `newer`.
        """
        recent = taste.latest(reach)
        faded = recent.faded(recency)
        length = float(abs(faded).sum()) or 1.0
        point: Floats = faded @ rows_at(recent.notes, self.taken, newer.taken if newer else None)
        return point / np.float32(length**0.5)

    def values(self, point: Floats) -> Floats:
        """Of every note."""
        near: Floats = self.offered @ point
        return near + self.bias

    def values_of(self, notes: Places, point: Floats) -> Floats:
        near: Floats = self.offered[notes] @ point
        return near + self.bias[notes]
