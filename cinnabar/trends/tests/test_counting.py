"""Who is counted for what, and that counting twice, late or backwards changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cinnabar.kit.clock import at
from cinnabar.moderation.actions import hide_note
from cinnabar.notes.actions import add_comment, delete_note, like, save_note, undelete_note
from cinnabar.notes.models import Note, Topic, Voice
from cinnabar.notes.tests.props import a_note, a_tag
from cinnabar.people.models import Person
from cinnabar.shop.models import Product
from cinnabar.trends import counting
from cinnabar.trends.jobs import recount_note
from cinnabar.trends.models import Count, Span
from cinnabar.trends.tests.props import (
    NOON,
    SOON,
    ask_all,
    counted,
    look,
    open_all,
    some_known,
    somebody_known,
    standing,
)
from tests.cast import a_person


@pytest.fixture
def note(mei: Person, lipstick: Product) -> Note:
    """A public note of a month ago about tea and a lipstick."""
    return a_note(mei, title="Tea", topics=("tea",), tags=(a_tag(lipstick),), on=NOON - timedelta(days=30))


@pytest.fixture
def tea(note: Note) -> int:
    return Topic.objects.get(slug="tea").pk


def test_a_like_counts_for_topic_product_brand_and_category(note: Note, tea: int, lipstick: Product) -> None:
    with at(NOON):
        like(somebody_known("ana", country="CN", city="上海"), note)

    look()

    for subject in (tea, lipstick.pk, lipstick.brand_id, lipstick.category_id):
        assert [counted(subject, Span.HOUR, region) for region in ("", "CN", "CN/上海", "NZ")] == [[1], [1], [1], []]
        assert counted(subject, Span.FIVE) == [1]
        assert counted(subject, Span.DAY) == [1]
        assert counted(subject, Span.LAST_DAY) == [1]


def test_a_person_counts_once_an_hour_and_once_a_day(note: Note, tea: int) -> None:
    ana = somebody_known("ana")
    with at(NOON):
        like(ana, note)
        save_note(ana, note)
        add_comment(ana, note, "so good")
    with at(NOON + timedelta(hours=1)):
        open_all([ana], note.pk)

    look(NOON + timedelta(hours=2))

    assert (counted(tea), counted(tea, Span.FIVE), counted(tea, Span.DAY)) == ([1, 1], [1, 1], [1])


def test_authors_sellers_and_brands_do_not_count_for_themselves(
    note: Note, tea: int, mei: Person, lin: Person, lipstick: Product
) -> None:
    keeper = somebody_known("keeper", number=1)
    lipstick.brand.keeper = keeper
    lipstick.brand.save()
    for person in (mei, lin):
        Person.objects.filter(pk=person.pk).update(joined_at=NOON - timedelta(days=50, hours=person.pk % 20))
        for days in (3, 4):
            with at(NOON - timedelta(days=days)):
                open_all([person], 7)
    with at(NOON):
        open_all([mei, lin, keeper], note.pk)

    look()

    assert counted(tea) == [2]  # Lin and the keeper may well care about tea
    assert counted(lipstick.pk) == []
    assert counted(lipstick.brand_id) == []


@pytest.mark.parametrize("mark", [{"is_paid": True}, {"tags": "gifted"}])
def test_what_was_paid_for_does_not_count(mei: Person, lipstick: Product, mark: dict[str, Any]) -> None:
    if "tags" in mark:
        mark = {"tags": (a_tag(lipstick, provenance="gifted"),)}
    paid = a_note(mei, title="Ad", topics=("tea",), on=NOON - timedelta(days=2), **mark)
    with at(NOON):
        open_all(some_known(6), paid.pk)

    look()

    assert not Count.objects.exclude(kind="category").exists()
    assert standing() == {}


def test_a_note_for_friends_does_not_count(mei: Person) -> None:
    quiet = a_note(mei, topics=("tea",), visibility="friends", on=NOON - timedelta(days=2))
    with at(NOON):
        open_all(some_known(6), quiet.pk)

    look()

    assert not Count.objects.exists()


def test_who_publishes_counts_once_for_what_they_write_about(tea: int) -> None:
    with at(NOON):
        a_note(somebody_known("ana"), topics=("tea",), on=NOON)

    look()

    assert counted(tea) == [1]


def test_six_who_care_within_the_hour_are_new_and_five_minutes_later_still(note: Note, tea: int) -> None:
    with at(NOON - timedelta(days=20)):
        open_all([somebody_known("early", number=40)], note.pk)
    look(NOON - timedelta(days=19))
    with at(NOON):
        open_all(some_known(6), note.pk)

    look()
    assert standing()[tea] in ("new", "rising")
    before = list(Count.objects.order_by("span", "subject_id", "region", "begins").values())

    look()
    assert list(Count.objects.order_by("span", "subject_id", "region", "begins").values()) == before


def test_a_hundred_fresh_accounts_do_not_make_a_phrase_hot(db: None) -> None:
    crowd = [a_person(f"bot{one}", joined_at=NOON - timedelta(hours=5, minutes=one)) for one in range(100)]
    with at(NOON):
        ask_all(crowd, "miracle tea")

    look()

    assert (Count.objects.count(), standing()) == (0, {})


def test_a_hundred_old_accounts_that_were_never_here_do_not_either(db: None) -> None:
    crowd = [a_person(f"bot{one}", joined_at=NOON - timedelta(days=90, hours=one)) for one in range(100)]
    with at(NOON):
        ask_all(crowd, "miracle tea")

    look()

    assert (Count.objects.count(), standing()) == (0, {})


def test_a_hundred_accounts_made_in_one_go_are_one_however_they_lived_since(db: None) -> None:
    crowd = some_known(100)
    Person.objects.update(joined_at=NOON - timedelta(days=90))
    with at(NOON):
        ask_all(crowd, "miracle tea")

    look()

    assert set(Count.objects.filter(kind="query").values_list("people", flat=True)) == {1}
    assert standing() == {}


def test_a_circle_that_mostly_praises_itself_is_one(db: None) -> None:
    crowd = some_known(10)
    Voice.objects.bulk_create(Voice(person=person, weight=0.3, circle=7) for person in crowd)
    with at(NOON):
        ask_all(crowd, "miracle tea")

    look()

    assert (set(Count.objects.filter(kind="query").values_list("people", flat=True)), standing()) == ({1}, {})


def test_ten_known_people_do_make_a_phrase_hot(db: None) -> None:
    with at(NOON):
        ask_all(some_known(10), "Yuzu tea")

    look()

    assert list(standing().values()) == ["new"]


@pytest.mark.parametrize("words", ["ana@example.com", "13812345678", "https://x.y/z", "茶"])
def test_what_may_be_private_is_no_phrase(db: None, words: str) -> None:
    with at(NOON):
        ask_all(some_known(10), words)

    look()

    assert (Count.objects.count(), standing()) == (0, {})


def test_a_hidden_note_takes_its_counts_along_and_brings_them_back(
    note: Note, tea: int, mei: Person, ada: Person
) -> None:
    other = a_note(mei, title="Other", topics=("tea",), on=NOON - timedelta(days=1))
    people = some_known(6)
    with at(NOON):
        open_all(people, note.pk)
        open_all(people[:2], other.pk)
    look()
    assert (counted(tea), counted(tea, Span.DAY), tea in standing()) == ([6], [6], True)

    with at(SOON + timedelta(minutes=1)):
        hide_note(note, moderator=ada, rule="harm", reason="x")
        recount_note.func(note_id=note.pk)
        recount_note.func(note_id=note.pk)

    assert (counted(tea), counted(tea, Span.DAY), tea in standing()) == ([2], [2], False)


def test_a_deleted_note_takes_its_counts_along_and_brings_them_back(note: Note, tea: int) -> None:
    with at(NOON):
        open_all(some_known(6), note.pk)
    look()
    with at(SOON):
        delete_note(note)
        recount_note.func(note_id=note.pk)

    assert (counted(tea), standing()) == ([], {})
    with at(SOON):
        undelete_note(note)
        recount_note.func(note_id=note.pk)
    assert (counted(tea), standing()[tea]) == ([6], "new")


def test_a_clock_that_jumps_an_hour_back_and_forth_loses_and_doubles_nothing(note: Note, tea: int) -> None:
    people = some_known(8)
    with at(NOON):
        open_all(people[:4], note.pk)
    look(NOON + timedelta(hours=1))
    with at(NOON - timedelta(minutes=30)):
        open_all(people[4:], note.pk)
    look(NOON - timedelta(minutes=25))
    look(NOON + timedelta(hours=1, minutes=5))

    assert counted(tea) == [4, 4]


def test_what_was_missed_while_no_worker_ran_is_counted_later(note: Note, tea: int) -> None:
    look(NOON - timedelta(days=4))
    with at(NOON - timedelta(days=3)):
        open_all(some_known(3), note.pk)

    look()

    assert (counted(tea), counted(tea, Span.DAY)) == ([3], [3])


def test_rebuilding_gives_what_the_timetable_had_counted(note: Note, tea: int) -> None:
    people = some_known(5)
    for days in (12, 3, 0):
        with at(NOON - timedelta(days=days, minutes=1)):
            open_all(people, note.pk)
    with at(NOON):
        counting.rebuild()
    whole = list(Count.objects.order_by("span", "subject_id", "region", "begins").values())
    said: list[str] = []

    with at(NOON):
        counting.rebuild(say=said.append)

    assert list(Count.objects.order_by("span", "subject_id", "region", "begins").values()) == whole
    assert (len(said), counted(tea, Span.DAY), counted(tea, Span.FIVE)) == (57, [5, 5], [5])


def test_old_counters_end(note: Note, tea: int) -> None:
    with at(NOON - timedelta(days=1)):
        open_all(some_known(5), note.pk)
    look()
    assert counted(tea, Span.FIVE) == [5]

    with at(NOON + timedelta(days=3)):
        counting.forget_old()
    assert (counted(tea, Span.FIVE), counted(tea)) == ([], [5])
    with at(NOON + timedelta(days=70)):
        counting.forget_old()
    assert (counted(tea), counted(tea, Span.DAY)) == ([], [5])
