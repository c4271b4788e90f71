"""From a question to what is found, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cinnabar.notes.visibility import Viewer
from cinnabar.search import census
from cinnabar.search.models import Kind
from cinnabar.search.queries import Candidate, Limits, candidates
from cinnabar.search.ranking import Score, rank
from cinnabar.search.text.question import Question, ask

LONGEST = 200  # characters of a question; the rest is not read
ENOUGH = 0.45  # of what the best one covers of the question
LEAST = 0.2  # of the question must be covered


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, the best first, apart by kind."""

    question: Question
    scores: dict[Kind, list[Score]] = field(default_factory=dict)
    candidates: dict[int, Candidate] = field(default_factory=dict)

    def ids(self, kind: Kind) -> list[int]:
        return [score.id for score in self.scores.get(kind, ())]

    def shown(self, kind: Kind) -> list[dict[str, Any]]:
        """What a list shows of people, brands or topics."""
        return [self.candidates[one].shown or {} for one in self.ids(kind)]

    @property
    def is_empty(self) -> bool:
        return not any(self.scores.values())


def find(text: str, viewer: Viewer, limits: Limits) -> Results:
    """What answers `text`, of the kinds and within the limits, as far as `viewer` may see it."""
    question = ask(text[:LONGEST])
    if not question.concepts:
        return Results(question)
    terms = question.terms
    known = census.known(terms)
    found = candidates(terms, known, viewer, limits)
    scores = {}
    for kind in limits.kinds:
        of_kind = [candidate for candidate in found if candidate.kind == kind.value]
        scores[kind] = _sorted(good_ones(rank(question, [one.found for one in of_kind], known)), of_kind, kind, limits)
    return Results(question, scores, {candidate.subject_id: candidate for candidate in found})


def good_ones(scores: Sequence[Score]) -> list[Score]:
    """Those that cover about as much of the question as the best one: what shares one word of five is left out."""
    most = max((score.parts.get("coverage", 0.0) for score in scores), default=0.0)
    return [score for score in scores if score.parts.get("coverage", 0.0) >= max(LEAST, ENOUGH * most)]


def _sorted(scores: list[Score], found: Sequence[Candidate], kind: Kind, limits: Limits) -> list[Score]:
    if kind not in limits.sorted:
        return scores
    by = {candidate.subject_id: candidate.sorted for candidate in found}
    return sorted(scores, key=lambda score: by[score.id], reverse=True)
