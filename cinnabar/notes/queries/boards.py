"""Boards: their fronts, and what stands on them. Notes and products share one order, the latest saved first.

What a viewer may not see neither shows nor counts. So the number of things on a board cannot be a counter that
actions keep; it is counted as far as it is shown ("999+").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cinnabar.kit import sql
from cinnabar.kit.paging import BadCursor, pack_key, unpack_key
from cinnabar.notes.covers import Cover
from cinnabar.notes.queries.walls import PAGE, Card, before_of, filled
from cinnabar.notes.visibility import APART, Viewer, viewer_parameters, visible_sql

BOARDS = 24
COVERS = 4
COUNTED = 999
COUNTED_IN_LISTS = 99


@dataclass(frozen=True, slots=True)
class BoardFront:
    """A board as it is shown in a list and above its wall: covers and number of what the viewer may see of it."""

    id: int
    name: str
    description: str
    is_private: bool
    is_default: bool
    owner_id: int
    owner_handle: str
    owner_name: str
    owner_avatar: str
    owner_tint: int
    found: int  # at most one more than `most`
    most: int
    cover_rows: list[dict[str, Any]]  # the latest

    @property
    def is_more(self) -> bool:
        return self.found > self.most

    @property
    def covers(self) -> list[Cover]:
        return [Cover(**row) for row in self.cover_rows]


@dataclass(frozen=True, slots=True)
class BoardList:
    """Boards in order; `cursor` is empty at the end."""

    boards: list[BoardFront]
    cursor: str


@dataclass(frozen=True, slots=True)
class SavedCard(Card):
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SavedGood:
    """A product on a board, and what it cost when it was saved."""

    product_id: int
    brand_name: str
    name_en: str
    name_zh: str
    price_minor: int
    price_varies: bool
    currency: str
    in_stock: bool
    is_on_sale: bool
    secret: str
    width: int
    height: int
    tone: str
    saved_minor: int | None
    saved_currency: str
    saved_at: datetime

    @property
    def is_cheaper(self) -> bool:
        """Whether it costs less now than when it was saved."""
        is_known = self.saved_minor is not None and self.currency == self.saved_currency
        return is_known and self.is_on_sale and self.price_minor < (self.saved_minor or 0)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Notes and products in one order; `cursor` is empty at the end."""

    things: Sequence[SavedCard | SavedGood]
    cursor: str


NOTES = """notes_save s JOIN notes_notecard c ON c.note_id = s.note_id
    WHERE s.board_id = {board} AND c.state = 'published' AND {{visible}}"""
GOODS = """notes_savedproduct s JOIN shop_productcard k ON k.product_id = s.product_id
    JOIN shop_product p ON p.id = s.product_id WHERE s.board_id = {board} AND p.status <> 'draft'"""

FRONT = f"""
SELECT b.id, b.name, b.description, b.is_private, b.is_default, a.id AS owner_id, a.handle AS owner_handle,
    a.name AS owner_name, a.avatar AS owner_avatar, a.tint AS owner_tint,
    (SELECT count(*) FROM (
        (SELECT 1 FROM {NOTES.format(board="b.id")} LIMIT %(most)s + 1)
        UNION ALL (SELECT 1 FROM {GOODS.format(board="b.id")} LIMIT %(most)s + 1)
        LIMIT %(most)s + 1) seen) AS found,
    %(most)s::int AS most,
    COALESCE((SELECT json_agg(json_build_object('secret', f.secret, 'width', f.width, 'height', f.height,
        'tone', f.tone, 'words', f.words, 'words_style', f.words_style) ORDER BY f.at DESC, f.id DESC) FROM (
            (SELECT c.secret, c.width, c.height, c.tone, c.words, c.words_style, s.at, s.note_id AS id
            FROM {NOTES.format(board="b.id")}
            ORDER BY s.at DESC, s.note_id DESC LIMIT %(covers)s)
            UNION ALL
            (SELECT k.secret, k.width, k.height, k.tone, '', 1, s.at, s.product_id FROM {GOODS.format(board="b.id")}
            AND k.secret <> '' ORDER BY s.at DESC, s.product_id DESC LIMIT %(covers)s)
            ORDER BY at DESC, id DESC LIMIT %(covers)s) f), '[]') AS cover_rows
FROM notes_board b JOIN people_person a ON a.id = b.owner_id
WHERE {{which}} AND (NOT b.is_private OR b.owner_id = %(viewer)s) AND a.is_active AND NOT {{apart}}
ORDER BY b.is_default, b.id DESC LIMIT %(limit)s
"""

NOTES_ON_BOARD = f"""
SELECT {{columns}}, s.at AS saved_at FROM {NOTES.format(board="%(board)s")}
  AND (s.at, s.note_id) < (%(before)s::timestamptz, %(before_id)s::bigint)
ORDER BY s.at DESC, s.note_id DESC LIMIT %(limit)s
"""

GOODS_ON_BOARD = f"""
SELECT k.product_id, k.brand_name, k.name_en, k.name_zh, k.price_minor, k.price_varies, k.currency, k.in_stock,
    k.is_on_sale, k.secret, k.width, k.height, k.tone, s.price_minor AS saved_minor, s.currency AS saved_currency,
    s.at AS saved_at
FROM {GOODS.format(board="%(board)s")}
  AND (s.at, s.product_id) < (%(before)s::timestamptz, %(before_id)s::bigint)
ORDER BY s.at DESC, s.product_id DESC LIMIT %(limit)s
"""

IS_SAVED = "SELECT 1 FROM notes_savedproduct WHERE person_id = %(viewer)s AND product_id = %(product)s LIMIT 1"


def board_front(board_id: int, viewer: Viewer) -> BoardFront | None:
    """One board, or None for whom it is not there."""
    found = _fronts("b.id = %(board)s", viewer, {"board": board_id, "most": COUNTED, "limit": 1})
    return found[0] if found else None


def boards_of(owner_id: int, viewer: Viewer, *, cursor: str = "") -> BoardList:
    """The boards of a person that `viewer` may see, the newest first, the one for plain saves last."""
    name = f"boards-{owner_id}"
    is_default, last_id = unpack_key(cursor, of=name) if cursor else (0.0, 2**63 - 1)
    if is_default not in (0.0, 1.0):
        raise BadCursor("not a place in a list of boards")
    beyond = "b.owner_id = %(owner)s AND (b.is_default::int, -b.id) > (%(is_default)s::int, -%(last)s::bigint)"
    asked = {"owner": owner_id, "is_default": int(is_default), "last": last_id, "most": COUNTED_IN_LISTS}
    found = _fronts(beyond, viewer, asked | {"limit": BOARDS + 1})
    last = found[BOARDS - 1] if len(found) > BOARDS else None
    return BoardList(found[:BOARDS], pack_key(float(last.is_default), last.id, of=name) if last else "")


def boards_to_choose(owner: Viewer) -> list[BoardFront]:
    """All boards of somebody who is saving, the one for plain saves first, each with its latest cover."""
    found = _fronts("b.owner_id = %(viewer)s", owner, {"most": 0, "covers": 1, "limit": None})
    return sorted(found, key=lambda board: not board.is_default)


def things_on_board(board_id: int, viewer: Viewer, *, cursor: str = "", limit: int = PAGE) -> BoardPage:
    """What is on a board, the latest saved first; whether the board itself may be seen is the caller's question."""
    name = f"board-{board_id}"
    before, before_id = before_of(cursor, of=name)
    asked = {"board": board_id, "before": before, "before_id": before_id, "limit": limit + 1}
    found: list[SavedCard | SavedGood] = [
        *sql.rows(SavedCard, *filled(NOTES_ON_BOARD, viewer, asked)),
        *sql.rows(SavedGood, GOODS_ON_BOARD, asked),
    ]
    found.sort(key=lambda thing: (thing.saved_at, id_of(thing)), reverse=True)
    last = found[limit - 1] if len(found) > limit else None
    return BoardPage(found[:limit], pack_key(last.saved_at.timestamp(), id_of(last), of=name) if last else "")


def product_is_saved(product_id: int, viewer: Viewer) -> bool:
    """Whether the product stands on a board of the viewer."""
    if not viewer.is_authenticated:
        return False
    return bool(sql.values(IS_SAVED, {"product": product_id, "viewer": viewer.pk}))


def id_of(thing: SavedCard | SavedGood) -> int:
    return thing.note_id if isinstance(thing, SavedCard) else thing.product_id


def _fronts(which: str, viewer: Viewer, parameters: Mapping[str, object]) -> list[BoardFront]:
    statement = FRONT.format(
        which=which,
        visible=visible_sql("c", viewer),
        apart=APART.format(person="a.id") if viewer.is_authenticated else "false",
    )
    return sql.rows(BoardFront, statement, viewer_parameters(viewer) | {"covers": COVERS} | dict(parameters))
