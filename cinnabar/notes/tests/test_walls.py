"""Topics, authors, boards and products: the right cards, in order, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cinnabar.kit.paging import BadCursor
from cinnabar.notes.models import Note, NoteCard, Topic
from cinnabar.notes.queries import (
    CardPage,
    cards_by_author,
    cards_by_topic,
    notes_for_product,
    related_cards,
)
from cinnabar.notes.tests.props import a_note, a_proof, a_tag
from cinnabar.people.models import Person
from cinnabar.shop.models import Product
from tests.cast import a_person

ANYBODY = AnonymousUser()


def ids(page: CardPage) -> list[int]:
    return [card.note_id for card in page.cards]


@pytest.fixture
def tea(mei: Person) -> list[Note]:
    """Seven notes about tea, the oldest first."""
    start = timezone.now() - timedelta(days=7)
    return [a_note(mei, title=f"茶 {n}", topics=("茶具",), on=start + timedelta(hours=n)) for n in range(7)]


def test_the_latest_notes_of_a_topic_come_page_by_page(tea: list[Note]) -> None:
    topic = Topic.objects.get(slug="茶具")

    first = cards_by_topic(topic.pk, ANYBODY, order="latest", limit=3)
    second = cards_by_topic(topic.pk, ANYBODY, order="latest", limit=3, cursor=first.cursor)
    third = cards_by_topic(topic.pk, ANYBODY, order="latest", limit=3, cursor=second.cursor)

    assert ids(first) + ids(second) + ids(third) == [note.pk for note in reversed(tea)]
    assert third.cursor == ""


def test_a_moving_order_repeats_nothing_and_skips_nothing(tea: list[Note]) -> None:
    # Field report FEED-2: the last one of the page rises, the one before it disappears, one falls, one rises.
    topic = Topic.objects.get(slug="茶具")
    first = cards_by_topic(topic.pk, ANYBODY, limit=3)
    assert ids(first) == [note.pk for note in (tea[6], tea[5], tea[4])]
    NoteCard.objects.filter(note=tea[4]).update(hot=1e6)
    NoteCard.objects.filter(note=tea[5]).delete()
    NoteCard.objects.filter(note=tea[6]).update(hot=-1e6)
    NoteCard.objects.filter(note=tea[0]).update(hot=1e7)

    second = cards_by_topic(topic.pk, ANYBODY, limit=3, cursor=first.cursor)
    third = cards_by_topic(topic.pk, ANYBODY, limit=3, cursor=second.cursor)

    assert ids(second) + ids(third) == [note.pk for note in (tea[0], tea[3], tea[2], tea[1])]
    assert third.cursor == ""


def test_a_deleted_last_note_does_not_end_the_list(tea: list[Note], mei: Person) -> None:
    first = cards_by_author(mei.pk, ANYBODY, limit=3)
    NoteCard.objects.filter(note_id=ids(first)[-1]).delete()

    second = cards_by_author(mei.pk, ANYBODY, limit=3, cursor=first.cursor)

    assert ids(second) == [note.pk for note in (tea[3], tea[2], tea[1])]


def test_a_cursor_belongs_to_its_list(tea: list[Note], mei: Person) -> None:
    cursor = cards_by_author(mei.pk, ANYBODY, limit=3).cursor

    for foreign in (cursor, cursor[:-1], "x"):
        with pytest.raises(BadCursor):
            cards_by_topic(Topic.objects.get().pk, ANYBODY, order="latest", cursor=foreign)


def test_a_products_notes_begin_with_those_bought_here_and_spread_the_ratings(mei: Person, lipstick: Product) -> None:
    a_proof(mei, lipstick)
    stories = [("elsewhere", 5), ("elsewhere", 5), ("elsewhere", 1), ("here", 4), ("elsewhere", None)]

    for provenance, rating in stories:
        a_note(mei, tags=(a_tag(lipstick, provenance, rating=rating, pro="soft"),))

    rows = notes_for_product(lipstick.pk, ANYBODY)
    told = [(row.provenance, row.rating) for row in rows]
    assert told == [("here", 4), ("elsewhere", 5), ("elsewhere", 1), ("elsewhere", None), ("elsewhere", 5)]
    assert rows[0].pro == "soft"


def test_related_notes_share_products_before_topics(mei: Person, lipstick: Product) -> None:
    note = a_note(mei, tags=(a_tag(lipstick),), topics=("Lips",))
    topic, product = a_note(mei, topics=("lips",)), a_note(mei, tags=(a_tag(lipstick),))
    both, _neither = a_note(mei, tags=(a_tag(lipstick),), topics=("LIPS",)), a_note(mei)

    related = related_cards(note.pk, ANYBODY)

    assert [card.note_id for card in related] == [both.pk, product.pk, topic.pk]


def test_a_card_knows_whether_its_viewer_liked_it(mei: Person, tom: Person) -> None:
    from cinnabar.notes.actions import like

    note = a_note(mei)
    like(tom, note)

    liked = [cards_by_author(mei.pk, viewer).cards[0].liked for viewer in (tom, a_person("ann"), ANYBODY)]

    assert liked == [True, False, False]
