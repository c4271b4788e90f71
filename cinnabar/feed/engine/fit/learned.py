"""A small model that guesses the next note from the last ones: two points a note, trained by softmax.

A note's points are its own part plus the mean of its attributes' parts, so that a note without history has a place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from cinnabar.feed.engine.arrays import Floats, Ids
from cinnabar.feed.engine.fit.descent import Descent, Gradient
from cinnabar.feed.engine.fit.matrices import scaled
from cinnabar.feed.engine.histories import Histories
from cinnabar.feed.engine.model import Reading
from cinnabar.feed.engine.space import Space


@dataclass(frozen=True, slots=True)
class Training:
    """How long and how carefully; the same for every set of data."""

    dimensions: int = 64
    most_epochs: int = 12
    batch: int = 1024
    rate: float = 0.006
    dropout: float = 0.3
    decay: float = 1e-5
    all_up_to: int = 20_000  # so many notes are all compared with each answer
    drawn: int = 6_000  # of more, this many, drawn anew each time
    most_work: float = 6e10  # comparisons in all, about eight minutes of one core: many data mean fewer epochs
    seed: int = 0

    def epochs(self, answers: int, size: int) -> int:
        """How often all `answers` can be gone through."""
        return int(np.clip(self.most_work / max(answers * self._compared(size), 1), 1, self.most_epochs))

    def most_answers(self, size: int) -> int:
        """How many can be gone through once."""
        return max(1, int(self.most_work / max(self._compared(size), 1)))

    def _compared(self, size: int) -> int:
        return size if size <= self.all_up_to else self.drawn + self.batch


def train(histories: Histories, attributes: sp.csr_matrix, reading: Reading, training: Training) -> Iterator[Space]:
    """The space after each epoch, until nobody asks for more."""
    random = np.random.default_rng(training.seed)
    size = attributes.shape[0]
    shares = scaled(attributes, rows=1 / np.maximum(np.asarray(attributes.sum(1)).ravel(), 1))
    parts = _beginning(size, attributes.shape[1], training.dimensions, random)
    chosen = _chosen(histories, training.most_answers(size), random)
    contexts, answers = _examples(histories, chosen, size, reading)
    steps = Descent(parts, rate=training.rate, decay=training.decay)
    often = histories.counts(size)
    epochs = training.epochs(len(answers), size)
    for epoch in range(epochs):
        pace = min(1.0, 1.3 * (epochs - epoch) / epochs)
        order = random.permutation(len(answers))
        for at in range(0, len(order), training.batch):
            chosen = order[at : at + training.batch]
            against = _against(answers[chosen], often, training, random)
            kept = _dropout((len(chosen), training.dimensions), training.dropout, random)
            steps.take(_gradient(parts, shares, Batch(contexts[chosen], answers[chosen], against, kept)), pace)
        yield _space(parts, shares)


def _space(parts: dict[str, Floats], shares: sp.csr_matrix) -> Space:
    taken = parts["taken"] + shares @ parts["taken-of"]
    offered = parts["offered"] + shares @ parts["offered-of"]
    return Space(taken, offered, parts["bias"].copy())


def _dropout(shape: tuple[int, int], share: float, random: np.random.Generator) -> Floats:
    return (random.random(shape, np.float32) >= share).astype(np.float32) / np.float32(1 - share)


def _beginning(size: int, width: int, dimensions: int, random: np.random.Generator) -> dict[str, Floats]:
    spread = np.float32(0.3 / dimensions**0.5)
    return {
        "taken": random.standard_normal((size, dimensions), np.float32) * spread,
        "offered": random.standard_normal((size, dimensions), np.float32) * spread,
        "taken-of": np.zeros((width, dimensions), np.float32),
        "offered-of": random.standard_normal((width, dimensions), np.float32) * np.float32(0.02),
        "bias": np.zeros(size, np.float32),
    }


def _chosen(histories: Histories, most: int, random: np.random.Generator) -> Ids:
    """What somebody did after something else: all of it, or as much as there is time for."""
    answers = np.flatnonzero(histories.positions >= 1)
    return answers if len(answers) <= most else np.sort(random.choice(answers, most, replace=False))


def _examples(histories: Histories, answers: Ids, size: int, reading: Reading) -> tuple[sp.csr_matrix, Ids]:
    """For each of `answers`: what that person had done last, and what they did then."""
    positions = histories.positions
    rows, columns, weights = [], [], []
    for lag in range(reading.learned_reach):
        reaching = np.flatnonzero(positions[answers] > lag)
        rows.append(reaching)
        columns.append(histories.notes[answers[reaching] - 1 - lag])
        weights.append(np.full(len(reaching), reading.learned_recency**lag, np.float32))
    entries = (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns)))
    contexts = sp.csr_matrix(entries, shape=(len(answers), size))
    return scaled(contexts, rows=np.asarray(contexts.sum(1)).ravel() ** -0.5), histories.notes[answers].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Against:
    """The notes that guesses are judged against, in order, and the logarithm of how likely each was to be drawn."""

    notes: Ids
    chance: Floats


def _against(answers: Ids, often: Ids, training: Training, random: np.random.Generator) -> Against:
    if len(often) <= training.all_up_to:
        return Against(np.arange(len(often)), np.zeros(len(often), np.float32))
    notes = np.union1d(random.integers(0, len(often), training.drawn), answers)
    missed = (1 - 1 / len(often)) ** training.drawn * (1 - often[notes] / often.sum()) ** len(answers)
    return Against(notes, np.log1p(-np.minimum(missed, 1 - 1e-9)).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Batch:
    """What some people had done, what they did then, what that is judged against, and what is not dropped."""

    contexts: sp.csr_matrix
    answers: Ids
    against: Against
    kept: Floats


def _gradient(parts: dict[str, Floats], shares: sp.csr_matrix, batch: Batch) -> Gradient:
    """Of the mean surprise at the answers."""
    answers, against = batch.answers, batch.against
    read = np.unique(batch.contexts.indices)
    contexts, shares_read, shares_against = batch.contexts[:, read], shares[read], shares[against.notes]
    taken = parts["taken"][read] + shares_read @ parts["taken-of"]
    offered = parts["offered"][against.notes] + shares_against @ parts["offered-of"]
    points = (contexts @ taken) * batch.kept
    wrong = _softmax(points @ offered.T + (parts["bias"][against.notes] - against.chance))
    wrong[np.arange(len(answers)), np.searchsorted(against.notes, answers)] -= 1
    wrong /= len(answers)
    of_offered = wrong.T @ points
    of_taken = contexts.T @ ((wrong @ offered) * batch.kept)
    return {
        "taken": (read, of_taken),
        "taken-of": (None, shares_read.T @ of_taken),
        "offered": (against.notes, of_offered),
        "offered-of": (None, shares_against.T @ of_offered),
        "bias": (against.notes, wrong.sum(0)),
    }


def _softmax(values: Floats) -> Floats:
    values -= values.max(1, keepdims=True)
    np.exp(values, out=values)
    values /= values.sum(1, keepdims=True)
    return values
