"""What is known of one person: the last things they did, the latest first, and how much each says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places

LONGEST = 100
STRENGTHS: Mapping[str, float] = {
    "purchase": 5.0,
    "share": 4.0,
    "save": 3.0,
    "comment": 3.0,
    "follow": 3.0,
    "like": 1.5,
    "long-dwell": 1.0,
    "dwell": 0.5,
    "open": 0.2,
    "skip": -0.3,
    "hide": -3.0,
}


@dataclass(frozen=True, slots=True)
class Taste:
    """`notes` as places in the catalogue, the latest first; `strengths` says how much each was meant."""

    notes: Places
    strengths: Floats

    @classmethod
    def of_sequence(cls, notes: Places) -> Taste:
        """Of a plain history, the oldest first, in which every action counts alike."""
        latest_first = notes[: -LONGEST - 1 : -1]
        return cls(latest_first, np.ones(len(latest_first), np.float32))

    @classmethod
    def of_actions(cls, actions: Iterable[tuple[int, str]]) -> Taste:
        """Of (place, kind), the latest first. What was done to one note adds up where it was done last."""
        meant: dict[int, float] = {}
        for place, kind in actions:
            if place in meant or len(meant) < LONGEST:
                meant[place] = meant.get(place, 0.0) + STRENGTHS[kind]
        return cls(np.fromiter(meant, np.int32, len(meant)), np.fromiter(meant.values(), np.float32, len(meant)))

    def below(self, size: int) -> Taste:
        """Only what was done with the first `size` notes."""
        return (
            self
            if (self.notes < size).all()
            else Taste(self.notes[self.notes < size], self.strengths[self.notes < size])
        )

    def latest(self, count: int) -> Taste:
        return Taste(self.notes[:count], self.strengths[:count])

    def faded(self, recency: float) -> Floats:
        """Each strength, less by the factor `recency` for each action that came after it."""
        return self.strengths * np.float32(recency) ** np.arange(len(self.notes), dtype=np.float32)
