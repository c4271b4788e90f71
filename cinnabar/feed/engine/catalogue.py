"""What the rules of a page need to know of notes, and where each is in the arrays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cinnabar.feed.engine.arrays import Flags, Floats, Ids, Places


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A row a note. `ids` ascend; `looks` are unit vectors: near ones are about the same.

    `born` is in seconds; `languages` and `channels` are codes of the caller's, 0 for none.
    """

    ids: Ids
    authors: Ids
    is_commercial: Flags
    is_small: Flags  # its author has few followers
    looks: Floats
    born: npt.NDArray[np.float64]
    languages: npt.NDArray[np.int8]
    channels: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)

    def places_of(self, ids: Collection[int] | Ids) -> Places:
        """Where each note is, in the order asked for; -1 where it is not."""
        asked = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))
        if not len(self.ids):
            return np.full(len(asked), -1, np.int32)
        places = np.minimum(np.searchsorted(self.ids, asked), len(self.ids) - 1)
        return np.where(self.ids[places] == asked, places, -1).astype(np.int32)
