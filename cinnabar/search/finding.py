"""From a question to what is found, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cinnabar.notes.visibility import Viewer
from cinnabar.search import census
from cinnabar.search.models import Kind
from cinnabar.search.queries import Candidate, Limits, candidates
from cinnabar.search.ranking import Score, Statistics, rank
from cinnabar.search.text.question import Question, ask
from cinnabar.search.text.spelling import respell
from cinnabar.search.vocabulary import vocabulary

LONGEST = 200  # characters of a question; the rest is not read
ENOUGH = 0.45  # of what the best one covers of the question
LEAST = 0.2  # of the question must be covered


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, the best first, apart by kind."""

    question: Question
    respelt: str = ""  # what was searched for instead, because a word of the question occurs nowhere
    scores: dict[Kind, list[Score]] = field(default_factory=dict)
    candidates: dict[int, Candidate] = field(default_factory=dict)

    def ids(self, kind: Kind) -> list[int]:
        return [score.id for score in self.scores.get(kind, ())]


def find(text: str, viewer: Viewer, limits: Limits, *, is_literal: bool = False) -> Results:
    """What answers `text`, of the kinds and within the limits, as far as `viewer` may see it.

    A word that occurs nowhere is taken for another spelling of one that does, unless the text is meant literally.
    """
    question = ask(text[:LONGEST])
    if not question.concepts:
        return Results(question)
    known = census.known(question.terms)
    respelt = "" if is_literal else _respelt(question, known)
    if respelt:
        question = ask(respelt)
        known = census.known(question.terms)
    found = candidates(question.terms, known, viewer, limits)
    scores = {}
    for kind in limits.kinds:
        of_kind = [candidate for candidate in found if candidate.kind == kind.value]
        scores[kind] = _sorted(_good_ones(rank(question, [one.found for one in of_kind], known)), of_kind, kind, limits)
    return Results(question, respelt, scores, {candidate.subject_id: candidate for candidate in found})


def _respelt(question: Question, known: Statistics) -> str:
    """The question in another spelling, or nothing where all of its words are known."""
    other = respell(question.line, lambda term: known.frequencies.get(term, 0) > 0, vocabulary(known.census))
    return "" if other == question.line.strip() else other


def _good_ones(scores: Sequence[Score]) -> list[Score]:
    """Those that cover about as much of the question as the best one: what shares one word of five is left out."""
    most = max((score.covered for score in scores), default=0.0)
    return [score for score in scores if score.covered >= max(LEAST, ENOUGH * most)]


def _sorted(scores: list[Score], found: Sequence[Candidate], kind: Kind, limits: Limits) -> list[Score]:
    if kind not in limits.sorted:
        return scores
    by = {candidate.subject_id: candidate.sorted for candidate in found}
    return sorted(scores, key=lambda score: by[score.id], reverse=True)
