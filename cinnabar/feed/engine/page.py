"""A page of the feed for one reader: propose, value, choose. What is barred cannot come through here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cinnabar.feed.engine import firsts
from cinnabar.feed.engine.arrays import Floats, Ids, Places, rows_at
from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.firsts import Pool
from cinnabar.feed.engine.marks import SILENCE, Walk
from cinnabar.feed.engine.proposing import NOBODY, Newer, Proposals, propose, scaled, weights_of
from cinnabar.feed.engine.reasons import Reasons
from cinnabar.feed.engine.recent import Recent
from cinnabar.feed.engine.related import related
from cinnabar.feed.engine.rules import PAGE, SMALL_SHARE, VARIETY, Shortlist, choose
from cinnabar.feed.engine.snapshot import Snapshot
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.taste import Taste
from cinnabar.feed.engine.valuing import FIRSTS, INTEREST, LATELY, OFFERED, Offer, Values, Worth, offered_parts
from cinnabar.feed.engine.watch import Watch

SHORTLISTED = 200


@dataclass(frozen=True, slots=True)
class Delta:
    """Notes that came after the snapshot; a row each, in the order of `catalogue`."""

    catalogue: Catalogue
    learned: Space

    def __len__(self) -> int:
        return len(self.catalogue)


@dataclass(frozen=True, slots=True)
class Barred:
    """What must not be shown: blocked, muted, hidden, seen, served, not visible. Nothing of it has a default.

    `permits` is asked last, for all that could come: it answers with those that may, each with how much the reader
    asked for more of its kind (a logarithm; 0 for nothing).
    """

    notes: Collection[int]
    authors: Collection[int]
    permits: Callable[[Sequence[int]], Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Reader:
    """The last (note id, kind of action), the latest first, what is barred, and what they asked for.

    `language` is one of the catalogue's codes, 0 for any; `channels` says how much each of those they chose counts;
    `shown` is how often each note was shown to them lately.
    """

    actions: Iterable[tuple[int, str]]
    barred: Barred
    variety: float = VARIETY
    language: int = 0
    channels: Mapping[int, float] = field(default_factory=dict)
    shown: Mapping[int, int] = field(default_factory=dict)
    small_share: float = SMALL_SHARE


@dataclass(frozen=True, slots=True)
class Place:
    """A note on the page: the source whose word counted most, the reader's own note that brought it, and the chance
    that it had to come (1 for what follows from what is known)."""

    note_id: int
    value: float
    source: str
    because: int | None = None
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Audience:
    """The new notes that look for first readers, how often they move people, and the dice."""

    pool: Pool
    usual: float
    random: np.random.Generator


class Engine:
    """One snapshot, and what came after it."""

    def __init__(
        self,
        snapshot: Snapshot,
        delta: Delta | None = None,
        recent: Recent | None = None,
        *,
        worth: Worth | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._model, self._catalogue = snapshot.model, snapshot.catalogue
        self._delta = delta if delta is not None and len(delta) else None
        self._newer = Newer(delta.learned, Space.of_looks(delta.catalogue.looks)) if delta and self._delta else None
        self._recent = recent.graph(self._where, snapshot.model.popularity) if recent else None
        self._weights = weights_of(snapshot.model)
        self._worth, self._watch = worth or Worth(), watch or Watch()
        self.version = snapshot.version

    def knows(self, ids: Collection[int]) -> bool:
        """Whether all of them stand in the snapshot or what came after it."""
        return bool((self._where(ids) >= 0).all())

    def related(self, note_id: int, *, count: int) -> list[int]:
        """Ids of notes that go well with that one, the best first; whoever shows them asks who may see them."""
        place = int(self._where([note_id])[0])
        if place < 0:
            return []
        look = self._of("looks", np.array([place], np.int32))[0]
        known = place if place < len(self._catalogue) else None
        return self._catalogue.ids[related(self._model, self._catalogue.looks, look, known, count=count)].tolist()

    def page(
        self, reader: Reader, *, offers: Sequence[Offer] = (), audience: Audience | None = None, count: int = PAGE
    ) -> list[Place]:
        """Best first; fewer than `count` when no more may be shown."""
        taste = self._taste(reader.actions)
        listed = self._permitted(self._valued(reader, taste, offers, audience), reader)
        drawn = self._drawn(listed, taste, audience, count)
        rows = choose(
            self._shortlist(listed),
            count=count,
            variety=reader.variety,
            small_share=reader.small_share,
            fixed={place: row for place, (row, _chance) in drawn.items()},
        )
        chances = dict(drawn.values())
        telling = listed.values.telling()
        sources = [FIRSTS if row in chances else telling[row] for row in rows]
        because = Reasons(self._model, taste, self._newer, self._recent).of(listed.notes[rows], sources)
        return [
            Place(
                note_id=int(listed.ids[row]),
                value=float(listed.values.total[row]),
                source=source,
                because=None if action is None else self._id_of(action),
                chance=chances.get(row, 1.0),
            )
            for row, source, action in zip(rows, sources, because, strict=True)
        ]

    def _valued(self, reader: Reader, taste: Taste, offers: Sequence[Offer], audience: Audience | None) -> _Listed:
        """The best of all that is proposed or offered, and all that look for first readers."""
        placed = list(zip(self._where([offer.note_id for offer in offers]).tolist(), offers, strict=True))
        looking = self._places_of(audience.pool.notes.tolist()) if audience else NOBODY
        offered = np.array([place for place, _offer in placed if place >= 0], np.int32)
        lately = self._lately(taste)
        proposals = propose(
            self._model,
            taste,
            refused=self._places_of(reader.barred.notes),
            also=np.concatenate((offered, looking, lately.notes)),
            newer=self._newer,
            watch=self._watch,
        )
        if reader.barred.authors:
            barred = np.fromiter(reader.barred.authors, np.int64)
            proposals = proposals.only(~np.isin(self._of("authors", proposals.notes), barred))
        values = self._values(proposals, reader, taste, placed, lately)
        rows = np.argsort(-values.total, kind="stable")[:SHORTLISTED]
        rows = np.union1d(rows, np.flatnonzero(np.isin(proposals.notes, looking)))
        notes = proposals.notes[rows]
        return _Listed(notes, self._of("ids", notes), values.only(rows))

    def _lately(self, taste: Taste) -> Walk:
        """What the graph of the last minutes says of the notes that it reaches, those that are newer included."""
        if self._recent is None:
            return SILENCE
        known = taste.below(len(self._recent))
        reached, weights = self._recent.spread(known.notes, known.faded(self._model.reading.fading["co-engaged"]))
        notes, rows = np.unique(reached, return_inverse=True)
        return Walk(notes, np.bincount(rows, weights=weights, minlength=len(notes)).astype(np.float32))

    def _values(
        self,
        proposals: Proposals,
        reader: Reader,
        taste: Taste,
        placed: Sequence[tuple[int, Offer]],
        lately: Walk,
    ) -> Values:
        offered = offered_parts(proposals.notes, placed, self._worth)
        if len(lately.notes):
            said = scaled(_looked_up(lately, proposals.notes), self._model.scales["co-engaged"])
            offered[:, OFFERED.index(LATELY)] = self._worth.offered[LATELY] * said
        if reader.channels:
            chosen = np.zeros(128, np.float32)
            for channel, strength in reader.channels.items():
                chosen[channel] = strength * self._worth.offered[INTEREST]
            column = OFFERED.index(INTEREST)
            offered[:, column] = np.maximum(offered[:, column], chosen[self._of("channels", proposals.notes)])
        parts = np.concatenate((proposals.opinions * self._weights, offered), axis=1)
        total = parts.sum(axis=1) - self._foreign(proposals.notes, reader, taste)
        total -= self._worth.shown * np.log2(1 + self._often_shown(proposals.notes, reader.shown))
        return Values(total, parts)

    def _often_shown(self, notes: Places, shown: Mapping[int, int]) -> Floats:
        where, often = self._where(shown.keys()), np.fromiter(shown.values(), np.float32, len(shown))
        order = np.argsort(where)
        return _looked_up(Walk(where[order], often[order]), notes)

    def _foreign(self, notes: Places, reader: Reader, taste: Taste) -> Floats:
        """What is taken off a note in a language that is not the reader's: less, the more they act in it."""
        languages = self._of("languages", notes)
        if not reader.language:
            return np.zeros(len(notes), np.float32)
        acted = self._of("languages", taste.notes)
        shares = np.bincount(acted, minlength=128) / max(len(acted), 1)
        is_foreign = (languages != 0) & (languages != reader.language)
        return np.where(is_foreign, self._worth.foreign * (1 - shares[languages]), 0.0).astype(np.float32)

    def _permitted(self, listed: _Listed, reader: Reader) -> _Listed:
        wishes = reader.barred.permits(listed.ids.tolist())
        rows = np.array([row for row, note_id in enumerate(listed.ids.tolist()) if note_id in wishes], np.intp)
        ids, values = listed.ids[rows], listed.values.only(rows)
        wished = np.array([wishes[note_id] for note_id in ids.tolist()], np.float32)
        return _Listed(listed.notes[rows], ids, Values(values.total + wished, values.parts))

    def _drawn(
        self, listed: _Listed, taste: Taste, audience: Audience | None, count: int
    ) -> dict[int, tuple[int, float]]:
        """Place on the page → (row, chance) of the notes that are shown to find their first readers."""
        if audience is None:
            return {}
        row_of = {note_id: row for row, note_id in enumerate(listed.ids.tolist())}
        pool = audience.pool.only(np.array([note in row_of for note in audience.pool.notes.tolist()], np.bool_))
        rows = [row_of[note] for note in pool.notes.tolist()]
        about = self._about(taste)
        nearness = (
            self._of("looks", listed.notes[rows]) @ about if about is not None else np.zeros(len(rows), np.float32)
        )
        wanted = min(firsts.PLACES, count * firsts.PLACES // PAGE)
        drawn = firsts.draw(pool, nearness, usual=audience.usual, count=wanted, random=audience.random)
        where = firsts.places(len(drawn), page=count, random=audience.random)
        return {place: (rows[row], chance) for place, (row, chance) in zip(where, drawn, strict=False)}

    def _about(self, taste: Taste) -> Floats | None:
        if not len(taste.notes):
            return None
        return taste.faded(self._model.reading.spectral_recency) @ self._of("looks", taste.notes)

    def _taste(self, actions: Iterable[tuple[int, str]]) -> Taste:
        told = list(actions)
        where = self._where([note_id for note_id, _kind in told]).tolist()
        return Taste.of_actions((place, kind) for place, (_note, kind) in zip(where, told, strict=True) if place >= 0)

    def _places_of(self, ids: Collection[int]) -> Places:
        places = self._where(ids)
        return places[places >= 0]

    def authors(self, reader: Reader, *, offers: Sequence[Offer] = (), count: int) -> list[int]:
        """Whose notes that reader would want most: ids of authors, the best first, each judged by their best notes."""
        taste = self._taste(reader.actions)
        listed = self._permitted(self._valued(reader, taste, offers, None), reader)
        if not len(listed.ids):
            return []
        authors, rows = np.unique(self._of("authors", listed.notes), return_inverse=True)
        worth = np.bincount(rows, weights=np.exp(listed.values.total - listed.values.total.max()))
        return authors[np.argsort(-worth, kind="stable")[:count]].tolist()

    def _where(self, ids: Collection[int] | Ids) -> Places:
        """The place of each note, those of the delta behind the others; -1 where there is none."""
        places = self._catalogue.places_of(ids)
        if self._delta:
            newer = self._delta.catalogue.places_of(ids)
            places = np.where(newer >= 0, newer + len(self._catalogue), places).astype(np.int32)
        return places

    def _shortlist(self, listed: _Listed) -> Shortlist:
        return Shortlist(
            listed.values.total,
            *(self._of(column, listed.notes) for column in ("authors", "is_commercial", "is_small", "looks")),
        )

    def _of(self, column: str, notes: Places) -> np.ndarray:
        """That column of the catalogue for `notes`, the delta's included."""
        newer = getattr(self._delta.catalogue, column) if self._delta else None
        return rows_at(notes, getattr(self._catalogue, column), newer)

    def _id_of(self, place: int) -> int:
        return int(self._of("ids", np.array([place], np.int32))[0])


def _looked_up(told: Walk, notes: Places) -> Floats:
    """What `told`, whose notes ascend, says of each of `notes`; nothing is 0."""
    if not len(told.notes):
        return np.zeros(len(notes), np.float32)
    rows = np.minimum(np.searchsorted(told.notes, notes), len(told.notes) - 1)
    return np.where(told.notes[rows] == notes, told.values[rows], np.float32(0))


@dataclass(frozen=True, slots=True)
class _Listed:
    """What may come on the page: places, ids and values, a row each."""

    notes: Places
    ids: Ids
    values: Values
