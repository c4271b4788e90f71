"""A whole snapshot from what is known: notes with their words and attributes, and what people did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids
from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.fit.alike import attribute_matrix
from cinnabar.feed.engine.fit.fitting import Question, fit
from cinnabar.feed.engine.fit.learned import Training
from cinnabar.feed.engine.fit.mapping import placing_of
from cinnabar.feed.engine.histories import Histories
from cinnabar.feed.engine.model import Model
from cinnabar.feed.engine.proposing import propose, weights_of
from cinnabar.feed.engine.recent import HEARD
from cinnabar.feed.engine.snapshot import Snapshot
from cinnabar.feed.engine.taste import Taste
from cinnabar.kit.vectors.space import TokenSpace

LONGEST = 200  # of a person's actions are learned from
ASKED = 2_000  # people whose last action judges the snapshot
FEWEST_ASKED = 50
AMONG = 20
NOWHERE = 1 << 30
ONLINE = Training(dimensions=64, most_epochs=8, most_work=1.2e10)


@dataclass(frozen=True, slots=True)
class Actions:
    """A row an action, by person and then by time; `notes` are places in the catalogue.

    `heard` says how far each counts for others (voices.py).
    """

    people: Ids
    notes: Ids
    heard: Floats

    def of_whole_voices(self) -> Actions:
        """Those that are learned from."""
        is_heard = self.heard >= HEARD
        return Actions(self.people[is_heard], self.notes[is_heard], self.heard[is_heard])


@dataclass(frozen=True, slots=True)
class Known:
    """`catalogue` with `looks` in `tokens`, and of each note its attributes as numbers."""

    catalogue: Catalogue
    tokens: TokenSpace
    attributes: Sequence[Sequence[int]]


def build(known: Known, actions: Actions, *, version: int, training: Training = ONLINE) -> Snapshot:
    """The last action of each person is held back: it chooses how long to train and the weights, and judges."""
    catalogue, believed = known.catalogue, actions.of_whole_voices()
    histories = _histories(believed.people, believed.notes)
    asked = np.flatnonzero(histories.lengths >= 2)
    questions = [Question(histories[person][:-1], int(histories[person][-1])) for person in asked.tolist()]
    model = fit(
        histories.without_last(1),
        attribute_matrix(known.attributes),
        questions[ASKED:] if len(questions) > 2 * ASKED else questions,
        training=training,
        rank=min(64, max(len(catalogue) // 4, 1)),
        looks=catalogue.looks,
    )
    placing = placing_of(known.tokens, catalogue.looks, model.learned, histories.counts(len(catalogue)))
    return Snapshot(version, catalogue, model, placing, _quality(model, questions[:ASKED]))


def _histories(people: Ids, notes: Ids) -> Histories:
    """Cut into people, of each the latest."""
    _who, starts, lengths = np.unique(people, return_index=True, return_counts=True)
    left = np.repeat(starts + lengths, lengths) - np.arange(len(people))  # how many follow, with itself
    lately = left <= LONGEST
    kept = np.minimum(lengths, LONGEST)
    return Histories(np.concatenate(([0], np.cumsum(kept))).astype(np.int64), notes[lately].astype(np.int32))


def _quality(model: Model, questions: Sequence[Question]) -> float | None:
    """NDCG@20 of the held back actions, all notes ranked."""
    if len(questions) < FEWEST_ASKED:
        return None
    weights, gain = weights_of(model), 0.0
    for question in questions:
        proposals = propose(model, Taste.of_sequence(question.known), refused=question.known)
        values = proposals.values(weights)
        where = np.flatnonzero(proposals.notes == question.answer)
        rank = int((values >= values[where[0]]).sum()) if len(where) else NOWHERE
        gain += 1 / np.log2(1 + rank) if rank <= AMONG else 0.0
    return float(gain / len(questions))


def check(snapshot: Snapshot, *, last: Snapshot | None = None) -> None:
    """BadModel unless it is sane and not clearly worse than the one that is served."""
    model = snapshot.model
    parts = [
        model.popularity,
        *(part for space in (model.learned, model.spectral) for part in (space.taken, space.offered, space.bias)),
    ]
    parts += [graph.weights for graph in model.graphs.values()] + [snapshot.catalogue.looks]
    if not all(np.isfinite(part).all() for part in parts):
        raise BadModel("a number of it is none")
    if len(snapshot.catalogue) and not (np.diff(snapshot.catalogue.ids) > 0).all():
        raise BadModel("its notes are not in order")
    if last is None or last.quality is None:
        return
    if len(snapshot.catalogue) < len(last.catalogue) // 2:
        raise BadModel(f"it knows {len(snapshot.catalogue)} notes, the last one knew {len(last.catalogue)}")
    if snapshot.quality is None or snapshot.quality < WORST * last.quality:
        raise BadModel(f"it guesses worse: {snapshot.quality} against {last.quality:.4f}")


WORST = 0.8  # of the last one's quality; people change, so that a little less is no fault


class BadModel(ValueError):
    """Learned, but not to be served."""
