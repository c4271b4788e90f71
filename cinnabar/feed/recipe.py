"""The recipe of the home page: sources → score → rules. Pure functions on plain data; the learning feed extends it.

Scores are logarithms (base 10), so that a sum here is a product in words: `hot` is freshness × engagement
(`notes/rules.py`), an interest multiplies it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

PAGE = 20
INTEREST_WEIGHT = 0.6  # a chosen channel counts like four times the engagement
LANGUAGE_WEIGHT = 1.0  # a note that the reader can read counts like ten times the engagement
NOTES_OF_ONE_AUTHOR = 2
COMMERCIAL_SHARE = 0.2
SAME_CHANNEL_IN_A_ROW = 3


class Candidate(NamedTuple):
    """A note that might be shown; `source` says who proposed it."""

    note_id: int
    author_id: int
    channel: str
    language: str  # "zh", "en", "mixed" or empty
    money_mark: str
    hot: float
    is_seen: bool
    source: str


@dataclass(frozen=True, slots=True)
class Taste:
    """What is known of a reader: the channels they chose and the language they read ("zh", "en")."""

    interests: Collection[str] = ()
    language: str = ""


def score(candidate: Candidate, taste: Taste) -> float:
    """How much a reader of that taste is expected to want this note, as a base-10 logarithm."""
    liked = INTEREST_WEIGHT if candidate.channel in taste.interests else 0.0
    foreign = candidate.language not in ("", "mixed", taste.language)
    return candidate.hot + liked + (0.0 if foreign else LANGUAGE_WEIGHT)


def rank(candidates: Iterable[Candidate], taste: Taste) -> list[Candidate]:
    """Best first, each note once, unseen before seen."""
    once = {candidate.note_id: candidate for candidate in candidates}.values()
    return sorted(once, key=lambda c: (c.is_seen, -score(c, taste), -c.note_id))


def pick(ranked: Sequence[Candidate], *, count: int = PAGE) -> list[Candidate]:
    """The page: the best `count` that keep the rules; rules give way only when the page would stay short.

    At most two notes of one author, a fifth commercial, three of one channel in a row where another is at hand.
    """
    page = _Page(count)
    waiting = list(ranked)
    while waiting and len(page.picked) < count:
        best = next((candidate for candidate in waiting if page.allows(candidate, waiting)), None)
        if best is None:
            break
        waiting.remove(best)
        page.take(best)
    return page.picked + waiting[: count - len(page.picked)]


class _Page:
    def __init__(self, count: int) -> None:
        self.picked: list[Candidate] = []
        self._authors: Counter[int] = Counter()
        self._commercial_left = int(COMMERCIAL_SHARE * count)

    def take(self, candidate: Candidate) -> None:
        self.picked.append(candidate)
        self._authors[candidate.author_id] += 1
        self._commercial_left -= bool(candidate.money_mark)

    def allows(self, candidate: Candidate, waiting: Sequence[Candidate]) -> bool:
        # `waiting` is ranked, unseen first: a seen note's turn comes when its head is seen too.
        if candidate.is_seen and not waiting[0].is_seen:
            return False
        if self._authors[candidate.author_id] >= NOTES_OF_ONE_AUTHOR:
            return False
        if candidate.money_mark and not self._commercial_left:
            return False
        tail = self.picked[-SAME_CHANNEL_IN_A_ROW:]
        if len(tail) < SAME_CHANNEL_IN_A_ROW or any(other.channel != candidate.channel for other in tail):
            return True
        return all(other.channel == candidate.channel for other in waiting)
