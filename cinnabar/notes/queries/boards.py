"""Boards with the covers on their front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cinnabar.kit import sql
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql

COVERS = 4


@dataclass(frozen=True, slots=True)
class BoardFront:
    """A board as it is shown in a list and above its wall; `covers` are the latest the viewer may see."""

    id: int
    name: str
    description: str
    is_private: bool
    items: int
    owner_id: int
    owner_handle: str
    owner_name: str
    owner_avatar: str
    owner_tint: int
    covers: list[dict[str, Any]]  # secret, width, height, tone


FRONT = """
SELECT b.id, b.name, b.description, b.is_private, b.items, a.id AS owner_id, a.handle AS owner_handle,
    a.name AS owner_name, a.avatar AS owner_avatar, a.tint AS owner_tint,
    COALESCE((SELECT json_agg(json_build_object('secret', k.secret, 'width', k.width, 'height', k.height,
        'tone', k.tone)) FROM (
            SELECT c.secret, c.width, c.height, c.tone FROM notes_save s JOIN notes_notecard c ON c.note_id = s.note_id
            WHERE s.board_id = b.id AND c.state = 'published' AND {visible}
            ORDER BY s.at DESC, c.note_id DESC LIMIT %(covers)s) k), '[]') AS covers
FROM notes_board b JOIN people_person a ON a.id = b.owner_id
WHERE {which} AND (NOT b.is_private OR b.owner_id = %(viewer)s) AND a.is_active AND NOT {blocked}
ORDER BY b.is_default, b.created_at DESC, b.id DESC
"""

BLOCKED = """EXISTS (SELECT FROM people_block p WHERE (p.blocker_id = %(viewer)s AND p.blocked_id = a.id)
                                                    OR (p.blocked_id = %(viewer)s AND p.blocker_id = a.id))"""


def boards_of(owner_id: int, viewer: Viewer) -> list[BoardFront]:
    """The boards of a person that `viewer` may see, the newest first."""
    return _boards("b.owner_id = %(owner)s", viewer, {"owner": owner_id})


def board_front(board_id: int, viewer: Viewer) -> BoardFront | None:
    """One board, or None for whom it is not there."""
    found = _boards("b.id = %(board)s", viewer, {"board": board_id})
    return found[0] if found else None


def _boards(which: str, viewer: Viewer, parameters: dict[str, object]) -> list[BoardFront]:
    statement = FRONT.format(
        which=which,
        visible=visible_sql("c", viewer),
        blocked=BLOCKED if viewer.is_authenticated else "false",
    )
    return sql.rows(BoardFront, statement, viewer_parameters(viewer) | {"covers": COVERS} | parameters)
