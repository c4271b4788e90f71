"""Walls of cards. Whatever moves while one reads is paged by what was served, the rest by keyset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cinnabar.kit import sql
from cinnabar.kit.paging import pack_ids, pack_key, unpack_ids, unpack_key
from cinnabar.notes.only import OF_A_PRODUCT, only_sql
from cinnabar.notes.rules import cover_size
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql

PAGE = 20
LONGEST_VISIT = 400  # notes a cursor remembers


@dataclass(frozen=True, slots=True)
class Card:
    """What notes/card.jinja shows."""

    note_id: int
    author_id: int
    author_handle: str
    author_name: str
    author_avatar: str
    author_tint: int
    title: str
    language: str
    secret: str
    width: int
    height: int
    thumbhash: str
    tone: str
    alt: str
    crop_x: float
    crop_y: float
    ratio: str
    words: str
    words_style: int
    is_question: bool
    is_answered: bool
    pictures: int
    seconds: int  # of its video
    tags: int
    tags_here: int
    money_mark: str
    price_minor: int | None
    currency: str
    likes: int
    published_at: datetime
    liked: bool

    @property
    def card_size(self) -> int:
        """How large the words stand when the cover is a text card, else 0."""
        return cover_size(self.words, self.words_style)


@dataclass(frozen=True, slots=True)
class ProductNote(Card):
    """A card on a product's page, with what its author says about that product."""

    provenance: str
    rating: int | None
    pro: str
    con: str
    used_for: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """Cards in order; `cursor` is empty at the end."""

    cards: list[Card]
    cursor: str


COLUMNS = ", ".join(f"c.{name}" for name in Card.__dataclass_fields__ if name != "liked")
LIKED = "EXISTS (SELECT FROM notes_like l WHERE l.person_id = %(viewer)s AND l.note_id = c.note_id) AS liked"


def columns(viewer: Viewer) -> str:
    """The columns of Card from the alias `c` of notes_notecard."""
    return f"{COLUMNS}, {LIKED if viewer.is_authenticated else 'false AS liked'}"


HOT_OF_TOPIC = """
SELECT {columns} FROM notes_notetopic t JOIN notes_notecard c ON c.note_id = t.note_id
WHERE t.topic_id = %(topic)s AND c.state = 'published' AND {visible} AND c.note_id <> ALL(%(served)s)
ORDER BY c.hot DESC, c.note_id DESC LIMIT %(limit)s
"""

LATEST_OF_TOPIC = """
SELECT {columns} FROM notes_notetopic t JOIN notes_notecard c ON c.note_id = t.note_id
WHERE t.topic_id = %(topic)s AND c.state = 'published' AND {visible}
  AND (c.published_at, c.note_id) < (%(before)s::timestamptz, %(before_id)s::bigint)
ORDER BY c.published_at DESC, c.note_id DESC LIMIT %(limit)s
"""

LIKED_BY = """
SELECT {columns}, l.at AS liked_at FROM notes_like l JOIN notes_notecard c ON c.note_id = l.note_id
WHERE l.person_id = %(person)s AND c.state = 'published' AND {visible}
  AND (l.at, l.note_id) < (%(before)s::timestamptz, %(before_id)s::bigint)
ORDER BY l.at DESC, l.note_id DESC LIMIT %(limit)s
"""

OF_AUTHOR = """
SELECT {columns} FROM notes_notecard c
WHERE c.author_id = %(author)s AND c.state = 'published' AND {visible}
  AND (c.published_at, c.note_id) < (%(before)s::timestamptz, %(before_id)s::bigint)
ORDER BY c.published_at DESC, c.note_id DESC LIMIT %(limit)s
"""

# Bought here before all others; inside, the best known note of each rating in turn, so that no rating hides another.
OF_PRODUCT = """
SELECT {columns}, g.provenance, g.rating, g.pro, g.con, g.used_for
FROM notes_producttag g JOIN notes_notecard c ON c.note_id = g.note_id
WHERE g.product_id = %(product)s AND c.state = 'published' AND {visible}
ORDER BY g.provenance <> 'here',
    row_number() OVER (PARTITION BY g.provenance = 'here', g.rating ORDER BY c.hot DESC),
    g.rating DESC NULLS LAST, c.note_id DESC
LIMIT %(limit)s
"""

RELATED = """
WITH near AS (
    SELECT other.note_id, 2 AS weight FROM notes_producttag mine
    JOIN notes_producttag other ON other.product_id = mine.product_id
    WHERE mine.note_id = %(note)s
    UNION ALL
    SELECT other.note_id, 1 FROM notes_notetopic mine JOIN notes_notetopic other ON other.topic_id = mine.topic_id
    WHERE mine.note_id = %(note)s
)
SELECT {columns} FROM (SELECT note_id, sum(weight) AS weight FROM near GROUP BY note_id) near
JOIN notes_notecard c ON c.note_id = near.note_id
WHERE c.note_id <> %(note)s AND c.state = 'published' AND {visible}
ORDER BY near.weight DESC, c.hot DESC, c.note_id DESC LIMIT %(limit)s
"""

BEGINNING: tuple[datetime, int] = (datetime(9999, 1, 1, tzinfo=UTC), 0)


def cards_by_topic(
    topic_id: int, viewer: Viewer, *, order: str = "hot", only: str = "", cursor: str = "", limit: int = PAGE
) -> CardPage:
    """The notes of a topic, "hot" or "latest", of one kind only; BadCursor when the cursor is of another list."""
    name = f"topic-{topic_id}-{order}-{only}" if only else f"topic-{topic_id}-{order}"
    asked = {"topic": topic_id, "limit": limit}
    if order == "hot":
        return _served_page(HOT_OF_TOPIC, viewer, asked, of=name, cursor=cursor, only=only)
    return _keyset_page(LATEST_OF_TOPIC, viewer, asked, of=name, cursor=cursor, only=only)


def cards_by_author(author_id: int, viewer: Viewer, *, cursor: str = "", limit: int = PAGE) -> CardPage:
    """The published notes of an author, the latest first; hidden and unpublished ones stand elsewhere on the page."""
    name = f"author-{author_id}"
    return _keyset_page(OF_AUTHOR, viewer, {"author": author_id, "limit": limit}, of=name, cursor=cursor)


@dataclass(frozen=True, slots=True)
class _LikedCard(Card):
    liked_at: datetime


def cards_liked_by(person_id: int, viewer: Viewer, *, cursor: str = "", limit: int = PAGE) -> CardPage:
    """The notes that a person likes, the latest like first; whether `viewer` may know is the caller's question."""
    name = f"liked-{person_id}"
    before, before_id = before_of(cursor, of=name)
    asked = {"person": person_id, "before": before, "before_id": before_id, "limit": limit + 1}
    found = sql.rows(_LikedCard, *filled(LIKED_BY, viewer, asked))
    last = found[limit - 1] if len(found) > limit else None
    return CardPage(list(found[:limit]), pack_key(last.liked_at.timestamp(), last.note_id, of=name) if last else "")


def notes_for_product(product_id: int, viewer: Viewer, *, only: str = "", limit: int = 12) -> list[ProductNote]:
    """What people say about a product: bought here first, then spread over the ratings."""
    wanted = only_sql(only, **OF_A_PRODUCT)
    return sql.rows(ProductNote, *filled(OF_PRODUCT, viewer, {"product": product_id, "limit": limit}, wanted=wanted))


def related_cards(note_id: int, viewer: Viewer, *, limit: int = 8) -> list[Card]:
    """Notes about the same products, then about the same topics."""
    return sql.rows(Card, *filled(RELATED, viewer, {"note": note_id, "limit": limit}))


DRESS = """
SELECT {columns} FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS chosen(note_id, place)
JOIN notes_notecard c ON c.note_id = chosen.note_id
WHERE {visible} ORDER BY chosen.place
"""


def cards_of(note_ids: Sequence[int], viewer: Viewer) -> list[Card]:
    """The cards of `note_ids` in that order, without those that `viewer` may no longer see."""
    return sql.rows(Card, *filled(DRESS, viewer, {"ids": list(note_ids)}))


def filled(
    statement: str, viewer: Viewer, parameters: Mapping[str, Any], *, wanted: str = ""
) -> tuple[str, dict[str, Any]]:
    """The statement for `viewer`, with its parameters; `wanted` is one more condition on the notes."""
    text = statement.format(columns=columns(viewer), visible=visible_sql("c", viewer) + wanted)
    return text, viewer_parameters(viewer) | dict(parameters)


def _served_page(
    statement: str, viewer: Viewer, parameters: Mapping[str, Any], *, of: str, cursor: str, only: str = ""
) -> CardPage:
    """A page of a list whose order moves: the cursor carries what was served, so nothing repeats or is skipped."""
    served = unpack_ids(cursor, of=of) if cursor else []
    limit = parameters["limit"]
    asked = dict(parameters) | {"served": served, "limit": limit + 1}
    found = sql.rows(Card, *filled(statement, viewer, asked, wanted=only_sql(only)))
    served += [card.note_id for card in found[:limit]]
    more = len(found) > limit and len(served) < LONGEST_VISIT
    return CardPage(found[:limit], pack_ids(served, of=of) if more else "")


def _keyset_page(
    statement: str, viewer: Viewer, parameters: Mapping[str, Any], *, of: str, cursor: str, only: str = ""
) -> CardPage:
    """A page of a list whose order stands: the cursor is the last one's date and id."""
    before, before_id = before_of(cursor, of=of)
    limit = parameters["limit"]
    asked = dict(parameters) | {"before": before, "before_id": before_id, "limit": limit + 1}
    found = sql.rows(Card, *filled(statement, viewer, asked, wanted=only_sql(only)))
    last = found[limit - 1] if len(found) > limit else None
    return CardPage(found[:limit], pack_key(last.published_at.timestamp(), last.note_id, of=of) if last else "")


def before_of(cursor: str, *, of: str) -> tuple[datetime, int]:
    """Where a keyset page begins: the date and id in the cursor, else before everything."""
    if not cursor:
        return BEGINNING
    seconds, last_id = unpack_key(cursor, of=of)
    return datetime.fromtimestamp(seconds, UTC), last_id
