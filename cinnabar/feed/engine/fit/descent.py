"""Downhill in small steps (Adam), also where only some rows of a table are known to be wrong."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids

# Of each table, which rows (None: all) and how steep it is there.
Gradient = Mapping[str, tuple[Ids | None, Floats]]

OF_DIRECTION, OF_STEEPNESS = 0.9, 0.99


class Descent:
    """Changes the tables in `parts` in place."""

    def __init__(self, parts: dict[str, Floats], *, rate: float, decay: float = 0.0) -> None:
        self._parts = parts
        self._rate, self._decay = rate, decay
        self._direction = {name: np.zeros_like(part) for name, part in parts.items()}
        self._steepness = {name: np.zeros_like(part) for name, part in parts.items()}
        self._steps = 0

    def take(self, gradient: Gradient, pace: float = 1.0) -> None:
        """One step; `pace` is how much of the usual length."""
        self._steps += 1
        for name, (rows, steep) in gradient.items():
            where = slice(None) if rows is None or len(rows) == len(self._parts[name]) else rows
            self._step(name, where, steep, self._rate * pace)

    def _step(self, name: str, where: slice | Ids, steep: Floats, rate: float) -> None:
        direction = OF_DIRECTION * self._direction[name][where] + (1 - OF_DIRECTION) * steep
        steepness = OF_STEEPNESS * self._steepness[name][where] + (1 - OF_STEEPNESS) * steep * steep
        self._direction[name][where], self._steepness[name][where] = direction, steepness
        likely = direction / (1 - OF_DIRECTION**self._steps)
        usual = np.sqrt(steepness / (1 - OF_STEEPNESS**self._steps)) + 1e-8
        part = self._parts[name]
        part[where] -= rate * (likely / usual + self._decay * part[where])
