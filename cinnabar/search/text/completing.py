"""By which beginnings a name is suggested as somebody types: from each of its words on, and by its sound. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import rjieba

from cinnabar.search.text.folding import fold
from cinnabar.search.text.pinyin import syllables
from cinnabar.search.text.tokens import pieces_at

LONGEST = 24  # characters of a beginning
MOST_STARTS = 24  # of a name
LONGEST_INITIALS = 8


def typed(text: str) -> str:
    """What somebody has typed so far, as beginnings are written."""
    return " ".join(fold(text.replace("\0", " ")).split())[:LONGEST]


def beginnings(name: str) -> list[tuple[str, bool]]:
    """Everything that `name` is suggested for, and whether it is the very beginning."""
    folded = " ".join(fold(name).split())
    found: dict[str, bool] = {}
    for place in islice(_starts(folded), MOST_STARTS):
        found.setdefault(folded[place : place + LONGEST].strip(), place == 0)
    return [(key, is_first) for key, is_first in found.items() if key]


def sounds(name: str) -> list[tuple[str, bool]]:
    """The same by pinyin and by its initials; nothing where nothing is Chinese."""
    found: dict[str, bool] = {}
    for kind, run, begin in pieces_at(" ".join(fold(name).split())):
        if kind == "dense":
            for place in islice(_words(run), MOST_STARTS):
                said = syllables(run[place:])
                found.setdefault("".join(said)[:LONGEST], begin + place == 0)
                if len(said) > 1:
                    found.setdefault("".join(one[:1] for one in said)[:LONGEST_INITIALS], begin + place == 0)
    return [(key, is_first) for key, is_first in found.items() if key.isascii() and key.isalpha()]


def _starts(folded: str) -> Iterator[int]:
    """Where a word begins; in scripts without spaces, anywhere."""
    for kind, piece, begin in pieces_at(folded):
        yield from range(begin, begin + len(piece)) if kind == "dense" else (begin,)


def _words(run: str) -> Iterator[int]:
    place = 0
    for word in rjieba.cut(run):
        yield place
        place += len(word)
