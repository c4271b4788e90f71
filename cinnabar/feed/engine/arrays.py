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


def rows_at(places: Places, first: np.ndarray, second: np.ndarray | None) -> np.ndarray:
    """The rows of `first` at `places`; beyond its end those of `second`, or zeros where there is none."""
    is_beyond = places >= len(first)
    if not is_beyond.any():
        return first[places]
    rows = np.zeros((len(places), *first.shape[1:]), first.dtype)
    rows[~is_beyond] = first[places[~is_beyond]]
    if second is not None:
        rows[is_beyond] = second[places[is_beyond] - len(first)]
    return rows
