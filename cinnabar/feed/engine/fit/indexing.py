"""Notes in lists by cluster (k-means of Lloyd on a sample), for the index that large towns are read by."""

from __future__ import annotations

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids
from cinnabar.feed.engine.index import INDEXED_FROM, Lists
from cinnabar.feed.engine.space import Space

SAMPLE_OF_EACH = 40  # points from which a centre is found
ROUNDS = 8
AT_ONCE = 20_000


def lists_of(space: Space, *, seed: int = 0, from_: int = INDEXED_FROM) -> Lists:
    """About as many lists as each has notes; none where all notes are few enough to be read."""
    size, dimensions = space.offered.shape
    if size < from_:
        return Lists.none(dimensions)
    points = np.concatenate((space.offered, space.bias[:, None]), axis=1)
    random = np.random.default_rng(seed)
    count = int(size**0.5)
    sample = points[random.choice(size, min(size, SAMPLE_OF_EACH * count), replace=False)]
    centres = sample[:count].copy()
    for _round in range(ROUNDS):
        owners = _nearest(sample, centres)
        order = np.argsort(owners, kind="stable")
        filled, starts = np.unique(owners[order], return_index=True)
        sums = np.add.reduceat(sample[order], starts)
        centres[filled] = sums / np.bincount(owners, minlength=count)[filled, None]
    owners = _nearest(points, centres)
    order = np.argsort(owners, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(owners, minlength=count))))
    return Lists(centres, starts.astype(np.int64), order.astype(np.int32), points[order])


def _nearest(points: Floats, centres: Floats) -> Ids:
    lengths = np.einsum("cd,cd->c", centres, centres) / 2
    pieces = [(points[at : at + AT_ONCE] @ centres.T - lengths).argmax(axis=1) for at in range(0, len(points), AT_ONCE)]
    return np.concatenate(pieces)
