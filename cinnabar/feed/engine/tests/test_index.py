"""Very many notes: a page reads few of them, and finds nearly what it would find if it read all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cinnabar.feed.engine.fit.indexing import lists_of
from cinnabar.feed.engine.marks import Walk, marks_of
from cinnabar.feed.engine.page import Barred, Engine, Reader
from cinnabar.feed.engine.space import Space
from cinnabar.feed.engine.tests.small import a_snapshot


def a_space(size: int) -> Space:
    """Notes in two hundred kinds, some of them liked much more than others."""
    random = np.random.default_rng(0)
    kinds = random.standard_normal((200, 16), np.float32)
    offered = kinds[random.integers(0, 200, size)] + 0.5 * random.standard_normal((size, 16), np.float32)
    return Space(offered, offered, random.standard_normal(size).astype(np.float32))


def test_nearly_all_of_the_likeliest_are_found_in_few_lists() -> None:
    space = a_space(20_000)
    lists = lists_of(space, from_=0)
    found = []
    for note in range(0, 20_000, 500):
        point = space.taken[note]
        best = np.argsort(-space.values(point))[:100]
        notes, values = lists.likely(point)
        assert values == pytest.approx(space.values_of(notes, point), rel=1e-3, abs=1e-3)
        assert len(notes) < 0.2 * len(space)
        found.append(np.isin(best, notes).mean())

    assert np.mean(found) > 0.95


def test_every_note_stands_in_one_list() -> None:
    lists = lists_of(a_space(3_000), from_=0)

    assert sorted(lists.notes.tolist()) == list(range(3_000))
    assert lists.starts[-1] == 3_000


def test_a_small_town_is_read_one_and_all() -> None:
    assert len(lists_of(a_space(300))) == 0


def test_a_page_by_lists_is_a_page() -> None:
    snapshot = a_snapshot()
    listed = replace(snapshot, model=replace(snapshot.model, lists=lists_of(snapshot.model.learned, from_=0)))
    barred = Barred([100, 104], (), lambda ids: dict.fromkeys(ids, 0.0))
    page = [place.note_id for place in Engine(listed).page(Reader([(100, "like")], barred, variety=0.0), count=3)]

    assert page == [101, 102, 103]


def test_marks_are_clean_for_the_next_page() -> None:
    for _page in range(2):
        with marks_of(9, np.array([3], np.int32)) as marks:
            walk = marks.sums(np.array([5, 3, 5, 1]), np.float32([1, 2, 3, 4]))
            assert dict(zip(walk.notes.tolist(), walk.values.tolist(), strict=True)) == {5: 4, 3: 2, 1: 4}
            marks.mark(walk.notes)
            assert marks.marked().tolist() == [1, 5]
            assert marks.spread(Walk(walk.notes, walk.values), np.array([0, 1, 5])).tolist() == [0, 4, 4]

    with pytest.raises(ZeroDivisionError), marks_of(9, np.array([7], np.int32)):
        raise ZeroDivisionError
    with marks_of(9, np.array([], np.int32)) as marks:
        assert not marks.is_refused.any()
