"""Which notes have the same topics, brands and categories, rare ones counting most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from cinnabar.feed.engine.fit.engagement import NEAREST
from cinnabar.feed.engine.fit.matrices import kept, product, scaled

SIMILAR = 50
STARTS = 60
COMMONEST = 5_000  # an attribute of more notes than this says nothing of what they are like


def attribute_matrix(attributes: Sequence[Sequence[int]]) -> sp.csr_matrix:
    """A row a note, a one for each of its attributes."""
    starts = np.concatenate(([0], np.cumsum([len(row) for row in attributes])))
    columns = np.array([attribute for row in attributes for attribute in row], np.int32)
    width = int(columns.max(initial=-1)) + 1
    return sp.csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(attributes), max(width, 1)))


def alike(attributes: sp.csr_matrix) -> sp.csr_matrix:
    """Cosine of notes by their attributes, each weighed by how rare it is."""
    often = np.maximum(np.asarray(attributes.sum(0)).ravel(), 1)
    rarity = np.log(max(attributes.shape[0], 2) / often) * (often <= COMMONEST)
    weighed = scaled(attributes, columns=rarity)
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(1)).ravel())
    weighed = scaled(weighed, rows=1 / np.where(length > 0, length, 1))
    weighed.eliminate_zeros()
    return product(weighed, weighed.T.tocsr(), NEAREST)


def after_alike(similar: sp.csr_matrix, engaged: sp.csr_matrix) -> sp.csr_matrix:
    """What is done after notes that are like this one, so that a note without history proposes too."""
    nearest = kept(similar, SIMILAR)
    total = np.asarray(nearest.sum(1)).ravel()
    return product(scaled(nearest, rows=1 / np.where(total > 0, total, 1)), kept(engaged, STARTS), NEAREST)
