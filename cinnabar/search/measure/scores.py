"""Measures of a ranked list. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

DEPTH = 10


def reciprocal_rank(ranked: Sequence[int], wanted: Collection[int]) -> float:
    """One over the place of the first wanted one within ten, else 0."""
    return next((1 / place for place, one in enumerate(ranked[:DEPTH], 1) if one in wanted), 0.0)


def ndcg(ranked: Sequence[int], gains: Mapping[int, int]) -> float:
    """Normalised discounted cumulative gain at ten (Järvelin, Kekäläinen 2002), with gains 2^level - 1."""
    best = _discounted(sorted(gains.values(), reverse=True))
    return _discounted([gains.get(one, 0) for one in ranked]) / best if best else 0.0


def _discounted(levels: Sequence[int]) -> float:
    return sum((2**level - 1) / math.log2(place + 1) for place, level in enumerate(levels[:DEPTH], 1))
