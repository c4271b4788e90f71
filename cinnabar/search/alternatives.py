"""What to ask instead, when a question finds nothing: the same with fewer words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import rjieba

from cinnabar.notes.visibility import Viewer
from cinnabar.search.finding import find
from cinnabar.search.models import Kind
from cinnabar.search.queries import Limits
from cinnabar.search.text.tokens import is_dense
from cinnabar.search.text.wishes import understand

MOST_WORDS = 6  # of a question that is tried with one less
MOST = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    words: str
    found: int


def fewer_words(text: str, viewer: Viewer) -> list[Alternative]:
    """Questions with one word less, or without operators, that find something: the most first."""
    wish = understand(text)
    bare = " ".join(dict.fromkeys(wish.words.split()))
    tried = [bare] if wish.parts and bare else []
    pieces = list(_pieces(bare))
    if 1 < len(pieces) <= MOST_WORDS:
        tried += [_joined(pieces[:place] + pieces[place + 1 :]) for place in range(len(pieces))]
    found = [Alternative(words, _number(words, viewer)) for words in dict.fromkeys(tried)]
    return sorted((one for one in found if one.found), key=lambda one: -one.found)[:MOST]


def _number(words: str, viewer: Viewer) -> int:
    results = find(words, viewer, Limits((Kind.NOTE, Kind.PRODUCT)), is_literal=True)
    return sum(map(len, results.scores.values()))


def _pieces(words: str) -> Iterator[str]:
    for word in words.split():
        yield from rjieba.cut(word) if is_dense(word) else (word,)


def _joined(pieces: list[str]) -> str:
    """Words of scripts without spaces stand together."""
    said = pieces[0]
    for before, piece in pairwise(pieces):
        said += piece if is_dense(before[-1:]) and is_dense(piece) else f" {piece}"
    return said
