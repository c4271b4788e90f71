"""The recipe's rules, without a database."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cinnabar.feed.recipe import PAGE, Candidate, Taste, pick, rank


def a_candidate(note_id: int, **fields: object) -> Candidate:
    defaults = {
        "author_id": note_id,
        "channel": f"c{note_id % 5}",
        "language": "en",
        "money_mark": "",
        "is_seen": False,
        "hot": -float(note_id),
    }
    return Candidate(**{"note_id": note_id, "source": "hottest", **defaults, **fields})  # type: ignore[arg-type]


def ids(candidates: list[Candidate]) -> list[int]:
    return [candidate.note_id for candidate in candidates]


def test_a_chosen_interest_lifts_a_note() -> None:
    hot, wanted = a_candidate(1, hot=2.0, channel="home"), a_candidate(2, hot=1.5, channel="beauty")

    assert ids(rank([hot, wanted], Taste())) == [1, 2]
    assert ids(rank([hot, wanted], Taste(["beauty"]))) == [2, 1]


def test_a_note_in_the_readers_language_comes_first() -> None:
    notes = [a_candidate(1, hot=2.0, language="zh"), a_candidate(2, hot=1.9), a_candidate(3, hot=1.8, language="mixed")]

    assert ids(rank(notes, Taste(language="en"))) == [2, 3, 1]
    assert ids(rank(notes, Taste(language="zh"))) == [1, 3, 2]


def test_a_note_of_two_sources_comes_once() -> None:
    assert ids(rank([a_candidate(1), a_candidate(1, source="interest")], Taste())) == [1]


def test_at_most_two_of_one_author_while_others_wait() -> None:
    page = pick([a_candidate(n, author_id=7) for n in range(5)] + [a_candidate(n) for n in range(10, 40)])

    assert sum(c.author_id == 7 for c in page) == 2
    assert len(page) == PAGE


def test_a_fifth_is_commercial_at_most() -> None:
    page = pick([a_candidate(n, money_mark="paid") for n in range(10)] + [a_candidate(n) for n in range(20, 50)])

    assert sum(bool(c.money_mark) for c in page) == 4


def test_no_channel_four_times_in_a_row_while_another_waits() -> None:
    page = pick([a_candidate(n, channel="beauty") for n in range(15)] + [a_candidate(99, channel="home")])

    assert [c.channel for c in page[:4]] == ["beauty", "beauty", "beauty", "home"]


def test_seen_notes_come_after_every_unseen_one() -> None:
    page = pick(rank([a_candidate(1, hot=9.0, is_seen=True), a_candidate(2, hot=1.0)], Taste()))

    assert ids(page) == [2, 1]


def test_a_short_list_is_shown_whole_even_against_the_rules() -> None:
    assert len(pick([a_candidate(n, author_id=7, money_mark="paid") for n in range(6)])) == 6


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["a", "b"]), st.sampled_from(["", "paid"])), max_size=60))
def test_a_page_never_repeats_and_is_as_long_as_it_can_be(rows: list[tuple[int, str, str]]) -> None:
    candidates = [
        a_candidate(n, author_id=author, channel=channel, money_mark=mark)
        for n, (author, channel, mark) in enumerate(rows, start=1)
    ]

    page = pick(candidates)

    assert max(Counter(ids(page)).values(), default=1) == 1
    assert len(page) == min(PAGE, len(candidates))
