"""The home of somebody who is signed in: what is known of them, what the engine makes of it, and a line of record."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from cinnabar.feed import offers
from cinnabar.feed.described import CHANNELS, LANGUAGES
from cinnabar.feed.engine.firsts import Pool, rate_of
from cinnabar.feed.engine.page import Audience, Barred, Place, Reader
from cinnabar.feed.engine.rules import PAGE
from cinnabar.feed.models import Belief, Stance, Variety
from cinnabar.feed.recipe import Taste
from cinnabar.feed.serving import served
from cinnabar.feed.state import State, state_of
from cinnabar.people.models import Person

log = logging.getLogger(__name__)

VARIETIES = {Variety.CLOSE: 0.3, Variety.BALANCED: 1.0, Variety.WIDE: 2.5}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the engine chose, and by which snapshot."""

    places: list[Place]
    version: int


def choose(person: Person, taste: Taste, state: State, *, already: Sequence[int]) -> Chosen | None:
    """A page of unseen notes; None when there is no snapshot or it cannot be used: the recipe takes over."""
    try:
        found = _choose(person, taste, state, already)
    except Exception:
        log.exception("the engine made no page")
        served.counters.pages["failed"] += 1
        return None
    served.counters.pages["learned" if found else "recipe"] += 1
    return found


def _choose(person: Person, taste: Taste, state: State, already: Sequence[int]) -> Chosen | None:
    if served.engine() is None:
        return None
    proposed, pool = offers.gather(person)
    engine = served.engine_for([offer.note_id for offer in proposed])
    if engine is None:
        return None
    places = engine.page(_reader(person, taste, state, already), offers=proposed, audience=_audience(pool), count=PAGE)
    return Chosen(places, engine.version)


def authors_near(person: Person, taste: Taste, *, count: int) -> list[int]:
    """Ids of authors whose notes are near to what that person does, the best first; empty where nothing is learned."""
    state = state_of(person.pk)
    if state.is_plain or not state.actions:
        return []
    try:
        proposed, _pool = offers.gather(person)
        engine = served.engine_for([offer.note_id for offer in proposed])
        return engine.authors(_reader(person, taste, state, ()), offers=proposed, count=count) if engine else []
    except Exception:
        log.exception("the engine knows nobody")
        return []


def _reader(person: Person, taste: Taste, state: State, already: Sequence[int]) -> Reader:
    is_raised = any(" raised " in steer for steer in state.steers)
    permits = partial(offers.permitted, person, with_wishes=is_raised, form=state.form)
    return Reader(
        actions=state.actions,
        barred=Barred({*state.known, *already}, state.authors_away, permits),
        variety=VARIETIES[Variety(state.variety)],
        language=LANGUAGES.get(taste.language, 0),
        channels=_channels(taste, state),
        shown=Counter(state.shown),
    )


def _channels(taste: Taste, state: State) -> Mapping[int, float]:
    """What they chose, without what they paused."""
    paused = {*state.steered(Belief.CHANNEL, Stance.PAUSED), *state.steered(Belief.CHANNEL, Stance.REMOVED)}
    return {CHANNELS[channel]: 1.0 for channel in taste.interests if channel not in paused}


def _audience(pool: Pool) -> Audience | None:
    if not len(pool):
        return None
    usual = rate_of(float(pool.shown.sum()), float(pool.moved.sum()))
    return Audience(pool, usual, np.random.default_rng())
