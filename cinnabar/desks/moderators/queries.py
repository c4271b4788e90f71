"""Questions of the moderators' desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cinnabar.kit import sql

MOST = 100
FEW = 30

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


CASES = """
SELECT c.id, c.subject, c.evidence, c.opened_at, r.reports, r.rules,
    CASE c.subject WHEN 'note' THEN NOT EXISTS (SELECT FROM notes_note n WHERE n.id = c.subject_id
            AND n.state = 'published')
        WHEN 'comment' THEN NOT EXISTS (SELECT FROM notes_comment k WHERE k.id = c.subject_id AND k.removed_at IS NULL)
        WHEN 'person' THEN NOT EXISTS (SELECT FROM people_person p WHERE p.id = c.subject_id AND p.is_active)
        WHEN 'product' THEN NOT EXISTS (SELECT FROM shop_product p WHERE p.id = c.subject_id AND p.status = 'active')
        WHEN 'board' THEN NOT EXISTS (SELECT FROM notes_board b WHERE b.id = c.subject_id AND NOT b.is_private)
        ELSE false END AS is_gone
FROM moderation_case c
CROSS JOIN LATERAL (SELECT count(*) AS reports, COALESCE(array_agg(DISTINCT rule), '{}') AS rules
    FROM moderation_report WHERE case_id = c.id) r
WHERE c.state = 'open' ORDER BY r.reports DESC, c.id LIMIT %(most)s
"""

CLOSED = """
SELECT c.id, c.evidence, c.state, c.reason, c.closed_at, m.name AS moderator_name
FROM moderation_case c LEFT JOIN people_person m ON m.id = c.moderator_id
WHERE c.state <> 'open' ORDER BY c.closed_at DESC, c.id DESC LIMIT %(few)s
"""

ANSWERED_CASES = """
SELECT c.id, c.rule, c.reason, c.answer FROM moderation_case c
WHERE c.state = 'upheld' AND c.answered_at IS NOT NULL AND c.reviewed_at IS NULL ORDER BY c.answered_at LIMIT %(most)s
"""

ANSWERS = """
SELECT d.id, d.note_id, n.headline AS title, d.rule, d.reason, d.answer, d.answered_at
FROM moderation_decision d JOIN notes_note n ON n.id = d.note_id
WHERE d.answered_at IS NOT NULL AND d.reviewed_at IS NULL AND n.state = 'hidden' ORDER BY d.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class CaseRow:
    id: int
    subject: str
    evidence: str
    opened_at: datetime
    reports: int
    rules: list[str]
    is_gone: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    id: int
    note_id: int
    title: str
    rule: str
    reason: str
    answer: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class ClosedRow:
    id: int
    evidence: str
    state: str
    reason: str
    closed_at: datetime
    moderator_name: str | None


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    id: int
    rule: str
    reason: str
    answer: str


def closed_cases() -> list[ClosedRow]:
    """What was decided of late, the latest first."""
    return sql.rows(ClosedRow, CLOSED, {"few": FEW})


def answered_cases() -> list[AnsweredRow]:
    """What people answered to decisions about other things than notes, and nobody has looked at."""
    return sql.rows(AnsweredRow, ANSWERED_CASES, {"most": MOST})


def open_cases() -> list[CaseRow]:
    """What waits for a decision, the most reported first."""
    return sql.rows(CaseRow, CASES, {"most": MOST})


def waiting_answers() -> list[AnswerRow]:
    """What authors of hidden notes answered and nobody has looked at."""
    return sql.rows(AnswerRow, ANSWERS, {"most": MOST})
