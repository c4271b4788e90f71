"""A page for one reader, from a small world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.graph import Graph
from cinnabar.feed.engine.page import Barred, Delta, Engine, Reader
from cinnabar.feed.engine.recent import Recent
from cinnabar.feed.engine.snapshot import Snapshot
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.tests.small import a_snapshot
from cinnabar.feed.engine.tests.test_watch import Clock
from cinnabar.feed.engine.watch import SLOWEST, Watch


def all_of(ids):
    return dict.fromkeys(ids, 0.0)


NOTHING = Barred(notes=(), authors=(), permits=all_of)


@pytest.fixture(scope="module")
def snapshot():
    return a_snapshot()


def ids(engine: Engine, *actions: tuple[int, str], barred: Barred = NOTHING, count: int = 4) -> list[int]:
    return [place.note_id for place in engine.page(Reader(actions, barred, variety=0.0), count=count)]


def test_a_like_changes_the_very_next_page(snapshot) -> None:
    engine = Engine(snapshot)

    assert set(ids(engine, (100, "like"), barred=Barred([100], (), all_of))) == {101, 102, 103, 104}
    assert set(ids(engine, (105, "like"), barred=Barred([105], (), all_of))) == {106, 107, 108, 109}


def test_what_follows_comes_before_what_went_before(snapshot) -> None:
    assert ids(Engine(snapshot), (101, "like"), barred=Barred([101], (), all_of))[0] == 102


def test_somebody_of_whom_nothing_is_known_gets_a_page(snapshot) -> None:
    assert len(ids(Engine(snapshot), count=10)) == 10


def test_what_is_barred_is_not_on_the_page(snapshot) -> None:
    page = ids(Engine(snapshot), (100, "like"), barred=Barred([100, 101, 999], [2], all_of), count=20)

    assert not {100, 101, 102} & set(page)
    assert len(page) == 9


def test_an_action_on_a_note_that_is_gone_says_nothing(snapshot) -> None:
    assert ids(Engine(snapshot), (999, "like")) == ids(Engine(snapshot))


def test_a_page_names_the_source_that_counted_most(snapshot) -> None:
    from cinnabar.feed.engine.valuing import EVERY_SOURCE

    assert {place.source for place in Engine(snapshot).page(Reader([(100, "like")], NOTHING))} <= set(EVERY_SOURCE)


def test_a_page_names_the_action_that_brought_each_note(snapshot) -> None:
    reader = Reader([(100, "like"), (105, "like")], Barred([100, 105], (), all_of))
    because = {place.note_id: place.because for place in Engine(snapshot).page(reader)}

    assert {note: because[note] for note in (101, 102, 106, 107)} == {101: 100, 102: 100, 106: 105, 107: 105}


def test_a_note_newer_than_the_snapshot_is_proposed_and_counts_when_liked(snapshot) -> None:
    learned = snapshot.model.learned
    looks = np.zeros((1, 12), np.float32)
    none = np.zeros(1, np.int8)
    newer = Catalogue(np.array([500]), np.array([77]), none > 0, none == 0, looks, np.zeros(1), none, none)
    like_the_seventh = Space(learned.taken[7:8], learned.offered[7:8], learned.bias[7:8] + 5)
    engine = Engine(snapshot, Delta(newer, like_the_seventh))

    assert 500 in ids(engine, (106, "like"), count=20)
    assert 500 not in ids(engine, (106, "like"), barred=Barred([500], (), all_of), count=20)
    assert 500 not in ids(engine, (106, "like"), barred=Barred([], [77], all_of), count=20)
    assert ids(engine, (500, "like"), barred=Barred([500], (), all_of)) != ids(engine, barred=Barred([500], (), all_of))


def with_next(snapshot: Snapshot, graph: Graph | None) -> Snapshot:
    return replace(snapshot, model=replace(snapshot.model, graphs=snapshot.model.graphs | {"next": graph}))


def test_a_source_that_raises_costs_the_page_nothing_else(snapshot) -> None:
    watch = Watch()
    engine = Engine(with_next(snapshot, None), watch=watch)

    assert len(ids(engine, (100, "like"), count=10)) == 10
    assert set(watch.left_out) == {("next", "raised")}


def test_a_source_that_is_slow_is_left_out_of_the_page_and_rests(snapshot) -> None:
    class Slow(Graph):
        def spread(self, notes, strengths):
            clock.time += 2 * SLOWEST
            return super().spread(notes, strengths)

    clock = Clock()
    graph = snapshot.model.graphs["next"]
    slow = Slow(graph.starts, graph.neighbours, graph.weights)
    watch = Watch(clock)
    engine = Engine(with_next(snapshot, slow), watch=watch)

    for _page in range(3):
        assert len(ids(engine, (100, "like"), count=10)) == 10
    assert watch.left_out == {("next", "slow"): 1, ("next", "resting"): 2}


def test_what_was_done_together_since_the_snapshot_counts(snapshot) -> None:
    told = Recent(snapshot.model.reading)
    deeds = [(person, note, True) for person in range(5) for note in (100, 109)]
    told.add(deeds)
    told.add(deeds)

    assert len(told) == 5
    reader = Reader([(100, "like")], Barred([100], (), all_of), variety=0.0)
    before, after = (Engine(snapshot, recent=recent).page(reader) for recent in (None, told))
    assert [place.note_id for place in before].index(109) > [place.note_id for place in after].index(109)
    assert [(place.source, place.because) for place in after if place.note_id == 109] == [("lately", 100)]


def test_a_note_newer_than_the_snapshot_is_done_together_with_others_too(snapshot) -> None:
    none = np.zeros(1, np.int8)
    far = Space(*(np.zeros((1, 8), np.float32),) * 2, np.full(1, -9, np.float32))
    newer = Catalogue(
        np.array([500]), np.array([77]), none > 0, none == 0, np.zeros((1, 12), np.float32), none, none, none
    )
    told = Recent(snapshot.model.reading)
    told.add([(person, note, True) for person in range(5) for note in (100, 500)])

    reader = Reader([(100, "like")], Barred([100], (), all_of), variety=0.0)
    before, after = (Engine(snapshot, Delta(newer, far), recent).page(reader) for recent in (None, told))
    assert [place.value for place in before if place.note_id == 500] < [
        place.value for place in after if place.note_id == 500
    ]
    assert [(place.source, place.because) for place in after if place.note_id == 500] == [("lately", 100)]


def test_authors_are_judged_by_their_notes(snapshot) -> None:
    assert Engine(snapshot).authors(Reader([(101, "like")], Barred([101], (), all_of)), count=1) == [2]
