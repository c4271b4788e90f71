"""Questions of the moderators' desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cinnabar.kit import sql

MOST = 100

DECISIONS = """
SELECT d.id, d.note_id, n.headline AS title, n.state, a.handle AS author_handle, a.name AS author_name,
    m.name AS moderator_name, d.rule, d.reason, d.at
FROM moderation_decision d
JOIN notes_note n ON n.id = d.note_id
JOIN people_person a ON a.id = n.author_id
LEFT JOIN people_person m ON m.id = d.moderator_id
ORDER BY d.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    id: int
    note_id: int
    title: str
    state: str
    author_handle: str
    author_name: str
    moderator_name: str | None
    rule: str
    reason: str
    at: datetime


def latest_decisions() -> list[DecisionRow]:
    """The hundred latest, newest first."""
    return sql.rows(DecisionRow, DECISIONS, {"most": MOST})
