"""What a page notes down about single notes out of very many, in arrays that are kept and cleaned, not made anew.

A page of a million notes reads some ten thousand of them, and does not even touch the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places


class Walk(NamedTuple):
    """Notes that a source reached, each once, and what it says of each."""

    notes: Places
    values: Floats


SILENCE = Walk(np.empty(0, np.int32), np.empty(0, np.float32))


class Marks:
    """Which notes are refused, and which are proposed. Of one page at a time."""

    def __init__(self, size: int) -> None:
        self.is_refused = np.zeros(size, np.bool_)
        self._row = np.empty(size, np.int32)
        self._value = np.zeros(size, np.float32)
        self._proposed: list[Places] = []

    def mark(self, notes: Places) -> None:
        self._proposed.append(notes)

    def marked(self) -> Places:
        """What was proposed and is not refused, each once, in order."""
        notes = np.unique(np.concatenate([*self._proposed, SILENCE.notes]))
        return notes[~self.is_refused[notes]].astype(np.int32)

    def clean(self, refused: Places) -> None:
        self.is_refused[refused] = False
        self._proposed.clear()

    def sums(self, notes: Places, values: Floats) -> Walk:
        """Each of `notes` once, with the sum of its values."""
        rows = np.arange(len(notes), dtype=np.int32)
        self._row[notes] = rows
        once = notes[self._row[notes] == rows]  # of several rows of a note the last one was written
        self._row[once] = np.arange(len(once), dtype=np.int32)
        total = np.bincount(self._row[notes], weights=values, minlength=len(once))
        return Walk(once, total.astype(np.float32))

    def spread(self, walk: Walk, notes: Places) -> Floats:
        """What `walk` says of each of `notes`; nothing is 0."""
        self._value[walk.notes] = walk.values
        told: Floats = self._value[notes]
        self._value[walk.notes] = 0
        return told


_kept: deque[Marks] = deque(maxlen=8)


@contextmanager
def marks_of(size: int, refused: Places) -> Iterator[Marks]:
    """Clean ones of that size, nobody else's meanwhile."""
    try:
        marks = _kept.pop()
    except IndexError:
        marks = Marks(size)
    if len(marks.is_refused) != size:
        marks = Marks(size)
    marks.is_refused[refused] = True
    yield marks
    marks.clean(refused)
    _kept.append(marks)  # where something went wrong they are not clean, and are not kept
