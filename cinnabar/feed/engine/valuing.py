"""What a proposed note is worth to a reader, and which source said so.

A sum of logarithms (0008): what each source of the model thinks, times its weight; what the caller's own sources offer;
less for a language the reader does not act in; less for what was shown and not opened (impression discounting: Lee,
Lakshmanan, Tiwari, Shah, KDD 2014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places
from cinnabar.feed.engine.model import SOURCES

FOLLOWING, FRESH, INTEREST, GOODS, FIRSTS = "following", "fresh", "interest", "goods", "first-readers"
SEARCHED, NEAR = "searched", "near"
LATELY = "lately"  # done by the same people since the snapshot was made
OFFERED = (FOLLOWING, FRESH, INTEREST, GOODS, SEARCHED, NEAR, LATELY)
EVERY_SOURCE = (*SOURCES, *OFFERED)
SILENT = np.float32(-1e6)  # lower than anything said: where nobody says anything, a note is there to be new


class Offer(NamedTuple):
    """A note that the caller proposes: `source` one of OFFERED, `strength` from 0 to 1."""

    note_id: int
    source: str
    strength: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What counts how much, as logarithms; a setting of the installation."""

    offered: Mapping[str, float] = field(
        default_factory=lambda: {
            FOLLOWING: 1.2,
            FRESH: 1.5,
            INTEREST: 1.0,
            GOODS: 1.2,
            SEARCHED: 1.3,
            NEAR: 0.4,
            LATELY: 0.5,
        }
    )
    foreign: float = 2.3  # off a note in a language that the reader neither reads nor acts in
    shown: float = 0.15  # off for each doubling of how often a note was shown and not opened


@dataclass(frozen=True, slots=True)
class Values:
    """A row a note: `total`, and in `parts` what each of EVERY_SOURCE adds to it."""

    total: Floats
    parts: Floats

    def telling(self) -> list[str]:
        """Of each note, the source whose word lifts it most above the other notes here."""
        if not len(self.total):
            return []
        lifted = np.where(self.parts != 0, self.parts - self.parts.mean(axis=0), -np.inf)
        lifted[:, EVERY_SOURCE.index(FRESH)] = np.maximum(lifted[:, EVERY_SOURCE.index(FRESH)], SILENT)
        return [EVERY_SOURCE[column] for column in lifted.argmax(axis=1).tolist()]

    def only(self, rows: np.ndarray) -> Values:
        return Values(self.total[rows], self.parts[rows])


def offered_parts(notes: Places, offers: Sequence[tuple[int, Offer]], worth: Worth) -> Floats:
    """What `offers`, each with its place, add: a column for each of OFFERED, the strongest offer of each counting."""
    parts = np.zeros((len(notes), len(OFFERED)), np.float32)
    rows = {place: row for row, place in enumerate(notes.tolist())} if offers else {}
    for place, offer in offers:
        row, column = rows.get(place), OFFERED.index(offer.source)
        if row is not None:
            parts[row, column] = max(parts[row, column], worth.offered[offer.source] * offer.strength)
    return parts
