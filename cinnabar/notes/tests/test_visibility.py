"""Every hand-written query shows each viewer exactly what the QuerySet predicate allows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser

from cinnabar.notes.actions import like
from cinnabar.notes.models import Note
from cinnabar.notes.queries import (
    CardPage,
    board_front,
    cards_by_author,
    cards_by_topic,
    cards_liked_by,
    note_page,
    notes_for_product,
    related_cards,
    things_on_board,
)
from cinnabar.notes.visibility import Viewer
from tests.cast import a_person
from tests.visibility import World, a_world

PUBLISHED = Note.objects.filter(state="published")


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def ids(page: CardPage) -> list[int]:
    return [card.note_id for card in page.cards]


def test_note_page(world: World) -> None:
    def readable(viewer: Viewer) -> Iterator[int]:
        return (note.pk for note in world.notes if note_page(note.pk, viewer) is not None)

    world.check(readable, Note.objects.exclude(state="deleted"))


def test_cards_by_topic(world: World) -> None:
    world.check(lambda viewer: ids(cards_by_topic(world.topic.pk, viewer)), PUBLISHED)
    world.check(lambda viewer: ids(cards_by_topic(world.topic.pk, viewer, order="latest")), PUBLISHED)


def test_cards_by_author(world: World) -> None:
    world.check(lambda viewer: ids(cards_by_author(world.author.pk, viewer)), PUBLISHED.filter(author=world.author))


def test_things_on_board(world: World) -> None:
    def shown(viewer: Viewer) -> list[int]:
        return [thing.note_id for thing in things_on_board(world.board.pk, viewer).things]

    world.check(shown, PUBLISHED)


def test_board_front_counts_what_is_shown(world: World) -> None:
    for viewer in world.viewers.values():
        front = board_front(world.board.pk, viewer)
        assert front is not None
        assert front.found == len(things_on_board(world.board.pk, viewer).things)
        assert len(front.covers) == min(4, front.found)


def test_cards_liked_by(world: World) -> None:
    fan = a_person("liker")
    for note in world.notes:
        like(fan, note)

    world.check(lambda viewer: ids(cards_liked_by(fan.pk, viewer)), PUBLISHED)


def test_notes_for_product(world: World) -> None:
    def told(viewer: Viewer) -> Iterator[int]:
        return (row.note_id for row in notes_for_product(world.product.pk, viewer, limit=99))

    world.check(told, PUBLISHED)


def test_related_cards(world: World) -> None:
    note = next(note for note in world.notes if note.title == "published public")

    def near(viewer: Viewer) -> Iterator[int]:
        return (card.note_id for card in related_cards(note.pk, viewer, limit=99))

    world.check(near, PUBLISHED.exclude(pk=note.pk))


def test_the_world_holds_what_tells_viewers_apart(world: World) -> None:
    def seen_by(name: str) -> set[str]:
        viewer = world.viewers[name]
        return {note.title for note in world.notes if note.author_id == world.author.pk and note_page(note.pk, viewer)}

    public, friends = "published public", "published friends"
    hidden = {"hidden public", "hidden friends", "hidden only_me"}
    published = {public, friends, "published only_me"}
    assert seen_by("visitor") == seen_by("stranger") == seen_by("follower only") == seen_by("followed only") == {public}
    assert seen_by("friend") == {public, friends}
    assert seen_by("blocked by the author") == seen_by("blocking the author") == set()
    assert seen_by("author") == published | hidden | {"draft public", "draft friends", "draft only_me"}
    assert seen_by("moderator") == published | hidden
    assert seen_by("moderator blocked by the author") == hidden


def test_a_visitor_has_no_way_to_a_draft(world: World) -> None:
    # Field report PRV-5: guessed addresses, lists, neighbours.
    drafts = {note.pk for note in world.notes if note.state == "draft"}
    visitor = AnonymousUser()

    shown = {
        *ids(cards_by_topic(world.topic.pk, visitor)),
        *ids(cards_by_author(world.author.pk, visitor)),
        *(row.note_id for row in notes_for_product(world.product.pk, visitor, limit=99)),
    }

    assert not drafts & shown
    assert [note_page(pk, visitor) for pk in drafts] == [None] * 3
    assert world.topic.notes == 2  # counts do not tell of them either
