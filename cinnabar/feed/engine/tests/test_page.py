"""A page for one reader, from a small world."""

from __future__ import annotations

import numpy as np
import pytest

from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.page import Barred, Delta, Engine, Reader
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.tests.small import a_snapshot


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
