"""Whose actions are believed: rings of accounts that praise one another speak for nobody but themselves.

Who belongs to a ring is answered in kind by many of those whom they praise, and praises hardly anybody outside it.
Friends answer each other too, but they also read others (dense, closed blocks as a sign of collusion: Beutel et al.,
"CopyCatch", WWW 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cinnabar.feed.engine.arrays import Flags, Ids

FEWEST = 5  # actions below which nobody is judged
MUTUAL = 0.2  # share of them that is answered in kind, from which on it is asked who else is praised
INSULAR = 0.6  # share of them that goes to others of whom the same is true, from which on an account is not believed
LARGEST_RING = 1 / 3  # of all who act: where more of them answer each other, it is a village and no ring


@dataclass(frozen=True, slots=True)
class Deeds:
    """A row an action: whose, and of whose note."""

    people: Ids
    authors: Ids


def doubted_people(deeds: Deeds) -> Ids:
    """The accounts that praise each other and hardly anybody else."""
    people, where, often = np.unique(deeds.people, return_inverse=True, return_counts=True)

    def share(is_so: Flags) -> npt.NDArray[np.float64]:
        return np.bincount(where, weights=is_so, minlength=len(people)) / np.maximum(often, 1)

    suspects = people[share(_is_answered(deeds)) >= MUTUAL]
    closed = share(np.isin(deeds.authors, suspects)) >= INSULAR
    doubted: Ids = people[closed & (often >= FEWEST) & np.isin(people, suspects)]
    return doubted if len(doubted) <= LARGEST_RING * len(people) else doubted[:0]


def _is_answered(deeds: Deeds) -> Flags:
    """Whether the author of the note did something with a note of that person, too."""
    pairs = np.stack((deeds.people, deeds.authors), axis=1)
    known = np.unique(pairs, axis=0)
    keys = {(person, author) for person, author in known.tolist()}
    return np.array([(author, person) in keys for person, author in pairs.tolist()], np.bool_)


def trust_in_authors(deeds: Deeds, doubted: Ids) -> dict[int, float]:
    """Of authors whose notes are praised by doubted accounts, the share of praise that is not theirs."""
    is_doubted = np.isin(deeds.people, doubted)
    authors, where, often = np.unique(deeds.authors, return_inverse=True, return_counts=True)
    kept = np.bincount(where, weights=~is_doubted, minlength=len(authors)) / np.maximum(often, 1)
    return {int(author): float(share) for author, share in zip(authors, kept, strict=True) if share < 1}
