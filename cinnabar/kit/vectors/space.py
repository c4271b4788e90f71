"""A space of contents: where each token points, and so where a text stands that nobody has read yet.

Latent semantic analysis (Deerwester et al. 1990) on hashed tokens (Weinberger et al. 2009), so that no vocabulary has
to be kept and a word that was never met before costs nothing.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

BUCKETS = 1 << 16


def bucket_of(token: str) -> int:
    """The same in every process and on every machine."""
    return zlib.crc32(token.encode()) % BUCKETS


def counted(tokens: Iterable[str]) -> tuple[npt.NDArray[np.int64], Floats]:
    """The buckets of `tokens` and how much each says: the logarithm of how often it stands there."""
    often = Counter(map(bucket_of, tokens))
    buckets = np.fromiter(often, np.int64, len(often))
    return buckets, np.float32(1) + np.log(np.fromiter(often.values(), np.float32, len(often)))


@dataclass(frozen=True, slots=True)
class TokenSpace:
    """Of each bucket how rare it is (inverse document frequency) and where it points."""

    rarity: Floats
    directions: Floats

    @property
    def dimensions(self) -> int:
        return self.directions.shape[1]

    def point(self, tokens: Iterable[str]) -> Floats:
        """A unit vector, or zero for a text without a known word."""
        buckets, worth = counted(tokens)
        found: Floats = (worth * self.rarity[buckets]).astype(np.float32) @ self.directions[buckets]
        length = float(np.linalg.norm(found))
        return found / np.float32(length) if length > 0 else found
