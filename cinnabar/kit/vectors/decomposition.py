"""The strongest directions of a large sparse matrix, by randomised subspace iteration (Halko et al. 2011)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

ROUNDS = 5
SPARE = 16  # directions more than are kept make the last ones kept more exact


def strongest_directions(matrix: Any, rank: int, random: np.random.Generator, *, rounds: int = ROUNDS) -> Floats:
    """The right singular vectors of the `rank` largest singular values, the strongest first, as columns."""
    width = min(rank + SPARE, *matrix.shape)
    across = matrix.T.tocsr()
    basis = random.standard_normal((matrix.shape[1], width), dtype=np.float32)
    for _round in range(rounds):
        basis = np.linalg.qr(across @ (matrix @ basis))[0]
    inner = matrix @ basis
    values, turns = np.linalg.eigh(inner.T @ inner)
    found: Floats = basis @ turns[:, np.argsort(-values)[:rank]]
    return np.ascontiguousarray(found, np.float32)
