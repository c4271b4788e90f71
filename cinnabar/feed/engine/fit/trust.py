"""Whose actions are believed: rings of accounts that praise one another speak for nobody but themselves.

The share of what somebody does that goes to people who do the same for them. Among people who read what they like, that
is rare; in a ring it is nearly all (reciprocity as a sign of collusion, e.g. Beutel et al., "CopyCatch", WWW 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Flags, Ids

FEWEST = 8  # actions below which nobody is judged
MUTUAL = 0.6  # share of them that is answered in kind, from which on an account is not believed


@dataclass(frozen=True, slots=True)
class Deeds:
    """A row an action: whose, and of whose note."""

    people: Ids
    authors: Ids


def doubted_people(deeds: Deeds) -> Ids:
    """The accounts whose actions go mostly to those who answer them in kind."""
    answered = _is_answered(deeds)
    people, where, often = np.unique(deeds.people, return_inverse=True, return_counts=True)
    mutual = np.bincount(where, weights=answered, minlength=len(people)) / np.maximum(often, 1)
    doubted: Ids = people[(often >= FEWEST) & (mutual >= MUTUAL)]
    return doubted


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
