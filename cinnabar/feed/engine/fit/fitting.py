"""From histories to a model: every source fitted, the learned one until it stops getting better, then the weights."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import scipy.sparse as sp

from cinnabar.feed.engine.arrays import Floats, Places
from cinnabar.feed.engine.fit.alike import after_alike, alike
from cinnabar.feed.engine.fit.blend import Case, weights_from
from cinnabar.feed.engine.fit.engagement import Direction, co_engagement, second_hand
from cinnabar.feed.engine.fit.indexing import lists_of
from cinnabar.feed.engine.fit.learned import Training, train
from cinnabar.feed.engine.fit.matrices import graph_of
from cinnabar.feed.engine.fit.spectral import spectral
from cinnabar.feed.engine.graph import Graph
from cinnabar.feed.engine.histories import Histories
from cinnabar.feed.engine.model import SOURCES, USUAL_WEIGHTS, Model, Reading
from cinnabar.feed.engine.proposing import STEEPNESS, Proposals, propose, weights_of
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.taste import Taste

JUDGES = 3_000  # people on whom the learned source is tried after each epoch
BLENDERS = 8_000  # people on whom the weights are chosen
FEWEST = 50  # people whom fewer cannot speak for


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody had done, and what they did next."""

    known: Places
    answer: int


def fit(
    histories: Histories,
    attributes: sp.csr_matrix,
    questions: Sequence[Question],
    *,
    reading: Reading | None = None,
    training: Training | None = None,
    rank: int = 128,
    looks: Floats | None = None,
) -> Model:
    """`attributes` and `looks` have a row a note; `questions` are of what `histories` do not hold.

    They choose epochs and, where they are at least FEWEST, weights.
    """
    reading, training = reading or Reading(), training or Training()
    size = attributes.shape[0]
    random = np.random.default_rng(training.seed)
    asked = [questions[place] for place in random.permutation(len(questions))]
    learned = _best_learned(train(histories, attributes, reading, training), asked[:JUDGES], reading)
    model = Model(
        graphs=graphs(histories, attributes, reading),
        learned=learned,
        spectral=spectral(histories, size, rank=rank, seed=training.seed),
        content=Space.of_looks(np.zeros((size, 0), np.float32) if looks is None else looks),
        popularity=np.log1p(histories.counts(size)).astype(np.float32),
        scales=dict.fromkeys(SOURCES, 1.0),
        weights=dict(USUAL_WEIGHTS),
        reading=reading,
        lists=lists_of(learned),
    )
    return _weighed(model, asked[:BLENDERS])


def graphs(histories: Histories, attributes: sp.csr_matrix, reading: Reading) -> dict[str, Graph]:
    """By the names of the sources that read them."""
    size = attributes.shape[0]
    engaged = co_engagement(histories, size, Direction(reading.gap_fading, reading.backwards))
    similar = alike(attributes)
    made = {
        "co-engaged": engaged,
        "next": co_engagement(histories, size, Direction(reading.gap_fading)),
        "second-hand": second_hand(histories, size),
        "alike": similar,
        "after-alike": after_alike(similar, engaged),
    }
    return {name: graph_of(matrix) for name, matrix in made.items()}


def _best_learned(spaces: Iterator[Space], questions: Sequence[Question], reading: Reading) -> Space:
    """The first that the next one does not better; the last where nobody can judge."""
    best = next(spaces)
    if not questions:
        return deque(chain([best], spaces), maxlen=1).pop()
    reached = _quality(best, questions, reading)
    for space in spaces:
        quality = _quality(space, questions, reading)
        if quality <= reached:
            break
        best, reached = space, quality
    return best


def _quality(space: Space, questions: Sequence[Question], reading: Reading) -> float:
    """Mean of 1 / log2(1 + rank), of the answers among the first twenty."""
    total = 0.0
    for question in questions:
        taste = Taste.of_sequence(question.known)
        values = space.values(space.stand(taste, recency=reading.learned_recency, reach=reading.learned_reach))
        values[question.known] = -np.inf
        rank = int((values >= values[question.answer]).sum())
        total += 1 / np.log2(1 + rank) if rank <= 20 else 0.0
    return total / len(questions)


def _weighed(model: Model, questions: Sequence[Question]) -> Model:
    """The model with scales and weights of its own, or as it is when nothing can be learned."""
    sample = [_proposals(model, question) for question in questions[:500]]
    if not sample:
        return model
    model = replace(model, scales=_scales(sample))
    found = (Case.find(_proposals(model, question), question.answer) for question in questions)
    cases = [case for case in found if case is not None]
    if len(cases) < FEWEST:
        return model
    is_heard = np.any([case.proposals.opinions.any(axis=0) for case in cases[:FEWEST]], axis=0)
    weights = weights_from(cases, weights_of(model)) * is_heard
    return replace(model, weights=dict(zip(SOURCES, weights.tolist(), strict=True)))


def _proposals(model: Model, question: Question) -> Proposals:
    return propose(model, Taste.of_sequence(question.known), refused=question.known)


def _scales(sample: Sequence[Proposals]) -> Mapping[str, float]:
    """How much the raw values of each source differ, so that one logarithm suits all."""
    opinions: Floats = np.concatenate([proposals.opinions for proposals in sample])
    if not len(opinions):
        return dict.fromkeys(SOURCES, 1.0)
    spread = np.expm1(np.maximum(opinions, 0)).std(0) / STEEPNESS
    return {name: float(value) or 1.0 for name, value in zip(SOURCES, spread, strict=True)}
