"""A question in terms: what was asked literally, and the other words that would answer it as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cinnabar.search.text.function_words import telling_terms
from cinnabar.search.text.synonyms import longest_synonym, synonyms
from cinnabar.search.text.tokens import is_dense, read, triples

MOST_TERMS = 96  # of a question; who pastes a page is answered by its beginning
TRANSLATED = 0.8  # of the weight of the asked words
HARDLY_TELLING = 0.35  # of the weight of a word that says what the question is about


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say a concept; `weight` is what it is worth beside the asked words."""

    phrase: str
    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Concept:
    """What must be found, in any of its ways; the asked words come first. `weight` is small for `what` and `how`."""

    alternatives: tuple[Alternative, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    line: str  # canonical, as in tokens.Reading
    concepts: tuple[Concept, ...]

    @property
    def terms(self) -> dict[str, float]:
        """Every term of every alternative, with its weight."""
        found: dict[str, float] = {}
        for concept in self.concepts:
            for way in concept.alternatives:
                for term in way.terms:
                    found[term] = max(way.weight * concept.weight, found.get(term, 0.0))
        return found


def ask(text: str) -> Question:
    """The question that `text` asks."""
    reading = read(text)
    terms = reading.terms[:MOST_TERMS]
    ways = [
        (_way(phrase), *(_way(other, TRANSLATED) for other in synonyms()[phrase])) for phrase in _spans(reading.line)
    ]
    covered = {term for asked, *_ in ways for term in asked.terms}
    parts = list(triples(reading.line))[:MOST_TERMS]
    rest = dict.fromkeys(term for term in (*(term for term, _ in terms), *parts) if term not in covered)
    ways += [(Alternative(term, (term,)),) for term in rest]
    telling = telling_terms(reading.line) or covered.union(rest)
    return Question(
        reading.line,
        tuple(Concept(way, HARDLY_TELLING if telling.isdisjoint(way[0].terms) else 1.0) for way in ways),
    )


def _way(phrase: str, weight: float = 1.0) -> Alternative:
    asked = triples(phrase) if weight == 1 else ()
    return Alternative(phrase, tuple(dict.fromkeys((*(term for term, _ in read(phrase).terms), *asked))), weight)


def _spans(line: str) -> Iterator[str]:
    """The longest phrases of the line that have synonyms, from left to right, not overlapping."""
    known = synonyms()
    place = 0
    while place < len(line):
        for end in range(min(len(line), place + longest_synonym()), place, -1):
            phrase = line[place:end]
            if phrase in known and _is_whole(line, place, end):
                yield phrase
                place = end - 1
                break
        place += 1


def _is_whole(line: str, begin: int, end: int) -> bool:
    """Whether the phrase ends where words end; dense scripts have no such places."""
    is_begun = is_dense(line[begin]) or line[begin - 1] == " "
    return is_begun and (is_dense(line[end - 1]) or line[end] == " ")
