"""A space of contents from many texts: offline, with SciPy. Pages import `space` only."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp

from cinnabar.kit.vectors.decomposition import strongest_directions
from cinnabar.kit.vectors.space import BUCKETS, Floats, TokenSpace, counted

ROUNDS = 3
COMMONEST = 0.5  # a token in more than this share of the texts says nothing of any


def fit_tokens(texts: Iterable[Iterable[str]], *, dimensions: int = 64, seed: int = 0) -> tuple[TokenSpace, Floats]:
    """The space of `texts`, each a list of tokens, and where each of them stands in it (unit vectors)."""
    told = _told(texts)
    often = np.bincount(told.indices, minlength=BUCKETS)
    size = max(told.shape[0], 1)
    rarity = (np.log((1 + size) / (1 + often)) * (often <= max(COMMONEST * size, 2))).astype(np.float32)
    weighed = _unit(sp.csr_matrix(told @ sp.diags(rarity)))
    used = np.flatnonzero(often)
    rank = min(dimensions, weighed.shape[0], len(used))
    directions = np.zeros((BUCKETS, dimensions), np.float32)
    if weighed.nnz:
        found = strongest_directions(weighed[:, used], rank, np.random.default_rng(seed), rounds=ROUNDS)
        directions[used, : found.shape[1]] = found
    points = weighed @ directions
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return TokenSpace(rarity, directions), (points / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _told(texts: Iterable[Iterable[str]]) -> sp.csr_matrix:
    """A row a text, a column a bucket."""
    buckets, worths, starts = [np.empty(0, np.int64)], [np.empty(0, np.float32)], [0]
    for text in texts:
        found, worth = counted(text)
        buckets.append(found)
        worths.append(worth)
        starts.append(starts[-1] + len(found))
    entries = (np.concatenate(worths), np.concatenate(buckets), np.array(starts))
    return sp.csr_matrix(entries, shape=(len(starts) - 1, BUCKETS))


def _unit(matrix: sp.csr_matrix) -> sp.csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    return sp.csr_matrix(sp.diags((1 / np.where(lengths > 0, lengths, 1)).astype(np.float32)) @ matrix)
