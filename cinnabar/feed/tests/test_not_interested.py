"""What is turned away is gone from the very next request, and comes back."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.feed.actions import turn_away, welcome_back
from cinnabar.feed.models import Kind, NotInterested
from cinnabar.feed.pages import home_page
from cinnabar.feed.queries import following_page
from cinnabar.feed.recipe import Taste
from cinnabar.kit.ids import encode
from cinnabar.notes.models import Note, Topic
from cinnabar.notes.tests.props import a_draft, a_note, a_tag
from cinnabar.people.actions import follow
from cinnabar.people.models import Person
from cinnabar.shop.models import Product


@pytest.fixture
def note(mei: Person, lipstick: Product) -> Note:
    return a_note(mei, title="Turned away", topics=("tea",), tags=(a_tag(lipstick),))


@pytest.fixture
def other(zoe: Person) -> Note:
    return a_note(zoe, title="Kept")


def home_of(person: Person) -> set[int]:
    return {card.note_id for card in home_page(person, Taste()).cards}


@pytest.mark.parametrize("kind", Kind)
def test_it_is_gone_from_the_next_request_and_comes_back(
    kind: Kind, note: Note, other: Note, tom: Person, lipstick: Product
) -> None:
    about = {"note": note.pk, "author": note.author_id, "topic": Topic.objects.get().pk, "product": lipstick.pk}[kind]
    follow(tom, note.author)

    turn_away(tom, kind, about)
    turn_away(tom, kind, about)

    assert home_of(tom) == {other.pk}
    assert following_page(tom).cards == []
    assert home_of(other.author) == {note.pk, other.pk}

    welcome_back(tom, kind, about)
    assert home_of(tom) == {note.pk, other.pk}


def test_the_page_offers_note_author_topics_and_products(
    note: Note, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    browser = browser_of(tom)
    address = f"/notes/{encode(note.pk)}/not-interested"
    page = browser.get(address).content.decode()
    for words in ("this note", "notes by Mei", "#tea", "Petal Melt Lipstick"):
        assert words in page

    sent = browser.post(address, {"about": f"author-{encode(note.author_id)}", "on": "1"})

    assert sent.headers["Location"] == address
    assert "Undo" in browser.get(address).content.decode()
    assert home_of(tom) == set()
    told = browser.post(
        address, {"about": f"author-{encode(note.author_id)}", "on": "0"}, headers={"Accept": "application/json"}
    )
    assert told.json()["on"] is False
    assert home_of(tom) == {note.pk}


def test_what_the_note_does_not_have_is_refused(note: Note, other: Note, tom: Person, browser_of: Any) -> None:
    address = f"/notes/{encode(note.pk)}/not-interested"
    for about in ("", "author", f"author-{encode(other.author_id)}", "city-1"):
        assert browser_of(tom).post(address, {"about": about}).status_code == 422

    assert not NotInterested.objects.exists()


def test_a_note_that_one_may_not_see_is_not_there(mei: Person, tom: Person, browser_of: Any) -> None:
    draft = a_draft(mei)

    assert browser_of(tom).get(f"/notes/{encode(draft.pk)}/not-interested").status_code == 404


def test_the_settings_list_everything_and_give_it_back(note: Note, tom: Person, browser_of: Any) -> None:
    turn_away(tom, Kind.AUTHOR, note.author_id)
    turn_away(tom, Kind.NOTE, 7)
    browser = browser_of(tom)
    page = browser.get("/settings/not-interested").content.decode()
    assert "notes by Mei" in page and "not here any more" in page

    browser.post("/settings/not-interested", {"about": f"author-{encode(note.author_id)}"})

    assert list(NotInterested.objects.values_list("kind", "about_id")) == [("note", 7)]
