"""Where a note without history stands: from its words and attributes into the space that was learned from actions.

A linear map of contents into the collaborative space, as in Gantner et al., "Learning Attribute-to-Feature Mappings for
Cold-Start Recommendations" (ICDM 2010).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats
from cinnabar.feed.engine.space import Space
from cinnabar.kit.vectors.space import TokenSpace


@dataclass(frozen=True, slots=True)
class Placing:
    """`to_…` lead from a content point, with a one behind it, to that part of the learned space."""

    tokens: TokenSpace
    to_taken: Floats
    to_offered: Floats
    to_bias: Floats

    def looks(self, texts: Iterable[Iterable[str]]) -> Floats:
        """A row a text, a unit vector each."""
        rows = [self.tokens.point(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.tokens.dimensions), np.float32)

    def learned(self, looks: Floats) -> Space:
        """The points in the learned space of notes that look like that."""
        told = np.concatenate((looks, np.ones((len(looks), 1), np.float32)), axis=1)
        return Space(told @ self.to_taken, told @ self.to_offered, (told @ self.to_bias)[:, 0])
