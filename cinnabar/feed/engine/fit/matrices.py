"""Sparse matrices on their way to becoming graphs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from cinnabar.feed.engine.graph import Graph

Factors = npt.NDArray[np.floating]

ROWS_AT_ONCE = 2_000


def scaled(matrix: sp.csr_matrix, *, rows: Factors | None = None, columns: Factors | None = None) -> sp.csr_matrix:
    """Every row and every column times its factor."""
    if rows is not None:
        matrix = sp.diags(rows.astype(np.float32)) @ matrix
    if columns is not None:
        matrix = matrix @ sp.diags(columns.astype(np.float32))
    return matrix.tocsr()


def kept(matrix: sp.csr_matrix, count: int, *, first_row: int = 0) -> sp.csr_matrix:
    """The `count` largest of each row, without a note's own; the rows are those from `first_row` on."""
    matrix = matrix.tocsr()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((-matrix.data, rows))
    order = order[matrix.indices[order] != rows[order] + first_row]
    rows = rows[order]
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    order, rows = order[place < count], rows[place < count]
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=matrix.shape[0]))))
    return sp.csr_matrix((matrix.data[order], matrix.indices[order], starts), shape=matrix.shape)


def product(left: sp.csr_matrix, right: sp.csr_matrix, count: int) -> sp.csr_matrix:
    """`left @ right`, of which the `count` largest of each row are kept; made in pieces that fit into memory."""
    pieces = range(0, max(left.shape[0], 1), ROWS_AT_ONCE)
    return sp.vstack([kept(left[at : at + ROWS_AT_ONCE] @ right, count, first_row=at) for at in pieces], format="csr")


def graph_of(matrix: sp.csr_matrix) -> Graph:
    return Graph(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data.astype(np.float32))
