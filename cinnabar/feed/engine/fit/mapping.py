"""The map from contents into the learned space, by ridge regression on the notes that have a history."""

from __future__ import annotations

import numpy as np

from cinnabar.feed.engine.arrays import Floats, Ids
from cinnabar.feed.engine.placing import Placing
from cinnabar.feed.engine.space import Space
from cinnabar.kit.vectors.space import TokenSpace

CALM = 3.0
FEWEST = 1  # actions below which a note's learned point is not worth learning from
SAMPLE = 50_000


def placing_of(tokens: TokenSpace, looks: Floats, learned: Space, often: Ids) -> Placing:
    """`often` is how many actions each note has: who has more is believed more."""
    chosen = np.argsort(-often, kind="stable")[:SAMPLE]
    chosen = chosen[often[chosen] >= FEWEST]
    told = np.concatenate((looks[chosen], np.ones((len(chosen), 1), np.float32)), axis=1)
    belief = np.sqrt(often[chosen]).astype(np.float32)[:, None]
    weighed = told * belief
    inner = weighed.T @ weighed + CALM * np.eye(told.shape[1], dtype=np.float32)

    def mapped(values: Floats) -> Floats:
        found: Floats = np.linalg.solve(inner, weighed.T @ (values[chosen] * belief)).astype(np.float32)
        return found

    return Placing(tokens, mapped(learned.taken), mapped(learned.offered), mapped(learned.bias[:, None]))
