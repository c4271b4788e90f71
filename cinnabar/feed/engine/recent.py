"""What people did since the snapshot was made: the same co-engagement, of few pairs, up to date in each process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids, Places
from cinnabar.feed.engine.graph import Graph
from cinnabar.feed.engine.model import Reading

HEARD = 0.5  # of a voice (fit/voices.py), from which on it is learned from
LAST = 10  # things that somebody did are looked at, for each that is new
MOST = 50_000  # pairs; the oldest go first
OF_THE_FIRST, OF_THE_SECOND = 0.3, 0.2  # how much popularity counts against a pair, as in fit/engagement.py


@dataclass(slots=True)
class Recent:
    """Pairs of notes that the same person did things with, the first before the second. Not for two threads at once."""

    reading: Reading
    _pairs: dict[tuple[int, int, int], float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._pairs)

    def add(self, deeds: Iterable[tuple[int, int, bool]]) -> None:
        """(person, note, whether that is new), by person and time. Twice adds nothing."""
        for person, told in groupby(deeds, key=itemgetter(0)):
            notes = [(note, is_new) for _person, note, is_new in told][-LAST:]
            for at, (second, is_new) in enumerate(notes):
                for gap, (first, _new) in enumerate(reversed(notes[:at])) if is_new else ():
                    if first != second:
                        worth = self.reading.gap_fading**gap / len(notes) ** 0.5
                        self._pairs.setdefault((person, first, second), worth)
        for old in list(self._pairs)[: max(0, len(self._pairs) - MOST)]:
            del self._pairs[old]

    def graph(self, where: Callable[[Ids], Places], popularity: Floats) -> Graph | None:
        """By the places that `where` gives; those beyond `popularity` are of notes that nobody knew before."""
        if not self._pairs:
            return None
        told = np.array(list(self._pairs), np.int64)
        worth = np.fromiter(self._pairs.values(), np.float32, len(self._pairs))
        first, second = where(told[:, 1]), where(told[:, 2])
        both = (first >= 0) & (second >= 0)
        first, second, worth = first[both], second[both], worth[both]
        owners = np.concatenate((first, second))
        others = np.concatenate((second, first))
        weights = np.concatenate((worth, self.reading.backwards * worth))
        often = np.ones(int(owners.max(initial=0)) + 1, np.float32)
        known = min(len(often), len(popularity))
        often[:known] = np.maximum(np.expm1(popularity[:known]), 1)
        weights *= often[owners] ** -OF_THE_FIRST * often[others] ** -OF_THE_SECOND
        order = np.argsort(owners, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(owners, minlength=len(often)))))
        return Graph(starts.astype(np.int64), others[order].astype(np.int32), weights[order].astype(np.float32))
