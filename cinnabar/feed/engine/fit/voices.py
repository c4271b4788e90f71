"""How far what somebody praises counts for others: a crowd of accounts must not speak louder than the people behind it.

An account's voice grows with its age and with how many different authors it praises; it shrinks with how many others
do just the same (near duplicates by min-wise hashing: Broder 1997; lockstep as a sign of collusion: Beutel et al.,
"CopyCatch", WWW 2013). Accounts that answer each other's praise and praise few others are a circle: what they say of
one another counts for nobody else, what they say of others does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from cinnabar.feed.engine.arrays import Flags, Floats, Ids

RIPE_DAYS = 3.0  # how old an account has to be to speak for others, in a town that is older than twice that
MANY_AUTHORS = 3.0  # evenly praised, from which on an account's voice is a whole one
FEWEST = 5  # actions below which nobody is compared with others
MUTUAL = 0.15  # share of somebody's praise that is answered, from which on it is asked who else is praised
CLOSED = 0.4  # share of it that goes to others of whom the same is true, from which on they are a circle
VILLAGE = 1 / 2  # of all voices: where more of them answer each other, it is a village and no circle
BANDS, ROWS = 8, 4  # of hashes: two histories with half of their notes in common count as a sixteenth of the same
QUARTERS = 4  # voices come in quarters, so that few change at a time

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Deeds:
    """A row an action: whose, with which note, and whose note that is."""

    people: Ids
    notes: Ids
    authors: Ids

    def __len__(self) -> int:
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Voices:
    """A row for each who acts, by person: from 0, nobody hears it, to 1; the circle it belongs to, 0 for none."""

    people: Ids
    weights: Floats
    circles: Ids

    def heard(self, deeds: Deeds) -> Floats:
        """How far each deed counts for others; of an account that nobody judged yet, nothing."""
        own, theirs = self._told(self.circles, deeds.people), self._told(self.circles, deeds.authors)
        is_within = (own > 0) & (own == theirs)
        unheard = is_within | (deeds.people == deeds.authors)
        return np.where(unheard, 0, self._told(self.weights, deeds.people)).astype(np.float32)

    def _told(self, column: np.ndarray, people: Ids) -> np.ndarray:
        """That column for each of `people`, 0 for who does not act."""
        if not len(self.people):
            return np.zeros(len(people), column.dtype)
        where = np.minimum(np.searchsorted(self.people, people), len(self.people) - 1)
        return np.where(self.people[where] == people, column[where], 0)


def voices_of(deeds: Deeds, ages: Mapping[int, float]) -> Voices:
    """`ages` in days; who is missing there is old enough."""
    people, where, often = np.unique(deeds.people, return_inverse=True, return_counts=True)
    weights = _ripe(people, ages) * _broad(deeds, where, often) / _alike(deeds, where, often)
    rounded = (np.round(weights * QUARTERS) / QUARTERS).astype(np.float32)
    return Voices(people, rounded, _circles(deeds, people, where, often, rounded))


def _ripe(people: Ids, ages: Mapping[int, float]) -> Shares:
    """A young town does not wait: half of its own age is old enough there."""
    days = np.array([ages.get(person, np.inf) for person in people.tolist()], np.float64)
    known = days[np.isfinite(days)]
    enough = min(RIPE_DAYS, float(known.max(initial=0.0)) / 2)
    share: Shares = np.clip(days / enough, 0, 1) ** 3 if enough > 0 else np.ones(len(days))
    return share


def _broad(deeds: Deeds, where: Ids, often: Ids) -> Shares:
    """The number of authors that somebody praises, as if evenly, against many."""
    authors, author_of = np.unique(deeds.authors, return_inverse=True)
    pairs, times = np.unique(where * len(authors) + author_of, return_counts=True)
    squares = np.bincount(pairs // max(len(authors), 1), weights=times.astype(np.float64) ** 2, minlength=len(often))
    share: Shares = np.minimum(often**2 / np.maximum(squares, 1) / MANY_AUTHORS, 1)
    return share


def _alike(deeds: Deeds, where: Ids, often: Ids) -> Shares:
    """How many accounts do just what somebody does, with itself."""
    order = np.argsort(where, kind="stable")
    starts = np.cumsum(often) - often
    notes = deeds.notes[order].astype(np.uint64)
    judged = often >= FEWEST
    same = np.zeros(len(often))
    random = np.random.default_rng(0)
    for _band in range(BANDS if judged.any() else 0):
        key = np.zeros(len(often), np.uint64)
        for factor, step in random.integers(1, 1 << 62, (ROWS, 2), dtype=np.uint64):
            mixed = (notes + step) * (2 * factor + np.uint64(1))
            mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(0xBF58476D1CE4E5B9)
            key = key * np.uint64(0x9E3779B97F4A7C15) + np.minimum.reduceat(mixed, starts)
        _keys, bucket, sizes = np.unique(key[judged], return_inverse=True, return_counts=True)
        same[judged] += sizes[bucket] / BANDS
    return np.where(judged, same, 1.0)


def _circles(deeds: Deeds, people: Ids, where: Ids, often: Ids, weights: Floats) -> Ids:
    """Of each of `people` the smallest id in their circle; 0 where they are in none."""
    is_answered = _is_answered(deeds)
    is_suspect = (_share(is_answered, where, often) >= MUTUAL) & (often >= FEWEST)
    suspects = people[is_suspect]
    closed = _share(np.isin(deeds.authors, suspects), where, often) >= CLOSED
    circles = np.zeros(len(people), np.int64)
    members = np.flatnonzero(is_suspect & closed)
    among = is_answered & np.isin(where, members) & np.isin(deeds.authors, people[members])
    if not among.any():
        return circles
    first, second = where[among], np.searchsorted(people, deeds.authors[among])
    graph = sp.csr_matrix((np.ones(len(first), np.bool_), (first, second)), shape=(len(people), len(people)))
    _number, labels = connected_components(graph, directed=False)
    for label in np.unique(labels[members]).tolist():
        within = members[labels[members] == label]
        if len(within) > 1 and weights[within].sum() <= VILLAGE * weights.sum():
            circles[within] = people[within[0]]
    return circles


def _share(is_so: Flags, where: Ids, often: Ids) -> Shares:
    share: Shares = np.bincount(where, weights=is_so, minlength=len(often)) / np.maximum(often, 1)
    return share


def _is_answered(deeds: Deeds) -> Flags:
    """Whether the author of the note did something with a note of that person, too."""
    everybody, place = np.unique(np.concatenate((deeds.people, deeds.authors)), return_inverse=True)
    people, authors = place[: len(deeds)], place[len(deeds) :]
    answered: Flags = np.isin(people * len(everybody) + authors, authors * len(everybody) + people)
    return answered
