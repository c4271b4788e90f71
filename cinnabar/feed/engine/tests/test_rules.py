"""The rules of a page, and how varied it is, without a model."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cinnabar.feed.engine.rules import Shortlist, choose
from cinnabar.feed.engine.variety import Spread


def a_shortlist(values: list[float], **columns) -> Shortlist:
    count = len(values)
    usual = {
        "authors": np.arange(count),
        "is_commercial": np.zeros(count, np.bool_),
        "is_small": np.ones(count, np.bool_),
        "looks": np.eye(count, dtype=np.float32),
    }
    return Shortlist(
        np.array(values, np.float32), **usual | {name: np.array(column) for name, column in columns.items()}
    )


def test_an_author_has_two_notes_and_the_second_must_be_better_than_others() -> None:
    assert choose(a_shortlist([5, 4.9, 4.8, 4.5], authors=[1, 1, 1, 2])) == [0, 3, 1]


def test_a_fifth_of_the_page_is_commercial() -> None:
    shortlist = a_shortlist([10 - row for row in range(10)], is_commercial=[True] * 5 + [False] * 5)

    assert choose(shortlist, count=5) == [0, 5, 6, 7, 8]


def test_half_of_the_places_are_for_small_creators_where_that_costs_little() -> None:
    is_small = [False] * 4 + [True] * 3
    near, far = [5, 4.9, 4.8, 4.7, 4.65, 4.6, 4.5], [5, 4.9, 4.8, 4.7, 3, 2, 1]

    assert choose(a_shortlist(near, is_small=is_small), count=4, small_share=0.0) == [0, 1, 2, 3]
    assert choose(a_shortlist(near, is_small=is_small), count=4) == [0, 4, 1, 5]
    assert choose(a_shortlist(far, is_small=is_small), count=4) == [0, 1, 2, 3]


def test_of_two_that_look_the_same_one_is_shown() -> None:
    looks = np.array([[1, 0], [1, 0], [0, 1]], np.float32)

    assert choose(a_shortlist([3, 2, 1], looks=looks)) == [0, 2]


def test_what_is_new_beside_the_last_ones_may_come_first() -> None:
    looks = np.array([[1, 0], [0.9, 0.436], [0, 1]], np.float32)

    assert choose(a_shortlist([3, 2.2, 2], looks=looks), variety=0.0) == [0, 1, 2]
    assert choose(a_shortlist([3, 2.2, 2], looks=looks), variety=1.0) == [0, 2, 1]


def test_what_left_the_window_is_new_again() -> None:
    looks = np.eye(12, dtype=np.float32)
    looks[11] = looks[0]
    spread = Spread(looks)

    spread.choose(0)
    assert spread.apart()[11] == 0.0
    for place in range(1, 10):
        spread.choose(place)
    assert spread.apart()[11] == 1.0


@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 5), st.booleans()), max_size=60))
def test_no_page_breaks_a_rule(notes: list[tuple[float, int, bool]]) -> None:
    values, authors, commercial = zip(*notes, strict=True) if notes else ((), (), ())
    shortlist = a_shortlist(
        list(values), authors=np.array(authors, np.int64), is_commercial=np.array(commercial, np.bool_)
    )

    page = choose(shortlist)

    assert len(page) == len(set(page)) <= 20
    assert all(sum(authors[row] == author for row in page) <= 2 for author in range(6))
    assert sum(commercial[row] for row in page) <= 4
