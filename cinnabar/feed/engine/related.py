"""What goes well with one note: done by the same people, and about the same things. Short lists only, for any page."""

from __future__ import annotations

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Places, strongest
from cinnabar.feed.engine.model import Model
from cinnabar.feed.engine.proposing import STEEPNESS

WORTH = {"co-engaged": 0.6, "second-hand": 0.2, "alike": 0.5}
CONTENT_WORTH = 1.0


def related(model: Model, looks: Floats, look: Floats, place: int | None, *, count: int) -> Places:
    """Places of up to `count` notes, the best first; `place` is None for a note that the model does not know."""
    notes, values = _by_graphs(model, place) if place is not None else (np.empty(0, np.int32), np.empty(0, np.float32))
    if len(notes) < count:
        near = strongest(looks @ look, 2 * count).astype(np.int32)
        fresh = near[~np.isin(near, notes)]
        notes, values = np.concatenate((notes, fresh)), np.concatenate((values, np.zeros(len(fresh), np.float32)))
    values = values + CONTENT_WORTH * (looks[notes] @ look)
    is_other = notes != place if place is not None else np.ones(len(notes), np.bool_)
    best: Places = notes[is_other][np.argsort(-values[is_other], kind="stable")[:count]]
    return best


def _by_graphs(model: Model, place: int) -> tuple[Places, Floats]:
    found, said = [], []
    for name, worth in WORTH.items():
        graph = model.graphs[name]
        near = slice(graph.starts[place], graph.starts[place + 1])
        found.append(graph.neighbours[near])
        said.append(worth * np.log1p(np.maximum(graph.weights[near], 0) * (STEEPNESS / model.scales[name])))
    notes, rows = np.unique(np.concatenate(found), return_inverse=True)
    return notes, np.bincount(rows, weights=np.concatenate(said), minlength=len(notes)).astype(np.float32)
