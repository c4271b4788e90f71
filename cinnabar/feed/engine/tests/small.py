"""A small world with two kinds of taste: people who do 0 to 4 in turn, and people who do 5 to 9."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.fit.alike import attribute_matrix
from cinnabar.feed.engine.fit.fitting import Question, fit
from cinnabar.feed.engine.fit.learned import Training
from cinnabar.feed.engine.fit.mapping import placing_of
from cinnabar.feed.engine.histories import Histories
from cinnabar.feed.engine.model import Model
from cinnabar.feed.engine.snapshot import Snapshot
from cinnabar.feed.engine.space import Space
from cinnabar.kit.vectors.fit import fit_tokens

NOTES = 12  # 10 and 11 have no history; 11 has the topic of the second kind
FIRST_ID = 100


def sequences() -> list[list[int]]:
    return [[base + (start + step) % 5 for step in range(4)] for base in (0, 5) for start in range(5)] * 6


def a_model() -> Model:
    told = sequences()
    topics = attribute_matrix([[0]] * 5 + [[1]] * 5 + [[], [1]])
    questions = [Question(np.array(one[:-1], np.int32), one[-1]) for one in told]
    quick = Training(dimensions=8, most_epochs=6, batch=32, rate=0.05, dropout=0.0)
    return fit(Histories.of(one[:-1] for one in told), topics, questions, training=quick, rank=4)


def a_snapshot(version: int = 1) -> Snapshot:
    """Note n has the id 100 + n and the author n, and looks like no other."""
    catalogue = Catalogue(
        ids=np.arange(FIRST_ID, FIRST_ID + NOTES),
        authors=np.arange(NOTES),
        is_commercial=np.zeros(NOTES, np.bool_),
        is_small=np.ones(NOTES, np.bool_),
        looks=np.eye(NOTES, dtype=np.float32),
        born=np.arange(NOTES, dtype=np.float64),
        languages=np.zeros(NOTES, np.int8),
        channels=np.array([1] * 5 + [2] * 7, np.int8),
    )
    model = replace(a_model(), content=Space.of_looks(catalogue.looks))
    tokens, _points = fit_tokens([["tea", "cup"], ["tea", "pot"], ["shoe"]], dimensions=NOTES)
    placing = placing_of(tokens, catalogue.looks, model.learned, np.ones(NOTES, np.int64))
    return Snapshot(version, catalogue, model, placing)
