"""One world of notes in every state, and everybody who may look at it: each hot query is asked here beside its twin.

    def test_home_shows_what_its_twin_shows(world: World) -> None:
        world.check(lambda viewer: ids_of(home(viewer)), Note.objects.filter(state="published", visibility="public"))

`Note` rows that the twin selects are filtered with `visible_to`; both must name the same notes for every viewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from cinnabar.notes.actions import (
    create_board,
    delete_note,
    hide_note,
    publish_note,
    save_draft,
    save_note,
    start_draft,
)
from cinnabar.notes.models import Board, Note, Topic
from cinnabar.notes.tests.props import a_tag, content
from cinnabar.notes.visibility import Viewer, visible_to
from cinnabar.people.models import Block, Follow, Person, Role
from cinnabar.shop.models import Product
from tests.cast import a_person, a_product, a_shop

TOPIC = "tea"


@dataclass
class World:
    author: Person
    product: Product
    topic: Topic
    board: Board
    notes: list[Note]
    viewers: dict[str, Viewer] = field(default_factory=dict)

    def check(self, ask: Callable[[Viewer], Iterable[int]], twin: QuerySet[Note]) -> None:
        """`ask` answers every viewer with the ids of the twin's notes that this viewer may see."""
        for name, viewer in self.viewers.items():
            expected = set(twin.filter(visible_to(viewer)).values_list("pk", flat=True))
            assert set(ask(viewer)) == expected, f"as {name}"


def a_world() -> World:
    """An author's notes in every state and visibility, and a neighbour's: one product, one topic, one board."""
    author = a_person("author")
    product = a_product(a_shop(a_person("seller")))
    collector = a_person("collector", role=Role.MODERATOR)
    board = create_board(collector, "Everything")
    notes = [
        _a_note(author, product, state, visibility)
        for visibility in ("public", "friends", "only_me")
        for state in ("draft", "published", "hidden", "deleted")
    ]
    notes.append(_a_note(a_person("neighbour"), product, "published", "public"))
    for note in notes:
        save_note(collector, note, board)
    world = World(author, product, Topic.objects.get(slug=TOPIC), board, notes)
    world.viewers = _viewers(author)
    return world


def _a_note(author: Person, product: Product, state: str, visibility: str) -> Note:
    title = f"{state} {visibility}"
    written = content(author, title=title, visibility=visibility, topics=(TOPIC,), tags=(a_tag(product),))
    note = save_draft(start_draft(author), written)
    if state != "draft":
        publish_note(note)
    if state == "hidden":
        hide_note(note, reason="x")
    if state == "deleted":
        delete_note(note)
    return Note.objects.get(pk=note.pk)


def _viewers(author: Person) -> dict[str, Viewer]:
    friend, fan, idol = a_person("friend"), a_person("fan"), a_person("idol")
    blocked, blocker = a_person("blocked"), a_person("blocker")
    moderator, blocked_moderator = (a_person(name, role=Role.MODERATOR) for name in ("moderator", "blockedmoderator"))
    Follow.objects.bulk_create(
        Follow(follower=one, followed=two)
        for one, two in [
            *((person, author) for person in (friend, fan, blocked, blocker)),
            *((author, person) for person in (friend, idol, blocked, blocker)),
        ]
    )
    Block.objects.bulk_create(
        Block(blocker=one, blocked=two)
        for one, two in [(author, blocked), (blocker, author), (author, blocked_moderator)]
    )
    return {
        "visitor": AnonymousUser(),
        "stranger": a_person("stranger"),
        "friend": friend,
        "follower only": fan,
        "followed only": idol,
        "blocked by the author": blocked,
        "blocking the author": blocker,
        "author": author,
        "moderator": moderator,
        "moderator blocked by the author": blocked_moderator,
    }
