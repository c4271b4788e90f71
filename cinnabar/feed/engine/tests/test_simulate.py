"""The made-up town: the same for the same seed, and a place where the engine has to prove itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cinnabar.feed.engine.simulate.running import run
from cinnabar.feed.engine.simulate.world import Scale, World

SMALL = Scale(people=40, creators=20, kinds=4, notes_at_first=120, notes_a_day=4, days=2)


def test_a_town_follows_from_its_seed() -> None:
    assert run("fresh-popular", 3, SMALL) == run("fresh-popular", 3, SMALL) != run("fresh-popular", 4, SMALL)


def test_the_engine_gives_the_same_days_for_the_same_seed() -> None:
    assert run("learned", 3, SMALL).told() == run("learned", 3, SMALL).told()


def test_the_engine_serves_people_better_than_what_is_new_and_popular() -> None:
    assert run("learned", 3, SMALL).worth > 1.15 * run("fresh-popular", 3, SMALL).worth


def test_large_creators_write_half_of_all_notes() -> None:
    world = World(replace(SMALL, notes_at_first=2_000), 1)

    assert np.mean([world.is_small(note) for note in range(len(world))]) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("home", ["learned", "fresh-popular"])
@pytest.mark.parametrize("stray", [0.0, 1.0], ids=["each other", "each other and as many others"])
def test_a_hundred_bots_that_like_each_other_do_not_move_the_pages_of_people(home: str, stray: float) -> None:
    """What their notes are shown is what they would be if the bots liked nothing, and people find as much."""
    ring = replace(SMALL, people=110, bots=100, bots_stray=stray)
    silent, plotted = run(home, 3, replace(ring, bots_like=False)), run(home, 3, ring)

    assert plotted.bot_share <= silent.bot_share + 0.03
    assert plotted.worth >= 0.9 * silent.worth
