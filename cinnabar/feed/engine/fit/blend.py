"""What each source's word is worth: the weights under which what people did next is least surprising."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids
from cinnabar.feed.engine.fit.descent import Descent
from cinnabar.feed.engine.proposing import Proposals

STEPS = 300
RATE = 0.03
CALM = 1e-4


@dataclass(frozen=True, slots=True)
class Case:
    """What was proposed to somebody, and which of it they took."""

    proposals: Proposals
    answer: int  # its place among the proposals

    @classmethod
    def find(cls, proposals: Proposals, note: int) -> Case | None:
        """None where nobody proposed the note: nothing can be learned from that."""
        where = np.flatnonzero(proposals.notes == note)
        return cls(proposals, int(where[0])) if len(where) else None


def weights_from(cases: Sequence[Case], beginning: Floats) -> Floats:
    """Never below zero: a source may be worthless, but it does not speak against what it proposes."""
    lengths = np.array([len(case.proposals.notes) for case in cases])
    starts = np.cumsum(lengths) - lengths
    opinions = np.concatenate([case.proposals.opinions for case in cases])
    taken = opinions[starts + np.array([case.answer for case in cases])].mean(0)
    parts = {"weights": beginning.copy()}
    descent = Descent(parts, rate=RATE)
    for _step in range(STEPS):
        expected = _chances(opinions @ parts["weights"], starts, lengths) @ opinions / len(cases)
        descent.take({"weights": (None, expected - taken + CALM * parts["weights"])})
        np.maximum(parts["weights"], 0, out=parts["weights"])
    return parts["weights"]


def _chances(values: Floats, starts: Ids, lengths: Ids) -> Floats:
    """Softmax within each case."""
    values = values - np.repeat(np.maximum.reduceat(values, starts), lengths)
    chances = np.exp(values)
    result: Floats = chances / np.repeat(np.add.reduceat(chances, starts), lengths)
    return result
