"""The talk under a note, as one viewer may see it: threads with their first replies, one thread, or what is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from cinnabar.kit import sql
from cinnabar.kit.paging import pack_ids, pack_key, unpack_ids, unpack_key
from cinnabar.notes.models import Comment
from cinnabar.notes.prose import fold
from cinnabar.notes.queries.walls import BEGINNING
from cinnabar.notes.visibility import APART, Viewer

THREADS = 20
REPLIES = 3
THREAD_PAGE = 20  # replies on the page of one thread
BEFORE = 2  # replies that stand above the one that was asked for
MOST_BEST = 80  # threads in the order of their likes; the rest follows by date, so that a cursor stays short
FOUND = 30


@dataclass(frozen=True, slots=True)
class Said:
    """A comment. One that is gone for this viewer has neither words nor name, and stands only for its replies."""

    id: int
    root_id: int
    author_handle: str
    author_name: str
    author_avatar: str
    author_tint: int
    author_id: int
    body: str
    good: dict[str, Any] | None  # the product it shows: what `shop/card.jinja` takes, and `is_own_shop`
    at: datetime
    likes: int
    liked: bool
    place: int  # of a reply, among all in its thread
    replies_in_all: int
    is_pinned: bool
    is_chosen: bool  # answers the question
    is_by_author: bool
    has_bought: bool
    is_gone: bool
    removed_by: str  # a name, for moderators only
    reply_to: str  # whom a reply in a thread answers


@dataclass(frozen=True, slots=True)
class Thread:
    first: Said
    replies: list[Said] = field(default_factory=list)

    @property
    def earlier(self) -> int:
        """Replies above those that are here."""
        return self.replies[0].place - 1 if self.replies else 0

    @property
    def later(self) -> int:
        return self.first.replies_in_all - (self.replies[-1].place if self.replies else 0)


@dataclass(frozen=True, slots=True)
class Talk:
    """Threads in order; `cursor` is empty at the end."""

    threads: list[Thread]
    cursor: str


@dataclass(frozen=True, slots=True)
class Under:
    """The note that is talked about, and who asks."""

    note_id: int
    author_id: int
    pinned_id: int | None
    viewer: Viewer
    chosen_id: int | None = None

    @property
    def ahead(self) -> list[int]:
        """What stands before all other comments."""
        return [comment_id for comment_id in (self.chosen_id, self.pinned_id) if comment_id]


SHOWN = "(({row}.removed_at IS NULL OR %(is_moderator)s) AND NOT {apart})"

# The reader's page of first comments, before them the chosen and the pinned one; only then what each needs.
FIRST = """
WITH picked AS (
    (SELECT f.*, CASE WHEN f.id = %(chosen)s THEN 2 ELSE 1 END AS ahead FROM notes_comment f
    WHERE {ahead} AND f.id = ANY(%(ahead)s) AND f.note_id = %(note)s AND f.parent_id IS NULL AND {present})
    UNION ALL
    (SELECT f.*, 0 FROM notes_comment f
    WHERE f.note_id = %(note)s AND f.parent_id IS NULL AND f.id <> ALL(%(ahead)s) AND {which} AND {present}
    ORDER BY {order} LIMIT %(limit)s)
),
first AS (
    SELECT f.*, row_number() OVER (ORDER BY ahead DESC, {order}) AS thread, {first_shown} AS is_shown,
        (SELECT count(*) FROM notes_comment r WHERE r.parent_id = f.id AND {reply_shown}) AS in_all
    FROM picked f
),
said AS (
    SELECT id, id AS root_id, author_id, reply_to_id, removed_by_id, product_id, body, at, likes, is_shown, in_all,
        thread, 0 AS place FROM first
    UNION ALL
    SELECT r.id, first.id, r.author_id, r.reply_to_id, r.removed_by_id, r.product_id, r.body, r.at, r.likes, true, 0,
        first.thread, r.place
    FROM first CROSS JOIN LATERAL ({replies}) r
)
"""
PRESENT = """({first_shown}
        OR EXISTS (SELECT FROM notes_comment r WHERE r.parent_id = f.id AND {reply_shown}))"""

FIRST_REPLIES = """
        SELECT r.*, row_number() OVER (ORDER BY r.at, r.id) AS place FROM notes_comment r
        WHERE r.parent_id = first.id AND {reply_shown} ORDER BY r.at, r.id LIMIT %(replies)s"""

# Those from a little above the comment that was asked for.
ITS_REPLIES = """
        SELECT * FROM (
            SELECT *, max(place) FILTER (WHERE id = %(thread)s) OVER () AS asked FROM (
                SELECT r.*, row_number() OVER (ORDER BY r.at, r.id) AS place FROM notes_comment r
                WHERE r.parent_id = first.id AND {reply_shown}) numbered) windowed
        WHERE place >= COALESCE(asked - %(before_it)s, 1) ORDER BY place LIMIT %(replies)s"""

FOUND_HERE = """
WITH said AS (
    SELECT r.id, r.id AS root_id, r.author_id, r.reply_to_id, r.removed_by_id, r.product_id, r.body, r.at, r.likes,
        true AS is_shown, 0 AS in_all, row_number() OVER (ORDER BY r.at DESC, r.id DESC) AS thread, 0 AS place
    FROM notes_comment r JOIN people_person p ON p.id = r.author_id AND p.is_active
    WHERE r.note_id = %(note)s AND {reply_shown} AND lower(normalize(r.body, NFKC)) LIKE ALL(%(words)s)
        AND (r.at, r.id) < (%(before)s::timestamptz, %(before_id)s::bigint)
    ORDER BY r.at DESC, r.id DESC LIMIT %(limit)s
)
"""

SAID = """
SELECT s.id, s.root_id, CASE WHEN here THEN a.handle ELSE '' END AS author_handle,
    CASE WHEN here THEN a.name ELSE '' END AS author_name, CASE WHEN here THEN a.avatar ELSE '' END AS author_avatar,
    CASE WHEN here THEN a.tint ELSE 1 END AS author_tint, CASE WHEN here THEN a.id ELSE 0 END AS author_id,
    CASE WHEN here THEN s.body ELSE '' END AS body,
    CASE WHEN here AND s.product_id IS NOT NULL THEN (
        SELECT json_build_object('product_id', k.product_id, 'name_en', k.name_en, 'name_zh', k.name_zh,
            'brand_name', k.brand_name, 'origin_country', k.origin_country, 'price_minor', k.price_minor,
            'price_varies', k.price_varies, 'compare_at_minor', k.compare_at_minor, 'currency', k.currency,
            'in_stock', k.in_stock, 'is_on_sale', k.is_on_sale, 'secret', k.secret, 'width', k.width,
            'height', k.height, 'tone', k.tone, 'is_own_shop', EXISTS (SELECT FROM shop_shopstaff w
                WHERE w.shop_id = k.shop_id AND w.person_id = s.author_id))
        FROM shop_productcard k WHERE k.product_id = s.product_id) END AS good,
    s.at, s.likes, {liked} AS liked, s.place, s.in_all AS replies_in_all, here AND s.id = %(pinned)s AS is_pinned,
    here AND s.id = %(chosen)s AS is_chosen,
    here AND a.id = %(author)s AS is_by_author,
    here AND EXISTS (SELECT FROM notes_purchaseproof p JOIN notes_producttag t ON t.product_id = p.product_id
        WHERE t.note_id = %(note)s AND p.person_id = a.id AND p.withdrawn_at IS NULL) AS has_bought,
    NOT here AS is_gone, COALESCE(remover.name, '') AS removed_by,
    CASE WHEN to_person.id IS NULL OR NOT to_person.is_active OR {to_apart} THEN '' ELSE to_person.name END AS reply_to
FROM said s
JOIN people_person a ON a.id = s.author_id
CROSS JOIN LATERAL (SELECT s.is_shown AND a.is_active AS here) h
LEFT JOIN people_person to_person ON to_person.id = s.reply_to_id
LEFT JOIN people_person remover ON %(is_moderator)s AND remover.id = s.removed_by_id
ORDER BY s.thread, s.place
"""

LIKED = "EXISTS (SELECT FROM notes_commentlike l WHERE l.person_id = %(viewer)s AND l.comment_id = s.id)"
BEST, NEWEST = "f.likes DESC, f.at DESC, f.id DESC", "f.at DESC, f.id DESC"
NOT_SERVED = "f.id <> ALL(%(served)s)"
BELOW = "(f.at, f.id) < (%(before)s::timestamptz, %(before_id)s::bigint)"
ONE_THREAD = "f.id = (SELECT COALESCE(o.parent_id, o.id) FROM notes_comment o WHERE o.id = %(thread)s)"


def talk_under(under: Under, *, order: str = "best", cursor: str = "") -> Talk:
    """Twenty threads with their first replies, "best" (most liked) or "newest" first; BadCursor for a foreign cursor.

    The best order moves while one reads, so its cursor carries what was served. After eighty threads everything else
    follows by date, from the newest on, without those that stood above.
    """
    name = f"talk-{under.note_id}-{order}"
    served, key, after = [], BEGINNING, ""
    if cursor:
        listed, _, after = cursor.partition("~")
        served = unpack_ids(listed, of=name)
        key = _unpacked(after, of=name) if after else BEGINNING
    is_by_likes = order == "best" and len(served) < MOST_BEST
    parameters: dict[str, object] = {"served": served, "before": key[0], "before_id": key[1], "limit": THREADS + 1}
    sort = BEST if is_by_likes else NEWEST
    pieces = {"which": f"{NOT_SERVED} AND {BELOW}", "ahead": "false" if cursor else "true", "order": sort}
    threads = _threads(under, pieces | {"replies": FIRST_REPLIES}, parameters)
    ahead = [thread for thread in threads if thread.first.id in under.ahead]
    threads = threads[len(ahead) :]
    shown = threads[:THREADS]
    if len(threads) == len(shown):
        return Talk(ahead + shown, "")
    if is_by_likes:
        return Talk(ahead + shown, pack_ids([*served, *(thread.first.id for thread in shown)], of=name))
    last = shown[-1].first
    return Talk(ahead + shown, f"{pack_ids(served, of=name)}~{pack_key(last.at.timestamp(), last.id, of=name)}")


def answers_to(note_id: int) -> int:
    """How many first comments under a note everybody sees."""
    here = Comment.objects.filter(note=note_id, parent=None, removed_at=None, author__is_active=True)
    return here.count()


def thread_of(comment_id: int, under: Under) -> Thread | None:
    """The thread of one comment, for its permanent address: from a little above it on."""
    parameters: dict[str, object] = {"thread": comment_id, "replies": THREAD_PAGE, "before_it": BEFORE, "limit": 1}
    pieces = {"which": ONE_THREAD, "ahead": ONE_THREAD, "order": NEWEST, "replies": ITS_REPLIES}
    found = _threads(under, pieces, parameters)
    return found[0] if found else None


def found_in_talk(under: Under, words: str, *, cursor: str = "") -> Talk:
    """Comments of both levels that have all `words`, newest first, each a thread of its own."""
    name = f"found-{under.note_id}"
    key = _unpacked(cursor, of=name) if cursor else BEGINNING
    parameters = {
        "words": [f"%{sql.plain(fold(word))}%" for word in words.split()],
        "before": key[0],
        "before_id": key[1],
        "limit": FOUND + 1,
    }
    found = _asked(under, FOUND_HERE, parameters)
    if len(found) <= FOUND:
        return Talk([Thread(said) for said in found], "")
    last = found[FOUND - 1]
    return Talk([Thread(said) for said in found[:FOUND]], pack_key(last.at.timestamp(), last.id, of=name))


def _threads(under: Under, pieces: dict[str, str], parameters: dict[str, object]) -> list[Thread]:
    statement = FIRST
    for name, piece in ({"present": PRESENT} | pieces).items():
        statement = statement.replace("{" + name + "}", piece)
    return list(_grouped(_asked(under, statement, {"replies": REPLIES} | parameters)))


def _asked(under: Under, said: str, parameters: dict[str, Any]) -> list[Said]:
    viewer = under.viewer
    known = viewer.is_authenticated
    statement = (said + SAID).format(
        first_shown=SHOWN.format(row="f", apart=APART.format(person="f.author_id") if known else "false"),
        reply_shown=SHOWN.format(row="r", apart=APART.format(person="r.author_id") if known else "false"),
        to_apart=APART.format(person="to_person.id") if known else "false",
        liked=LIKED if known else "false",
    )
    always = {
        "note": under.note_id,
        "author": under.author_id,
        "pinned": under.pinned_id or 0,
        "chosen": under.chosen_id or 0,
        "ahead": under.ahead,
        "viewer": viewer.pk or 0,
        "is_moderator": viewer.is_authenticated and viewer.is_moderator,
    }
    return sql.rows(Said, statement, always | parameters)


def _grouped(rows: list[Said]) -> Iterator[Thread]:
    for _root, said in groupby(rows, key=lambda row: row.root_id):
        first, *replies = said
        yield Thread(first, replies)


def _unpacked(cursor: str, *, of: str) -> tuple[datetime, int]:
    seconds, last_id = unpack_key(cursor, of=of)
    return datetime.fromtimestamp(seconds, UTC), last_id
