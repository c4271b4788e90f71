"""What a list costs does not grow with its length."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cinnabar.notes.actions import add_comment, create_board, like, save_note, save_thing
from cinnabar.notes.models import Board, Note
from cinnabar.notes.tests.props import a_draft, a_note, a_tag
from cinnabar.orders.tests.props import a_paid_order, put
from cinnabar.people.models import Person
from cinnabar.shop.models import Shop
from tests.access.places import Places
from tests.cast import a_product

PAGES = """
author: / /@mei /@mei?tab=boards /@mei?tab=liked /topics/tea {note} {note}/save /notes/new {note}/edit {board}
reader: /search?q=tea /search?q=tea&tab=notes {board} {note}/comments {note}/comments?q=comment
buyer: /basket /checkout?currency=EUR /orders /shops/hanok /brands/petal-theory /categories/lips
seller: /desk/shop/hanok /outbox
moderator: /desk/moderation
"""
LISTS = {who: pages.split() for who, pages in (line.split(": ") for line in PAGES.strip().split("\n"))}


def more_of_everything(places: Places) -> None:
    """Four more of all that a list could show."""
    author, buyer, reader = (Person.objects.get(handle=handle) for handle in ("mei", "tom", "zoe"))
    board, note = Board.objects.get(name="Open"), Note.objects.get(title="Public")
    for number in range(4):
        product = a_product(Shop.objects.get(slug="hanok"), f"Good {number}")
        more = a_note(author, title=f"Note {number}", tags=(a_tag(product),), topics=("tea",))
        a_draft(author, title=f"Draft {number}")
        save_note(author, more, board)
        save_thing(author, product, board)
        like(author, more)
        create_board(author, f"Board {number}")
        said = add_comment(buyer, note, f"comment {number}")
        add_comment(reader, note, "reply", said)
        a_paid_order(buyer, product.variants.get(position=0), key=f"more-{number}")
        put(buyer, product.variants.get(position=1))


def costs(places: Places, browser_of: Any, who: str, address: str) -> int:
    note, board = places.address("note", "note"), places.address("board", "board")
    browser = browser_of(places.people[who])
    browser.get(address.format(note=note, board=board))  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address.format(note=note, board=board)).status_code == 200, address
    return len(asked)


@pytest.mark.parametrize("who", LISTS)
def test_a_longer_list_asks_no_more_often(places: Places, browser_of: Any, who: str) -> None:
    before = {address: costs(places, browser_of, who, address) for address in LISTS[who]}
    more_of_everything(places)
    after = {address: costs(places, browser_of, who, address) for address in LISTS[who]}

    assert after == before
