"""From a question to what is found, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cinnabar.notes.visibility import Viewer
from cinnabar.search import census
from cinnabar.search.conditions import limited
from cinnabar.search.models import Kind
from cinnabar.search.queries import Candidate, Limits, candidates, listed
from cinnabar.search.ranking import Score, Statistics, rank
from cinnabar.search.text.question import Question, ask
from cinnabar.search.text.spelling import respell
from cinnabar.search.text.wishes import Is, Wish, literally, understand
from cinnabar.search.vocabulary import vocabulary

LONGEST = 200  # characters of a question; the rest is not read
ENOUGH = 0.45  # of what the best one covers of the question
LEAST = 0.2  # of the question must be covered
WELL_COVERED = 0.9  # from there on nobody asks whether it was misspelt
MORE = 0.02  # of the question must be covered by the answers to another spelling

NO_WISH = Wish("")


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, the best first, apart by kind."""

    question: Question
    respelt: str = ""  # what was searched for instead, because a word of the question occurs nowhere
    scores: dict[Kind, list[Score]] = field(default_factory=dict)
    candidates: dict[int, Candidate] = field(default_factory=dict)
    wish: Wish = NO_WISH

    @property
    def covered(self) -> float:
        """How much of the question the best answer says, 0 to 1."""
        return max((score.covered for scores in self.scores.values() for score in scores), default=0.0)

    def ids(self, kind: Kind) -> list[int]:
        return [score.id for score in self.scores.get(kind, ())]


def find(text: str, viewer: Viewer, limits: Limits, *, is_literal: bool = False) -> Results:
    """What answers `text`, of the kinds and within the limits, as far as `viewer` may see it.

    Where little is found, a word that occurs nowhere is taken for another spelling of one that does, if more is found
    so and the text is not meant literally.
    """
    is_plain = is_literal or Kind.TEXT in limits.kinds  # of a line of a file no operator says anything
    wish = literally(text[:LONGEST]) if is_plain else understand(text[:LONGEST])
    limits = limited(limits, wish, viewer)
    question = ask(wish.words)
    if not question.concepts:
        return _listing(question, wish, viewer, limits)
    known = census.known(question.terms)
    found = _answers(question, known, wish, viewer, limits)
    is_exact = is_literal or bool(wish.values(Is.PHRASE))
    other = "" if is_exact or found.covered >= WELL_COVERED else _respelt(question, known)
    if not other:
        return found
    question = ask(other)
    respelt = _answers(question, census.known(question.terms), wish, viewer, limits)
    return replace(respelt, respelt=other) if respelt.covered > found.covered + MORE else found


def _answers(question: Question, known: Statistics, wish: Wish, viewer: Viewer, limits: Limits) -> Results:
    found = candidates(question.terms, known, viewer, limits)
    scores = {}
    for kind in limits.kinds:
        of_kind = [candidate for candidate in found if candidate.kind == kind.value]
        scores[kind] = _sorted(_good_ones(rank(question, [one.found for one in of_kind], known)), of_kind, kind, limits)
    return Results(question, "", scores, {candidate.subject_id: candidate for candidate in found}, wish)


def _listing(question: Question, wish: Wish, viewer: Viewer, limits: Limits) -> Results:
    """What passes the operators of a question without words; of a question of nothing, nothing."""
    if not wish.parts or not limits.kinds:
        return Results(question, wish=wish)
    found = listed(viewer, limits)
    scores = {}
    for kind in limits.kinds:
        of_kind = [candidate for candidate in found if candidate.kind == kind.value]
        scores[kind] = _sorted([Score(one.subject_id, covered=1.0) for one in of_kind], of_kind, kind, limits)
    return Results(question, "", scores, {candidate.subject_id: candidate for candidate in found}, wish)


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
