"""The broad strokes of who does what: the first singular vectors of people × notes, as a filter."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from cinnabar.feed.engine.arrays import Floats
from cinnabar.feed.engine.histories import Histories
from cinnabar.feed.engine.space import Space

ROUNDS = 5
SPARE = 16  # directions more than are kept make the last ones kept more exact


def spectral(histories: Histories, size: int, *, rank: int, seed: int) -> Space:
    """Notes as far apart as the people are who do things with them."""
    people = np.maximum(histories.lengths, 1).astype(np.float32)
    often = np.maximum(histories.counts(size), 1).astype(np.float32)
    owners = histories.people
    data = 1 / np.sqrt(people[owners] * often[histories.notes])
    seen = sp.csr_matrix((data, (owners, histories.notes)), shape=(len(histories), size), dtype=np.float32)
    directions = _strongest_directions(seen, min(rank, *seen.shape), np.random.default_rng(seed))
    root = np.sqrt(often)[:, None]
    taken, offered = (directions / root).astype(np.float32), (directions * root).astype(np.float32)
    return Space(taken, offered, np.zeros(size, np.float32))


def _strongest_directions(matrix: sp.csr_matrix, rank: int, random: np.random.Generator) -> Floats:
    """The right singular vectors of the largest singular values, by subspace iteration."""
    width = min(rank + SPARE, *matrix.shape)
    across = matrix.T.tocsr()
    basis = random.standard_normal((matrix.shape[1], width), dtype=np.float32)
    for _round in range(ROUNDS):
        basis = np.linalg.qr(across @ (matrix @ basis))[0]
    inner = matrix @ basis
    values, turns = np.linalg.eigh(inner.T @ inner)
    found: Floats = basis @ turns[:, np.argsort(-values)[:rank]]
    return np.ascontiguousarray(found, np.float32)
