"""Which notes the same people do things with: directed, less with distance, and not merely because all do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from cinnabar.feed.engine.fit.matrices import kept, product, scaled
from cinnabar.feed.engine.histories import Histories

NEIGHBOURS = 200
NEAREST = 100


@dataclass(frozen=True, slots=True)
class Direction:
    """How a pair counts: `fading` per step between the two, `backwards` for what was done before."""

    fading: float = 0.8
    backwards: float = 0.0
    farthest: int = 50
    of_the_first: float = 0.3  # how much the popularity of a note that is asked counts against the answer
    of_the_second: float = 0.2  # and that of the answer itself


def co_engagement(histories: Histories, size: int, direction: Direction) -> sp.csr_matrix:
    """Row a, column b: how strongly who did something with a does something with b."""
    lengths = np.repeat(histories.lengths, histories.lengths)
    left = lengths - histories.positions - 1  # how many follow
    total = sp.csr_matrix((size, size), dtype=np.float32)
    worth = 1.0 / np.sqrt(lengths)  # who does very much with everything says less with each pair
    for gap in range(1, min(direction.farthest, int(histories.lengths.max(initial=0)))):
        first = np.flatnonzero(left >= gap)
        ends = (histories.notes[first], histories.notes[first + gap])
        weights = (worth[first] * direction.fading ** (gap - 1)).astype(np.float32)
        total = total + sp.csr_matrix((weights, ends), shape=(size, size))
    if direction.backwards:
        total = total + direction.backwards * total.T
    often = np.maximum(histories.counts(size), 1).astype(np.float32)
    weighed = scaled(total, rows=often**-direction.of_the_first, columns=often**-direction.of_the_second)
    return kept(weighed, NEIGHBOURS)


def second_hand(histories: Histories, size: int) -> sp.csr_matrix:
    """Two steps of a walk from note to person to note: what has no history in common, but with a third."""
    entries = (np.ones(len(histories.notes), np.float32), (histories.people, histories.notes))
    seen = sp.csr_matrix(entries, shape=(len(histories), size))
    of_people = np.maximum(np.asarray(seen.sum(1)).ravel(), 1)
    of_notes = np.maximum(np.asarray(seen.sum(0)).ravel(), 1)
    step = product(scaled(seen.T.tocsr(), rows=1 / of_notes), scaled(seen, rows=1 / of_people), NEAREST)
    return scaled(product(step, step, NEAREST), columns=of_notes**-0.3)
