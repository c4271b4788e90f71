"""What lies in a person's inbox, newest first, in one statement; nothing that its reader may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cinnabar.kit import sql
from cinnabar.kit.paging import pack_key, unpack_key
from cinnabar.notes.covers import Cover
from cinnabar.notes.visibility import viewer_parameters, visible_sql
from cinnabar.people.models import Person

PAGE = 30
LIST = "inbox"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the names and words it needs; empty where there are none (any more)."""

    id: int
    key: str
    kind: str
    step: str
    others: int  # how many did the same besides the actor
    at: datetime
    is_read: bool
    words: str
    note_id: int | None
    comment_id: int | None
    title: str
    said: str
    shown_en: str  # the product that a comment shows
    shown_zh: str
    secret: str
    width: int
    height: int
    tone: str
    cover_words: str
    words_style: int
    money_mark: str
    actor_handle: str
    actor_name: str
    actor_avatar: str
    actor_tint: int
    number: str
    shop_slug: str
    shop_name: str

    @property
    def cover(self) -> Cover:
        return Cover(self.secret, self.width, self.height, self.tone, self.cover_words, self.words_style)


LINES = """
SELECT e.id, e.key, e.kind, e.step, e.actors - 1 AS others, e.at, e.read_at IS NOT NULL AS is_read, e.words, e.note_id,
    e.comment_id, COALESCE(n.headline, '') AS title, COALESCE(c.body, '') AS said, COALESCE(p.name_en, '') AS shown_en,
    COALESCE(p.name_zh, '') AS shown_zh, COALESCE(k.secret, '') AS secret,
    COALESCE(k.width, 0) AS width, COALESCE(k.height, 0) AS height, COALESCE(k.tone, '') AS tone,
    COALESCE(k.words, '') AS cover_words, COALESCE(k.words_style, 1) AS words_style,
    COALESCE(k.money_mark, '') AS money_mark,
    COALESCE(a.handle, '') AS actor_handle, COALESCE(a.name, '') AS actor_name,
    COALESCE(a.avatar, '') AS actor_avatar, COALESCE(a.tint, 1) AS actor_tint, COALESCE(o.number, '') AS number,
    COALESCE(s.slug, '') AS shop_slug, COALESCE(o.shop_name, s.name, '') AS shop_name
FROM notifications_entry e
LEFT JOIN people_person a ON a.id = e.actor_id
LEFT JOIN notes_note n ON n.id = e.note_id
LEFT JOIN notes_notecard k ON k.note_id = n.id AND n.state = 'published'
LEFT JOIN notes_comment c ON c.id = e.comment_id AND c.removed_at IS NULL
LEFT JOIN shop_product p ON p.id = c.product_id AND p.status <> 'draft'
LEFT JOIN orders_order o ON o.id = e.order_id
LEFT JOIN shop_shop s ON s.id = COALESCE(o.shop_id, e.shop_id)
WHERE e.person_id = %(viewer)s AND e.actors > 0 AND {which}
    AND (e.kind IN ('decision', 'report') OR ((e.note_id IS NULL OR (n.id IS NOT NULL AND {visible}))
        AND (e.comment_id IS NULL OR c.id IS NOT NULL)
        AND NOT EXISTS (SELECT FROM people_block b WHERE (b.blocker_id = %(viewer)s AND b.blocked_id = e.actor_id)
                                                    OR (b.blocked_id = %(viewer)s AND b.blocker_id = e.actor_id))))
ORDER BY e.at DESC, e.id DESC LIMIT %(limit)s
"""


def lines_of(person: Person, *, cursor: str = "") -> tuple[list[Line], str]:
    """Thirty entries and the cursor of the next ones, empty at the end; BadCursor for one that is not ours."""
    parameters: dict[str, object] = {"limit": PAGE + 1}
    which = "true"
    if cursor:
        seconds, last_id = unpack_key(cursor, of=LIST)
        parameters |= {"before": datetime.fromtimestamp(seconds, UTC), "before_id": last_id}
        which = "(e.at, e.id) < (%(before)s::timestamptz, %(before_id)s::bigint)"
    found = _lines(person, which, parameters)
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], pack_key(last.at.timestamp(), last.id, of=LIST)


def line_of(person: Person, entry_id: int) -> Line | None:
    """One entry of this person; None when it is somebody else's, or gone."""
    found = _lines(person, "e.id = %(entry)s", {"entry": entry_id, "limit": 1})
    return found[0] if found else None


def _lines(person: Person, which: str, parameters: dict[str, object]) -> list[Line]:
    statement = LINES.format(which=which, visible=visible_sql("n", person))
    return sql.rows(Line, statement, viewer_parameters(person) | parameters)
