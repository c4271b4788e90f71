"""A note shows its cover wherever it is shown: a text card is drawn from its words, and who paid is said beside it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from typing import Any

import pytest

from cinnabar.activity.actions import record_open
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import create_board, like, save_note
from cinnabar.notes.models import Board, Note
from cinnabar.notes.tests.props import a_draft, a_note, a_tag
from cinnabar.notifications.telling import tell_of_mentions
from cinnabar.people.models import Person
from cinnabar.shop.models import Product

CARD = re.compile(r'class="text-card card-6 size-\d"')
BROKEN = re.compile(r'src(?:set)?="[^"]*(?:/media//|-0\.(?:webp|avif))')


@pytest.fixture
def card(mei: Person, tom: Person, lipstick: Product) -> Note:
    """A text card that a brand paid for; Tom opened, liked and saved it, and it names him."""
    words: dict[str, Any] = {"title": "", "cover_words": "Use it up first", "cover_style": 6, "body": "with @tom"}
    tags = (a_tag(lipstick, is_paid=True),)
    note = a_note(mei, pictures=0, tags=tags, topics=("tea",), channel="beauty", **words)
    save_note(tom, note, create_board(tom, "Words"))
    like(tom, note)
    record_open(tom.pk, note.pk, source="home", position=None, in_history=True)
    tell_of_mentions.func(note_id=note.pk)
    return note


PLACES = {
    "/": 1,
    "/c/beauty": 1,
    "/topics/tea": 1,
    "/@mei": 1,
    "/@tom?tab=liked": 1,
    "/@tom?tab=boards": 1,
    "/products/{product}": 1,
    "/boards/{board}": 2,  # the collage and the card
    "/notes/{note}": 1,
    "/notes/{note}/save": 1,
    "/history": 1,
    "/inbox": 1,
}


@pytest.mark.parametrize("address", PLACES)
def test_a_text_card_is_drawn_everywhere(
    card: Note, tom: Person, lipstick: Product, browser_of: Any, address: str
) -> None:
    ids = {"product": lipstick.pk, "board": Board.objects.get().pk, "note": card.pk}
    page = browser_of(tom).get(address.format(**{name: encode(found) for name, found in ids.items()})).text

    assert len(CARD.findall(page)) == PLACES[address]
    assert "Use it up first" in page
    assert BROKEN.findall(page) == []


@pytest.mark.parametrize("address", [place for place in PLACES if "save" not in place and "tab=boards" not in place])
def test_who_paid_is_said_everywhere(card: Note, tom: Person, lipstick: Product, browser_of: Any, address: str) -> None:
    ids = {"product": lipstick.pk, "board": Board.objects.get().pk, "note": card.pk}
    page = browser_of(tom).get(address.format(**{name: encode(found) for name, found in ids.items()})).text

    assert '<span class="chip amber">paid partnership</span>' in page


def test_a_feed_and_a_picture_to_send_tell_the_words_and_who_paid(card: Note, browser_of: Any) -> None:
    for address in ("/topics/tea.rss", "/@mei.rss", "/brands/petal-theory.rss"):
        item = Xml.fromstring(browser_of().get(address).content).find("channel/item")
        assert item is not None
        assert item.findtext("description") == "paid partnership — Use it up first\n\nwith @tom\n\nMei", address
        assert item.find("enclosure") is None

    page = browser_of().get(f"/notes/{encode(card.pk)}/share").text
    assert 'class="share-cover card-6" data-style="6"' in page
    assert "Use it up first" in page
    assert "paid partnership" in page


def test_a_card_before_pictures_stands_for_them_and_a_draft_has_its_own(mei: Person, browser_of: Any) -> None:
    words: dict[str, Any] = {"cover_words": "Read this", "cover_style": 6}
    note = a_note(mei, pictures=2, **words)
    save_note(mei, note, create_board(mei, "Both"))
    a_draft(mei, pictures=1, **words)

    boards, profile = browser_of(mei).get("/@mei?tab=boards").text, browser_of(mei).get("/@mei").text
    assert len(CARD.findall(boards)) == 1
    assert note.pictures.get(position=0).secret not in boards
    assert len(CARD.findall(profile)) == 2
