"""Two ways to hold back what people did: the last thing of each, or a split that comes with the data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from cinnabar.feed.engine.arrays import Ids, Places
from cinnabar.feed.engine.fit.fitting import Question, fit
from cinnabar.feed.engine.histories import Histories
from cinnabar.feed.engine.measure.files import BadFile, Names, read_attributes, read_sequences
from cinnabar.feed.engine.measure.metrics import of_many_answers, of_one_answer
from cinnabar.feed.engine.model import WALKS, Model, Reading
from cinnabar.feed.engine.proposing import propose, weights_of
from cinnabar.feed.engine.taste import Taste

SHORTEST = 3
OF_SETS = Reading(
    fading=dict.fromkeys(WALKS, 1.0),
    learned_recency=1.0,
    learned_reach=20,
    spectral_recency=1.0,
    gap_fading=1.0,
    backwards=1.0,
)

LEAVE_ONE_OUT = (
    "leave-one-out, full ranking, ties against us: the last item is the test, the last but one chooses epochs and "
    "weights; fitted once, on seq[:-2]; input and mask seq[:-1]; an item in the mask or that no source "
    "proposes is a miss"
)


def leave_one_out(sequences: Path, attributes: Path | None) -> dict[str, object]:
    """People with fewer than three items are fitted on, not asked."""
    names = Names()
    told = list(read_sequences(sequences, names).values())
    known = read_attributes(attributes, names)
    asked = [sequence for sequence in told if len(sequence) >= SHORTEST]
    if not asked:
        raise BadFile(f"{sequences.name}: nobody has three items")
    short = [sequence for sequence in told if len(sequence) < SHORTEST]
    validation = [Question(np.array(sequence[:-2], np.int32), sequence[-2]) for sequence in asked]
    model = fit(Histories.of([sequence[:-2] for sequence in asked] + short), known, validation)
    ranks = np.array([rank(model, np.array(one[:-1], np.int32), one[-1:])[0] for one in asked])
    return of_one_answer(ranks) | _counts(len(asked), model) | {"protocol": LEAVE_ONE_OUT}


def rank(model: Model, known: Places, answers: list[int]) -> Ids:
    """Where each of `answers` stands for who did `known`: 1 is first, 0 is nowhere; equals stand before it."""
    proposals = propose(model, Taste.of_sequence(known), refused=known)
    values = proposals.values(weights_of(model))
    places = {note: place for place, note in enumerate(proposals.notes.tolist())}
    where = [places.get(answer) for answer in answers]
    return np.array([0 if place is None else int((values >= values[place]).sum()) for place in where], np.int64)


def _counts(people: int, model: Model) -> dict[str, object]:
    weights: Mapping[str, float] = model.weights
    return {"people": people, "items": len(model), "weights": {name: round(w, 4) for name, w in weights.items()}}


GIVEN_SPLIT = (
    "given split, full ranking, ties against us, items of the training line masked: a tenth of each training line, "
    "drawn by seed, chooses epochs and weights and is no part of the fit; an item that no source proposes is a miss"
)
HELD_BACK = 0.1


def given_split(train: Path, test: Path, attributes: Path | None) -> dict[str, object]:
    """Lines are sets here: their order says nothing, so that nothing fades with it."""
    names = Names()
    given, later = read_sequences(train, names), read_sequences(test, names)
    known = read_attributes(attributes, names)
    random = np.random.default_rng(0)
    shuffled = [random.permutation(np.array(items, np.int32)) for items in given.values()]
    kept = [
        items[: len(items) - int(np.ceil(len(items) * HELD_BACK))] if len(items) > 1 else items for items in shuffled
    ]
    validation = [
        Question(few, int(every[-1])) for few, every in zip(kept, shuffled, strict=True) if len(few) < len(every)
    ]
    model = fit(Histories.of(kept), known, validation, reading=OF_SETS)
    answers = {person: list(dict.fromkeys(later.get(person, ()))) for person in given}
    asked = [(items, answers[person]) for person, items in zip(given, shuffled, strict=True) if answers[person]]
    if not asked:
        raise BadFile(f"{test.name}: nobody of {train.name} is in it")
    ranks = [rank(model, items, wanted) for items, wanted in asked]
    return of_many_answers(ranks) | _counts(len(asked), model) | {"protocol": GIVEN_SPLIT}
