"""The ranker: a few hundred candidates in, the same ones in order out. Pure.

BM25F over title, labels and body (Robertson, Zaragoza, Taylor 2004: "Simple BM25 extension to multiple weighted
fields") with our own document frequencies. Beside it: how much of the question is covered, how near its characters and
words stand in the title (Tao, Zhai 2007: "An exploration of proximity measures"), how much of the title was asked for,
how early it begins, and what readers did. Each sign is a number from 0 to about 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cinnabar.search.text.question import Alternative, Question
from cinnabar.search.text.tokens import TRIPLE, is_dense, standing


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the whole index says about its words."""

    documents: int
    lengths: tuple[float, float, float]  # averages of title, labels, body, in bytes: a dense character says more
    frequencies: Mapping[str, int]  # documents that have a term
    census: int = 0  # the number of the count, 0 before the first

    def rarity(self, term: str) -> float:
        """The inverse document frequency of `term` (Robertson, Sparck Jones), never negative."""
        having = self.frequencies.get(term, 0)
        return math.log(1 + max(0.0, self.documents - having + 0.5) / (having + 0.5))


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: its canonical fields, and what is known of it besides its words."""

    id: int
    fields: tuple[str, str, str]  # title, labels, body
    quality: float = 0.0  # 0 to 1


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. The defaults were chosen on open judged questions: docs/search-quality.md."""

    fields: tuple[float, float, float] = (1.0, 0.7, 0.35)
    saturation: float = 0.7  # k1
    lengths: tuple[float, float, float] = (0.95, 0.6, 0.6)  # b
    character: float = 1.2  # one of a dense script, beside its pairs
    long_word: float = 0.0
    coverage: float = 0.9
    characters: float = 0.6
    near: float = 0.25
    whole: float = 0.6
    early: float = 0.3
    quality: float = 0.15

    def of(self, term: str) -> float:
        """What a term counts beside others of the same rarity."""
        if len(term) == 1 and is_dense(term):
            return self.character
        return self.long_word if len(term) > 2 and is_dense(term) else 1.0


DEFAULT = Weights()
LOOKED_AT_CLOSELY = 60  # of the candidates, by everything that is quickly told


@dataclass(frozen=True, slots=True)
class Score:
    """A candidate's points, apart by sign so that they can be explained."""

    id: int
    parts: Mapping[str, float] = field(default_factory=dict)
    covered: float = 0.0  # how much of the question is said, 0 to 1

    @property
    def total(self) -> float:
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to say a concept, ready to be looked for: what stands in a canonical line, and how much it counts."""

    weight: float
    worth: float
    sought: tuple[tuple[str, float, bool], ...]  # …, whether it is one character or one word


def rank(question: Question, found: Sequence[Found], known: Statistics, weights: Weights = DEFAULT) -> list[Score]:
    """The candidates, the best first; among equals the newer one."""
    ways = [
        [_way(way, place, known, weights, concept.weight) for place, way in enumerate(concept.alternatives)]
        for concept in question.concepts
    ]
    scores = _in_order(_score(question, ways, candidate, known, weights) for candidate in found)
    titles = {candidate.id: candidate.fields[0] for candidate in found}
    units = _units(question)
    close = [
        replace(score, parts={**score.parts, **_closely(units, titles[score.id], weights)})
        for score in scores[:LOOKED_AT_CLOSELY]
    ]
    return [*_in_order(close), *scores[LOOKED_AT_CLOSELY:]]


def _in_order(scores: Iterable[Score]) -> list[Score]:
    return sorted(scores, key=lambda one: (one.total, one.id), reverse=True)


def _way(way: Alternative, place: int, known: Statistics, weights: Weights, telling: float) -> _Way:
    """The asked words count one by one, but other words for the same only as a whole: `sun cream` is not `sun`."""
    counts = {term: known.rarity(term) * weights.of(term) * telling for term in way.terms}
    worth = sum(counts.values())
    if place:
        return _Way(way.weight, worth, ((standing(way.phrase), worth, True),))
    return _Way(way.weight, worth, tuple((standing(term), count, _is_unit(term)) for term, count in counts.items()))


def _is_unit(term: str) -> bool:
    return not term.startswith(TRIPLE) and (len(term) == 1 or not is_dense(term))


def _score(
    question: Question, concepts: Sequence[Sequence[_Way]], candidate: Found, known: Statistics, weights: Weights
) -> Score:
    """What is quickly told. Words and coverage are parts of what the question could reach at most."""
    scales = _scales(candidate, known, weights)
    most = words = covered = units = units_said = 0.0
    for ways in concepts:
        strength, has, said = max(_said(way, scales, weights.saturation) for way in ways)
        worth = ways[0].worth
        of_units = sum(count for _, count, is_unit in ways[0].sought if is_unit)
        most += worth
        words += strength * worth
        covered += has * worth
        units += of_units
        units_said += said * of_units
    if not most:
        return Score(candidate.id)
    title = candidate.fields[0]
    parts = {
        "words": words / most,
        "coverage": weights.coverage * covered / most,
        "characters": weights.characters * (units_said / units if units else covered / most),
        "early": weights.early * _early(question, title),
        "quality": weights.quality * candidate.quality,
    }
    return Score(candidate.id, parts, covered / most)


def _scales(candidate: Found, known: Statistics, weights: Weights) -> list[tuple[str, float]]:
    """The fields that say anything, each with what one occurrence counts: its weight, less in a long field."""
    return [
        (text, weight / (1 - slope + slope * len(text.encode()) / average))
        for weight, slope, text, average in zip(
            weights.fields, weights.lengths, candidate.fields, known.lengths, strict=True
        )
        if text
    ]


def _said(way: _Way, scales: Sequence[tuple[str, float]], saturation: float) -> tuple[float, float, float]:
    """How strongly and how completely the candidate says it, by all terms and by characters and words alone."""
    strength = has = units = units_said = 0.0
    for sought, count, is_unit in way.sought:
        often = 0.0
        for text, scale in scales:
            if times := text.count(sought):
                often += scale * times
        if is_unit:
            units += count
        if often:
            strength += count * often * (saturation + 1) / (often + saturation)
            has += count
            units_said += count * is_unit
    share = way.weight / way.worth if way.worth else 0.0
    return strength * share, has * share, way.weight * units_said / units if units else has * share


def _early(question: Question, title: str) -> float:
    """How early the beginning of the question stands in the title, 0 to 1."""
    beginning = question.line.strip()
    beginning = beginning[:2] if is_dense(beginning) else beginning.split(" ")[0]
    place = title.find(beginning) if beginning else -1
    return 0.0 if place < 0 else 1 / max(1, place)


def _units(question: Question) -> list[str]:
    """The characters and words of the question as they stand in a line, each once."""
    words = [[*word] if is_dense(word) else [f" {word} "] for word in question.line.split()]
    return list(dict.fromkeys(unit for word in words for unit in word))


def _closely(units: Sequence[str], title: str, weights: Weights) -> dict[str, float]:
    """How near the units of the question stand in the title, and how much of the title they are."""
    places = [found for unit in units if (found := _places(unit, title))]
    if not places:
        return {"near": 0.0, "whole": 0.0}
    share = len(places) / len(units)
    said = sum(len(unit.strip()) for unit in units if unit in title)
    return {
        "near": weights.near * share * len(places) / _smallest_window(places),
        "whole": weights.whole * min(1.0, said / max(1, len(title) - 2)) * share,
    }


def _places(unit: str, title: str) -> list[int]:
    found, place = [], title.find(unit)
    while place >= 0:
        found.append(place)
        place = title.find(unit, place + 1)
    return found


def _smallest_window(places: Sequence[Sequence[int]]) -> int:
    """The characters of the shortest stretch of a title with one of each."""
    events = sorted((place, which) for which, found in enumerate(places) for place in found)
    having = [0] * len(places)
    missing, first, best = len(places), 0, 1 << 30
    for place, which in events:
        missing -= not having[which]
        having[which] += 1
        while not missing:
            best = min(best, place - events[first][0] + 1)
            left = events[first][1]
            having[left] -= 1
            missing += not having[left]
            first += 1
    return max(best, len(places))
