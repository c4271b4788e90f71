"""What holds for every page, whatever a reader likes: few of one author, few commercial, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Flags, Floats, Ids
from cinnabar.feed.engine.variety import Spread

PAGE = 20
NOTES_OF_ONE_AUTHOR = 2
SECOND_OF_AN_AUTHOR = 0.7  # off the value of an author's second note
COMMERCIAL_SHARE = 0.2
SMALL_SHARE = 0.5  # of the places, for authors with few followers, as long as that costs a page little:
LEEWAY = 0.3  # off the value of others' notes while fewer of the places are theirs
SAME = 0.97  # cosine of the looks of notes that are one to a reader
VARIETY = 1.0  # what a note that has nothing in common with the last ones is worth, against none


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The notes that a page is made from: a row each."""

    values: Floats
    authors: Ids
    is_commercial: Flags
    is_small: Flags
    looks: Floats


def choose(
    shortlist: Shortlist,
    *,
    count: int = PAGE,
    variety: float = VARIETY,
    small_share: float = SMALL_SHARE,
    fixed: Mapping[int, int] | None = None,
) -> list[int]:
    """Rows, first place first; rather a short page than one that breaks a rule.

    `fixed` says which rows stand at which places, if the rules let them, and not before while there are others.
    """
    waiting = dict(fixed or {})
    spread = Spread(shortlist.looks)
    values = shortlist.values.astype(np.float32).copy()
    is_left = np.isfinite(values)
    commercial_left, authors, small = int(COMMERCIAL_SHARE * count), Counter[int](), 0
    leeway = np.where(shortlist.is_small, 0, np.float32(LEEWAY))
    chosen: list[int] = []
    while len(chosen) < count and is_left.any():
        is_free = is_left.copy()
        is_free[list(waiting.values())] = False
        best = waiting.pop(len(chosen), -1)
        if best < 0 or not is_left[best]:
            is_free = is_free if is_free.any() else is_left
            worth = values + variety * spread.apart()
            if small < small_share * (len(chosen) + 1):
                worth -= leeway
            best = int(np.argmax(np.where(is_free, worth, -np.inf)))
        chosen.append(best)
        small += bool(shortlist.is_small[best])
        spread.choose(best)
        author = int(shortlist.authors[best])
        authors[author] += 1
        of_author = shortlist.authors == author
        values[of_author] -= SECOND_OF_AN_AUTHOR
        is_left[best] = False
        is_left &= shortlist.looks @ shortlist.looks[best] < SAME
        if authors[author] == NOTES_OF_ONE_AUTHOR:
            is_left &= ~of_author
        if shortlist.is_commercial[best]:
            commercial_left -= 1
            if not commercial_left:
                is_left &= ~shortlist.is_commercial
    return chosen
