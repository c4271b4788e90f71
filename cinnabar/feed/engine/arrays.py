"""The few kinds of arrays that the engine speaks in. Notes and people are places in them, not ids."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


def strongest(values: Floats, count: int) -> npt.NDArray[np.intp]:
    """Where the `count` largest stand, in no order."""
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(values, len(values) - count)[len(values) - count :]
