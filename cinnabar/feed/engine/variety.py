"""A page that is good as a whole: each next note for its worth and for what it adds to the last ones.

Sliding spectrum decomposition: the volume that the last notes span, and how much of a note stands out of it.
"""

from __future__ import annotations

import numpy as np

from cinnabar.feed.engine.arrays import Floats

WINDOW = 10


class Spread:
    """The notes still to be chosen, and how far each stands out of those chosen last."""

    def __init__(self, looks: Floats) -> None:
        self._left = looks.astype(np.float32).copy()
        self._taken: list[tuple[Floats, Floats]] = []  # what each chosen note spans, and how much of it was in each

    def apart(self) -> Floats:
        """From 0, nothing new, to 1, nothing in common."""
        lengths: Floats = np.sqrt(np.maximum(np.einsum("nd,nd->n", self._left, self._left), 0))
        return np.minimum(lengths, 1)

    def choose(self, place: int) -> None:
        """Take what `place` spans out of all others; what left the window counts again."""
        if len(self._taken) == WINDOW - 1:
            gone, shares = self._taken.pop(0)
            self._left += shares[:, None] * gone
        own = self._left[place].copy()
        shares = (self._left @ own) / max(float(own @ own), 1e-9)
        self._left -= shares[:, None] * own
        self._taken.append((own, shares))
