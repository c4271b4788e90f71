"""The home page as data and as a page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from cinnabar.activity.actions import record_open
from cinnabar.feed.pages import FeedPage, home_page
from cinnabar.feed.recipe import Taste
from cinnabar.kit.clock import now
from cinnabar.kit.paging import BadCursor
from cinnabar.notes.actions import delete_note, like, save_note
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note
from cinnabar.notes.voices import Voice, judge
from cinnabar.people.actions import block, choose_interests
from cinnabar.people.models import Person
from tests.cast import a_person
from tests.visibility import a_world

VISITOR = AnonymousUser()


def ids(page: FeedPage) -> list[int]:
    return [card.note_id for card in page.cards]


@pytest.fixture
def notes(db: None) -> list[Note]:
    """Thirty notes of fifteen authors, the newest last."""
    authors = [a_person(f"author{number}") for number in range(15)]
    start = now() - timedelta(days=40)
    return [a_note(authors[n % 15], on=start + timedelta(days=n), title=f"Note {n}") for n in range(30)]


def test_every_viewer_sees_what_the_predicate_allows(db: None) -> None:
    world = a_world()

    world.check(
        lambda viewer: ids(home_page(viewer, Taste())),
        Note.objects.filter(state="published", visibility="public"),
    )


def test_pages_follow_each_other_without_a_gap_or_a_double(notes: list[Note]) -> None:
    first = home_page(VISITOR, Taste())
    second = home_page(VISITOR, Taste(), cursor=first.cursor)

    assert sorted(ids(first) + ids(second)) == sorted(note.pk for note in notes)
    assert (len(first.cards), second.cursor) == (20, "")


def test_nothing_repeats_when_the_ranking_moves(notes: list[Note]) -> None:
    # Field report FEED-2: the last card of page one rises, the one before it is deleted.
    first = home_page(VISITOR, Taste())
    *_, gone, risen = first.cards
    for number in range(20):
        fan = a_person(f"fan{number}")
        like(fan, Note.objects.get(pk=risen.note_id))
        save_note(fan, Note.objects.get(pk=risen.note_id))
    delete_note(Note.objects.get(pk=gone.note_id))
    second = home_page(VISITOR, Taste(), cursor=first.cursor)

    assert set(ids(first)).isdisjoint(ids(second))
    assert len(ids(first)) + len(ids(second)) == 30


def test_a_cursor_of_a_channel_is_not_taken_at_home(notes: list[Note]) -> None:
    with pytest.raises(BadCursor):
        home_page(VISITOR, Taste(), cursor=home_page(VISITOR, Taste()).cursor, channel="beauty")


def test_opened_notes_come_last_under_their_heading(notes: list[Note], tom: Person) -> None:
    opened = notes[:25]
    for note in opened:
        record_open(tom.pk, note.pk)
    page = home_page(tom, Taste())

    assert set(ids(page)[:5]) == {note.pk for note in notes[25:]}
    assert page.seen_from == 5
    assert set(ids(page)[5:]) <= {note.pk for note in opened}


def test_a_like_changes_the_next_request(notes: list[Note], tom: Person) -> None:
    before = ids(home_page(tom, Taste()))[-1]
    fans = [a_person(f"fan{number}") for number in range(30)]
    judge(Voice(fan.pk, 1.0) for fan in fans)
    for fan in fans:
        like(fan, Note.objects.get(pk=before))

    assert ids(home_page(tom, Taste())).index(before) < 19


def test_blocked_people_are_gone_from_the_next_page_too(notes: list[Note], tom: Person) -> None:
    # Field report FEED-4: entries gathered before the block do not come through the cursor.
    first = home_page(tom, Taste())
    author = Person.objects.get(handle="author3")
    block(tom, author)
    second = home_page(tom, Taste(), cursor=first.cursor)

    assert author.pk not in {card.author_id for card in second.cards}


def test_home_shows_cards_to_a_visitor_in_two_queries(
    notes: list[Note], browser_of: Any, django_assert_num_queries: Any
) -> None:
    browser = browser_of()
    with django_assert_num_queries(2):  # candidates, cards
        response = browser.get("/")

    assert response.status_code == 200
    assert response.content.decode().count('<li class="card"') == 20
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = browser.get("/", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_home_of_a_signed_in_reader_costs_seven_queries(
    notes: list[Note], tom: Person, browser_of: Any, django_assert_num_queries: Any
) -> None:
    choose_interests(tom, ["beauty", "home", "baby"])
    browser = browser_of(tom)
    with django_assert_num_queries(7):  # session, person, interests, state, candidates, cards, record
        response = browser.get("/")

    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]


def test_a_foreign_cursor_leads_home(db: None, browser_of: Any) -> None:
    assert browser_of().get("/?after=nonsense").headers["Location"] == "/"


def test_an_empty_channel_says_so(db: None, browser_of: Any) -> None:
    page = browser_of().get("/c/digital")

    assert page.status_code == 200
    assert "Be the first to write one" in page.content.decode()
    assert browser_of().get("/c/nowhere").status_code == 404
