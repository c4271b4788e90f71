"""Where the words of a question stand in a text as its author wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cinnabar.search.text.english import stem
from cinnabar.search.text.folding import fold
from cinnabar.search.text.question import Alternative, Question
from cinnabar.search.text.tokens import APOSTROPHE, TRIPLE, is_dense, pieces_at

Span = tuple[int, int]
WINDOW = 64  # columns of a snippet; a character of a dense script takes two
LEAD = 14  # columns before the first marked word


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text with the spans in it to mark."""

    text: str
    spans: tuple[Span, ...]


def spans_of(text: str, question: Question) -> list[Span]:
    """What to mark in `text`, from left to right, not touching each other."""
    folded, places = _folded(text)
    sought = _sought(question)
    found = sorted((places[begin], places[end]) for begin, end in _hits(folded, sought) if places[begin] < places[end])
    joined: list[Span] = []
    for begin, end in found:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def snippet(text: str, question: Question) -> Passage | None:
    """The part of `text` that says most of what was asked, or None where it says nothing of it."""
    line = " ".join(text.split())
    spans = spans_of(line, question)
    if not spans:
        return None
    _, first = max((_marked_from(spans, line, begin), -place) for place, (begin, _) in enumerate(spans))
    begin = _back(line, spans[-first][0])
    end = _forth(line, begin)
    inside = tuple((max(b, begin) - begin, min(e, end) - begin) for b, e in spans if b < end and e > begin)
    ahead = "…" if begin else ""
    shift = len(ahead)
    return Passage(
        f"{ahead}{line[begin:end]}{'…' if end < len(line) else ''}", tuple((b + shift, e + shift) for b, e in inside)
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in `text` it comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        one = fold(character)
        if "\u0300" <= character < "\u0370":  # an accent written after its letter
            one = ""
        folded.append(one)
        places += [place] * len(one)
    return "".join(folded), [*places, len(text)]


def _sought(question: Question) -> frozenset[str]:
    """Pairs and words; a single character of a dense script only where nothing longer was asked."""
    terms = {term for concept in question.concepts for way in concept.alternatives for term in _marked_of(way)}
    longer = {term for term in terms if (len(term) > 1 or not is_dense(term)) and not term.startswith(TRIPLE)}
    return frozenset(longer or terms)


def _marked_of(way: Alternative) -> tuple[str, ...]:
    """The terms of asked words, and of other words for the same unless they are several: `sun` is not `sun cream`."""
    return way.terms if way.weight == 1 or " " not in way.phrase else ()


def _hits(folded: str, sought: frozenset[str]) -> Iterator[Span]:
    for kind, piece, begin in pieces_at(folded):
        if kind == "dense":
            for size in (1, 2):
                for place in range(len(piece) - size + 1):
                    if piece[place : place + size] in sought:
                        yield begin + place, begin + place + size
        elif stem(APOSTROPHE.sub("", piece)) in sought or "".join(piece.split()) in sought:
            yield begin, begin + len(piece)


def _marked_from(spans: list[Span], line: str, begin: int) -> int:
    """How many characters are marked in the window that begins there."""
    end = _forth(line, begin)
    return sum(min(e, end) - b for b, e in spans if begin <= b < end)


def _columns(character: str) -> int:
    return 2 if ord(character) >= 0x2E80 else 1


def _forth(line: str, begin: int) -> int:
    left, end = WINDOW, begin
    while end < len(line) and left > 0:
        left -= _columns(line[end])
        end += 1
    return end


def _back(line: str, place: int) -> int:
    """A little before `place`, where a word begins."""
    left, begin = LEAD, place
    while begin > 0 and left > 0:
        begin -= 1
        left -= _columns(line[begin])
    space = line.find(" ", begin, place)
    return space + 1 if begin and space >= 0 and line[begin:place].isascii() else begin
