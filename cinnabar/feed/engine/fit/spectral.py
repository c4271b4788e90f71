"""The broad strokes of who does what: the first singular vectors of people × notes, as a filter."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from cinnabar.feed.engine.histories import Histories
from cinnabar.feed.engine.space import Space
from cinnabar.kit.vectors.decomposition import strongest_directions


def spectral(histories: Histories, size: int, *, rank: int, seed: int) -> Space:
    """Notes as far apart as the people are who do things with them."""
    people = np.maximum(histories.lengths, 1).astype(np.float32)
    often = np.maximum(histories.counts(size), 1).astype(np.float32)
    owners = histories.people
    data = 1 / np.sqrt(people[owners] * often[histories.notes])
    seen = sp.csr_matrix((data, (owners, histories.notes)), shape=(len(histories), size), dtype=np.float32)
    directions = strongest_directions(seen, min(rank, *seen.shape), np.random.default_rng(seed))
    root = np.sqrt(often)[:, None]
    taken, offered = (directions / root).astype(np.float32), (directions * root).astype(np.float32)
    return Space(taken, offered, np.zeros(size, np.float32))
