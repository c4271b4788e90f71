"""A page of the feed for one reader: propose, value, choose. What is barred cannot come through here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places
from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.model import SOURCES
from cinnabar.feed.engine.proposing import Proposals, propose, weights_of
from cinnabar.feed.engine.rules import PAGE, VARIETY, Shortlist, choose
from cinnabar.feed.engine.snapshot import Snapshot
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.taste import Taste

SHORTLISTED = 200


@dataclass(frozen=True, slots=True)
class Delta:
    """Notes that came after the snapshot; a row each, in the order of `catalogue`."""

    catalogue: Catalogue
    learned: Space


@dataclass(frozen=True, slots=True)
class Barred:
    """What must not be shown: blocked, muted, hidden, seen, served, not visible. Nothing of it has a default."""

    notes: Collection[int]
    authors: Collection[int]


@dataclass(frozen=True, slots=True)
class Reader:
    """The last (note id, kind of action), the latest first, what is barred, and how varied a page should be."""

    actions: Iterable[tuple[int, str]]
    barred: Barred
    variety: float = VARIETY


@dataclass(frozen=True, slots=True)
class Place:
    """A note on the page, and the source whose word counted most for it."""

    note_id: int
    value: float
    source: str


class Engine:
    """One snapshot, and what came after it."""

    def __init__(self, snapshot: Snapshot, delta: Delta | None = None) -> None:
        self._model, self._catalogue = snapshot.model, snapshot.catalogue
        self._delta = delta
        self._weights = weights_of(snapshot.model)

    def page(self, reader: Reader, *, count: int = PAGE) -> list[Place]:
        """Best first; fewer than `count` when no more may be shown."""
        proposals = propose(
            self._model,
            self._taste(reader.actions),
            refused=self._places_of(reader.barred.notes),
            newer=self._delta.learned if self._delta else None,
        )
        proposals = self._without_authors(proposals, reader.barred.authors)
        values = proposals.values(self._weights)
        best = np.argsort(-values, kind="stable")[:SHORTLISTED]
        chosen = choose(self._shortlist(proposals.notes[best], values[best]), count=count, variety=reader.variety)
        return [self._place(proposals, values, int(best[row])) for row in chosen]

    def _taste(self, actions: Iterable[tuple[int, str]]) -> Taste:
        told = list(actions)
        where = self._where([note_id for note_id, _kind in told])
        return Taste.of_actions((place, kind) for place, (_note, kind) in zip(where, told, strict=True) if place >= 0)

    def _places_of(self, ids: Collection[int]) -> Places:
        places = self._where(ids)
        return places[places >= 0]

    def _where(self, ids: Collection[int]) -> Places:
        """The place of each note, those of the delta behind the others; -1 where there is none."""
        places = self._catalogue.places_of(ids)
        if self._delta:
            newer = self._delta.catalogue.places_of(ids)
            places = np.where(newer >= 0, newer + len(self._catalogue), places)
        return places

    def _without_authors(self, proposals: Proposals, authors: Collection[int]) -> Proposals:
        if not authors:
            return proposals
        is_free = ~np.isin(self._of("authors", proposals.notes), np.fromiter(authors, np.int64))
        return Proposals(proposals.notes[is_free], proposals.opinions[is_free])

    def _shortlist(self, notes: Places, values: Floats) -> Shortlist:
        return Shortlist(values, self._of("authors", notes), self._of("is_commercial", notes), self._of("looks", notes))

    def _of(self, column: str, notes: Places) -> np.ndarray:
        """That column of the catalogue for `notes`, the delta's included."""
        values: np.ndarray = getattr(self._catalogue, column)
        if not self._delta:
            return values[notes]
        is_new = notes >= len(values)
        found = np.empty((len(notes), *values.shape[1:]), values.dtype)
        found[~is_new] = values[notes[~is_new]]
        found[is_new] = getattr(self._delta.catalogue, column)[notes[is_new] - len(values)]
        return found

    def _place(self, proposals: Proposals, values: Floats, row: int) -> Place:
        ids = self._of("ids", proposals.notes[row : row + 1])
        said = proposals.opinions[row] * self._weights
        return Place(int(ids[0]), float(values[row]), SOURCES[int(said.argmax())])
