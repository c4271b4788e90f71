"""Whose praise counts for others: no crowd of accounts speaks louder than the people behind it."""

from __future__ import annotations

import numpy as np

from cinnabar.feed.engine.fit.voices import Deeds, Voices, voices_of

AUTHORS = 50  # ids from 1000 on; note n is by author n % AUTHORS
RING = 10_000  # bots' ids from here on; each has written the note of its own number


def deeds(*rows: tuple[int, int]) -> Deeds:
    people, notes = np.array(rows, np.int64).reshape(-1, 2).T
    return Deeds(people, notes, np.where(notes >= RING, notes, 1000 + notes % AUTHORS))


def readers(count: int, *, each: int = 12) -> list[tuple[int, int]]:
    """People who like notes of many authors, no two of them the same."""
    random = np.random.default_rng(1)
    return [(person, int(note)) for person in range(1, 1 + count) for note in random.choice(600, each, replace=False)]


def ring(size: int, *, strays: int = 0) -> list[tuple[int, int]]:
    """Bots that like each other's notes, and as many notes of others as is said."""
    random = np.random.default_rng(2)
    each_other = [(RING + a, RING + b) for a in range(size) for b in range(size) if a != b and random.random() < 0.5]
    return each_other + [(RING + a, int(note)) for a in range(size) for note in random.choice(600, strays)]


def judged(rows: list[tuple[int, int]]) -> tuple[Voices, Deeds]:
    told = deeds(*rows)
    return voices_of(told, {}), told


def heard_of(voices: Voices, told: Deeds, is_so: np.ndarray) -> float:
    return float(voices.heard(told)[is_so].sum())


def test_people_who_read_many_authors_are_heard() -> None:
    voices, told = judged(readers(60))

    assert voices.weights.min() == 1.0
    assert voices.heard(told).sum() == len(told)


def test_what_a_ring_says_of_itself_is_not_heard() -> None:
    voices, told = judged(readers(150) + ring(100))

    assert heard_of(voices, told, told.authors >= RING) == 0
    assert heard_of(voices, told, told.people < RING) == 150 * 12


def test_a_ring_that_also_likes_others_is_not_heard_either() -> None:
    voices, told = judged(readers(150) + ring(100, strays=50))

    assert heard_of(voices, told, told.authors >= RING) == 0
    assert set(voices.circles[voices.people >= RING]) == {RING}


def test_a_hundred_accounts_that_do_the_same_count_as_one() -> None:
    fans = [(RING + number, note) for number in range(100) for note in range(5, 305, 5)]
    voices, told = judged(readers(150) + fans)

    assert heard_of(voices, told, told.people >= RING) == 0
    assert heard_of(voices, told, told.people < RING) == 150 * 12


def test_who_praises_one_author_is_heard_a_little() -> None:
    voices, _told = judged(readers(20) + [(RING, note) for note in range(0, 300, 50)])

    assert voices.weights[voices.people == RING].tolist() == [0.25]


def test_two_friends_are_heard_by_others_and_not_for_each_other() -> None:
    friends = [(RING, RING + 1), (RING + 1, RING)] * 5 + [(RING + one, note) for one in (0, 1) for note in (one, 2, 3)]
    voices, told = judged(readers(20) + friends)

    assert heard_of(voices, told, told.authors >= RING) == 0
    assert heard_of(voices, told, (told.people >= RING) & (told.authors < RING)) > 0


def test_a_village_where_all_answer_each_other_is_no_ring() -> None:
    voices, told = judged(ring(30))

    assert not voices.circles.any()
    assert voices.heard(told).sum() > 0


def test_a_new_account_ripens_and_a_young_town_does_not_wait() -> None:
    told = deeds(*readers(4))

    def weights(*days: float) -> list[float]:
        return voices_of(told, dict(enumerate(days, 1))).weights.tolist()

    assert weights(30, 0.5, 2, 3) == [1, 0, 0.25, 1]
    assert weights(1, 1, 1, 0.1) == [1, 1, 1, 0]
    assert weights(0, 0, 0, 0) == [1, 1, 1, 1]


def test_nobody_and_nothing_is_judged() -> None:
    voices, told = judged([])

    assert len(voices.people) == len(voices.heard(told)) == 0
