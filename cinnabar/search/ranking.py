"""The ranker: a few hundred candidates in, the same ones in order out. Pure.

BM25F (Robertson, Zaragoza, Taylor 2004) over title, labels and body with our own document frequencies, and beside it
how much of the question is covered, how near its words stand, whether the title is just that, and what readers did.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cinnabar.search.text.question import Alternative, Question
from cinnabar.search.text.tokens import is_dense


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the whole index says about its words."""

    documents: int
    lengths: tuple[float, float, float]  # the average of title, labels and body
    frequencies: Mapping[str, int]  # documents that have a term

    def rarity(self, term: str) -> float:
        """The inverse document frequency of `term` (Robertson, Sparck Jones), never negative."""
        having = self.frequencies.get(term, 0)
        return math.log(1 + (self.documents - having + 0.5) / (having + 0.5))


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: its canonical fields, and what is known of it besides its words."""

    id: int
    fields: tuple[str, str, str]  # title, labels, body
    quality: float = 0.0  # 0 to 1


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. The defaults were chosen on open judged questions: docs/search-quality.md."""

    fields: tuple[float, float, float] = (3.0, 2.0, 1.0)
    saturation: float = 1.2  # k1
    lengths: tuple[float, float, float] = (0.75, 0.5, 0.75)  # b
    coverage: float = 1.0
    early: float = 0.3
    exact: float = 0.3
    quality: float = 0.2


DEFAULT = Weights()


@dataclass(frozen=True, slots=True)
class Score:
    """A candidate's points, apart by sign so that they can be explained."""

    id: int
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to say a concept, ready to be looked for: what stands in a canonical line, and how rare it is."""

    weight: float
    worth: float
    sought: tuple[tuple[str, float], ...]


def rank(question: Question, found: Sequence[Found], known: Statistics, weights: Weights = DEFAULT) -> list[Score]:
    """The candidates, the best first; among equals the newer one."""
    concepts = [
        [_way(way, known, place) for place, way in enumerate(concept.alternatives)] for concept in question.concepts
    ]
    scores = [_score(question, concepts, candidate, known, weights) for candidate in found]
    return sorted(scores, key=lambda one: (one.total, one.id), reverse=True)


def _way(way: Alternative, known: Statistics, place: int) -> _Way:
    """The asked words count one by one, but other words for the same only as a whole: `sun cream` is not `sun`."""
    worth = sum(known.rarity(term) for term in way.terms)
    if place:
        return _Way(way.weight, worth, ((_standing(way.phrase), worth),))
    return _Way(way.weight, worth, tuple((_standing(term), known.rarity(term)) for term in way.terms))


def _standing(words: str) -> str:
    """As words stand in a canonical line: between spaces, if their script has them."""
    return words if is_dense(words) else f" {words} "


def _score(
    question: Question, concepts: Sequence[Sequence[_Way]], candidate: Found, known: Statistics, weights: Weights
) -> Score:
    """How well `candidate` answers. Words and coverage are parts of what the question could reach at most."""
    scales = _scales(candidate, known, weights)
    most = words = covered = 0.0
    for ways in concepts:
        strength, has = max(_said(way, scales, weights.saturation) for way in ways)
        most += ways[0].worth
        words += strength * ways[0].worth
        covered += has * ways[0].worth
    if not most:
        return Score(candidate.id)
    title = candidate.fields[0]
    parts = {
        "words": words / most,
        "coverage": weights.coverage * covered / most,
        "early": weights.early * _early(question, title),
        "exact": weights.exact * (title == question.line),
        "quality": weights.quality * candidate.quality,
    }
    return Score(candidate.id, parts)


def _scales(candidate: Found, known: Statistics, weights: Weights) -> list[tuple[str, float]]:
    """The fields that say anything, each with what one occurrence counts: its weight, less in a long field."""
    return [
        (text, weight / (1 - slope + slope * length_of(text) / (average or 1.0)))
        for weight, slope, text, average in zip(
            weights.fields, weights.lengths, candidate.fields, known.lengths, strict=True
        )
        if text
    ]


def _said(way: _Way, scales: Sequence[tuple[str, float]], saturation: float) -> tuple[float, float]:
    """How strongly and how completely the candidate says it in this way: 0 to k1 + 1, and 0 to 1."""
    strength = has = 0.0
    for sought, rarity in way.sought:
        often = 0.0
        for text, scale in scales:
            if times := text.count(sought):
                often += scale * times
        if often:
            strength += rarity * often * (saturation + 1) / (often + saturation)
            has += rarity
    share = way.weight / way.worth if way.worth else 0.0
    return strength * share, has * share


def _early(question: Question, title: str) -> float:
    """How early the beginning of the question stands in the title, 0 to 1."""
    beginning = question.line.strip()
    beginning = beginning[:2] if is_dense(beginning) else beginning.split(" ")[0]
    place = title.find(beginning) if beginning else -1
    return 0.0 if place < 0 else 1 / max(1, place)


def length_of(text: str) -> int:
    """Roughly the number of positions: characters of dense scripts, words of others."""
    return len(text) if is_dense(text.strip()) else text.count(" ")
