"""What the engine learned: graphs and spaces to propose by, and what each source's word is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cinnabar.feed.engine.arrays import Floats
from cinnabar.feed.engine.graph import Graph
from cinnabar.feed.engine.index import Lists
from cinnabar.feed.engine.space import Space

# What a source that proposes by a graph is read with: the factor by which an action counts less for each later one.
WALKS: Mapping[str, float] = {
    "co-engaged": 0.6,  # done by the same people, most by those who did it soon after
    "next": 0.4,  # done right after
    "second-hand": 0.95,  # two steps of co-engagement away
    "alike": 0.9,  # the same topics, brands, category
    "after-alike": 0.6,  # done after something alike: how a note without history proposes
}
LEARNED, SPECTRAL, CONTENT, POPULAR = "learned", "spectral", "content", "popular"
SOURCES = (*WALKS, LEARNED, SPECTRAL, CONTENT, POPULAR)

# Until a snapshot has chosen its own on validation.
USUAL_WEIGHTS: Mapping[str, float] = {
    "co-engaged": 0.5,
    "next": 0.2,
    "second-hand": 0.2,
    "alike": 0.3,
    "after-alike": 0.2,
    LEARNED: 0.6,
    SPECTRAL: 0.2,
    CONTENT: 0.6,
    POPULAR: 0.2,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How histories are read: how fast what was done fades, and how much of it is looked at."""

    fading: Mapping[str, float] = field(default_factory=lambda: dict(WALKS))
    learned_recency: float = 0.7
    learned_reach: int = 10
    spectral_recency: float = 0.8
    gap_fading: float = 0.8  # how much less two things have to do with each other for each one between them
    backwards: float = 0.5  # what was done before counts this much of what was done after


@dataclass(frozen=True, slots=True)
class Model:
    """`scales` say what is much from a source, `weights` what much is worth; `popularity` is a logarithm.

    `content` has the same point on both sides: who did something with a note is near to what it is about.
    """

    graphs: Mapping[str, Graph]
    learned: Space
    spectral: Space
    content: Space
    popularity: Floats
    scales: Mapping[str, float]
    weights: Mapping[str, float]
    reading: Reading
    lists: Lists  # of the learned space, empty where it is small

    def __len__(self) -> int:
        return len(self.popularity)
