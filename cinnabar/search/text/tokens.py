"""The tokeniser: a text becomes terms, and one canonical line in which every term can be found again.

Scripts without spaces (Han, kana, Hangul) give characters, pairs of characters (Nie, Gao, Ren, Zhou 2000: "On the use
of words and n-grams for Chinese information retrieval") and, from a dictionary, words of three characters and more.
Latin words are stemmed; numbers stay with their units, so `30 ml` and `30ml` are one term. Titles and labels also give
the letter triples of their words, which find a word inside another and most misspelt ones.

A change here changes what is in the index: raise VERSION, and offer `cinnabar rebuild-search`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

from cinnabar.search.text.english import stem
from cinnabar.search.text.folding import fold

VERSION = 2

DENSE = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f"
UNITS = "ml|cl|l|mg|mcg|kg|g|oz|lb|cm|mm|m|iu|w|mah|gb|inch|pcs"
PIECE = re.compile(
    rf"""
    (?P<dense>[{DENSE}]+)
    | (?P<strength>(?:spf|pa)\s?\d+\+*)
    | (?P<measure>\d+(?:[.]\d+)?\s?(?:{UNITS})(?![a-z]))
    | (?P<number>\d+(?:[.]\d+)?%?)
    | (?P<word>(?:[^\W\d_{DENSE}]['’]?)+)
    | (?P<picture>[\u2600-\u27bf\U0001f300-\U0001faff])
    """,
    re.VERBOSE,
)
DENSE_CHARACTER = re.compile(f"[{DENSE}]")
APOSTROPHE = re.compile("['’](?:s$|)")
LONGEST = 60  # letters of a term; what is longer is cut


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says. Positions count characters of dense scripts and words of others."""

    line: str  # canonical; words between spaces
    terms: tuple[tuple[str, int], ...]
    length: int


TRIPLE = "~"  # before a triple of letters, in which a space is the edge of the word


def is_dense(term: str) -> bool:
    """Whether the term is of a script that puts no spaces between words."""
    return DENSE_CHARACTER.match(term) is not None


def read(text: str) -> Reading:
    """The terms of `text` with their positions, and its canonical line."""
    terms: list[tuple[str, int]] = []
    line: list[str] = []
    place = 0
    for kind, piece, _ in pieces_at(fold(text)):
        if kind == "dense":
            terms += [(term, place + offset) for term, offset in _dense(piece)]
            line.append(piece)
            place += len(piece)
        else:
            words = _spellings(kind, piece)
            terms += [(word, place) for word in words]
            line += words
            place += 1
    return Reading(f" {' '.join(line)} ", tuple(terms), place)


def triples(line: str) -> Iterator[str]:
    """The letter triples of the words between spaces in a canonical line."""
    for word in line.split():
        if not is_dense(word):
            edged = f" {word} "
            yield from (TRIPLE + edged[place : place + 3] for place in range(len(edged) - 2))


def standing(term: str) -> str:
    """The term as it stands in a canonical line: between spaces, if its script has them."""
    if term.startswith(TRIPLE):
        return term[1:]
    return term if is_dense(term) else f" {term} "


def pieces_at(folded: str) -> Iterator[tuple[str, str, int]]:
    """Runs of one script in a folded text: their kinds, words and places."""
    for found in PIECE.finditer(folded):
        yield found.lastgroup or "", found.group(), found.start()


def _dense(run: str) -> Iterator[tuple[str, int]]:
    for place, character in enumerate(run):
        yield character, place
        if place + 1 < len(run):
            yield run[place : place + 2], place
    if len(run) > 2:
        yield from _long_words(run)


def _long_words(run: str) -> Iterator[tuple[str, int]]:
    """The dictionary's words of three characters and more; shorter ones are characters and pairs already."""
    place = 0
    for word in rjieba.cut(run):
        if len(word) > 2:
            yield word, place
        place += len(word)


def _spellings(kind: str, piece: str) -> list[str]:
    """The terms of a piece of a script with spaces: mostly one."""
    if kind == "measure":
        return ["".join(piece.split())]
    if kind == "strength":
        letters = piece[:3] if piece.startswith("spf") else piece[:2]
        return [letters, f"{letters}{piece[len(letters) :].strip().rstrip('+')}"]
    if kind == "word":
        return [stem(APOSTROPHE.sub("", piece)[:LONGEST])]
    return [piece]
