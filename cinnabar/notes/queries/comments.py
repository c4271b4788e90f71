"""The talk under a note: threads with their first replies, as one viewer may see them, in one statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from cinnabar.kit import sql
from cinnabar.kit.paging import pack_ids, pack_key, unpack_ids, unpack_key
from cinnabar.notes.queries.walls import BEGINNING, LONGEST_VISIT
from cinnabar.notes.visibility import Viewer

THREADS = 30
REPLIES = 3
EVERYTHING = 1000


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
    at: datetime
    likes: int
    liked: bool
    replies_in_all: int
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
    def hidden_replies(self) -> int:
        return self.first.replies_in_all - len(self.replies)


@dataclass(frozen=True, slots=True)
class Talk:
    """Threads in order; `cursor` is empty at the end."""

    threads: list[Thread]
    cursor: str


BLOCKED = """EXISTS (SELECT FROM people_block b WHERE (b.blocker_id = %(viewer)s AND b.blocked_id = {author})
                                                    OR (b.blocked_id = %(viewer)s AND b.blocker_id = {author}))"""

SHOWN = "(({row}.removed_at IS NULL OR %(is_moderator)s) AND NOT {blocked})"

TALK = """
WITH first AS (
    SELECT f.*, row_number() OVER (ORDER BY {order}) AS place, {first_shown} AS is_shown,
        (SELECT count(*) FROM notes_comment r WHERE r.parent_id = f.id AND {reply_shown}) AS in_all
    FROM notes_comment f WHERE f.note_id = %(note)s AND f.parent_id IS NULL AND {which}
        AND ({first_shown} OR EXISTS (SELECT FROM notes_comment r WHERE r.parent_id = f.id AND {reply_shown}))
    ORDER BY {order} LIMIT %(limit)s
),
said AS (
    SELECT id, id AS root_id, author_id, reply_to_id, removed_by_id, body, at, likes, is_shown, in_all,
        place, 0 AS reply_place FROM first
    UNION ALL
    SELECT r.id, first.id, r.author_id, r.reply_to_id, r.removed_by_id, r.body, r.at, r.likes, true, 0,
        first.place, r.place
    FROM first CROSS JOIN LATERAL (
        SELECT r.*, row_number() OVER (ORDER BY r.at, r.id) AS place FROM notes_comment r
        WHERE r.parent_id = first.id AND {reply_shown} ORDER BY r.at, r.id LIMIT %(replies)s) r
)
SELECT s.id, s.root_id, CASE WHEN is_shown THEN a.handle ELSE '' END AS author_handle,
    CASE WHEN is_shown THEN a.name ELSE '' END AS author_name,
    CASE WHEN is_shown THEN a.avatar ELSE '' END AS author_avatar,
    CASE WHEN is_shown THEN a.tint ELSE 1 END AS author_tint, CASE WHEN is_shown THEN a.id ELSE 0 END AS author_id,
    CASE WHEN is_shown THEN s.body ELSE '' END AS body, s.at, s.likes, {liked} AS liked, s.in_all AS replies_in_all,
    is_shown AND a.id = %(author)s AS is_by_author,
    is_shown AND EXISTS (SELECT FROM notes_purchaseproof p JOIN notes_producttag t ON t.product_id = p.product_id
        WHERE t.note_id = %(note)s AND p.person_id = a.id AND p.withdrawn_at IS NULL) AS has_bought,
    NOT is_shown AS is_gone, COALESCE(remover.name, '') AS removed_by,
    CASE WHEN to_person.id IS NULL OR {to_blocked} THEN '' ELSE to_person.name END AS reply_to
FROM said s
JOIN people_person a ON a.id = s.author_id
LEFT JOIN people_person to_person ON to_person.id = s.reply_to_id
LEFT JOIN people_person remover ON %(is_moderator)s AND remover.id = s.removed_by_id
ORDER BY s.place, s.reply_place
"""

LIKED = "EXISTS (SELECT FROM notes_commentlike l WHERE l.person_id = %(viewer)s AND l.comment_id = s.id)"
ORDERS = {"best": "f.likes DESC, f.at DESC, f.id DESC", "newest": "f.at DESC, f.id DESC"}
PAGES = {
    "best": "f.id <> ALL(%(served)s)",
    "newest": "(f.at, f.id) < (%(before)s::timestamptz, %(before_id)s::bigint)",
}
ONE_THREAD = "f.id = (SELECT COALESCE(o.parent_id, o.id) FROM notes_comment o WHERE o.id = %(thread)s)"


def talk_under(note_id: int, author_id: int, viewer: Viewer, *, order: str = "best", cursor: str = "") -> Talk:
    """Thirty threads with their first replies, "best" (most liked) or "newest" first; BadCursor for a foreign cursor.

    The best order moves, so its cursor carries what was served; the newest one goes on below date and id.
    """
    name = f"talk-{note_id}-{order}"
    parameters: dict[str, object] = {"served": [], "before": BEGINNING[0], "before_id": BEGINNING[1]}
    served: list[int] = []
    if cursor and order == "best":
        served = parameters["served"] = unpack_ids(cursor, of=name)
    elif cursor:
        seconds, last_id = unpack_key(cursor, of=name)
        parameters |= {"before": datetime.fromtimestamp(seconds, UTC), "before_id": last_id}
    threads = _threads(note_id, author_id, viewer, which=PAGES[order], order=ORDERS[order], parameters=parameters)
    if len(threads) <= THREADS:
        return Talk(threads, "")
    threads = threads[:THREADS]
    if order == "newest":
        last = threads[-1].first
        return Talk(threads, pack_key(last.at.timestamp(), last.id, of=name))
    served = [*served, *(thread.first.id for thread in threads)]
    return Talk(threads, pack_ids(served, of=name) if len(served) < LONGEST_VISIT else "")


def thread_of(comment_id: int, note_id: int, author_id: int, viewer: Viewer) -> Thread | None:
    """The whole thread of one comment, for its permanent address."""
    parameters: dict[str, object] = {"thread": comment_id, "replies": EVERYTHING}
    found = _threads(note_id, author_id, viewer, which=ONE_THREAD, order=ORDERS["newest"], parameters=parameters)
    return found[0] if found else None


def _threads(
    note_id: int, author_id: int, viewer: Viewer, *, which: str, order: str, parameters: dict[str, object]
) -> list[Thread]:
    known = viewer.is_authenticated
    statement = TALK.format(
        first_shown=SHOWN.format(row="f", blocked=BLOCKED.format(author="f.author_id") if known else "false"),
        reply_shown=SHOWN.format(row="r", blocked=BLOCKED.format(author="r.author_id") if known else "false"),
        to_blocked=BLOCKED.format(author="to_person.id") if known else "false",
        liked=LIKED if known else "false",
        which=which,
        order=order,
    )
    asked = {
        "note": note_id,
        "author": author_id,
        "viewer": viewer.pk or 0,
        "is_moderator": viewer.is_authenticated and viewer.is_moderator,
        "limit": THREADS + 1,
        "replies": REPLIES,
    }
    return list(_grouped(sql.rows(Said, statement, asked | parameters)))


def _grouped(rows: list[Said]) -> Iterator[Thread]:
    for _root, said in groupby(rows, key=lambda row: row.root_id):
        first, *replies = said
        yield Thread(first, replies)
