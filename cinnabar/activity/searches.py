"""What people with an account search for, and what they open from there; nothing of visitors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from cinnabar.activity.models import Searched
from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id

SAME_SEARCH = timedelta(minutes=10)  # in which filters, tabs and pages of the same words are no new question
STILL_LOOKING = timedelta(hours=6)  # in which something opened belongs to the search

SEARCH = """
INSERT INTO activity_searched (id, person_id, at, words, line, found, note_ids, product_ids, brand_ids, topic_ids)
SELECT %(id)s::bigint, %(person)s::bigint, %(at)s::timestamptz, %(words)s::text, %(line)s::text, %(found)s::integer,
    %(notes)s::bigint[], %(products)s::bigint[], %(brands)s::bigint[], %(topics)s::bigint[]
FROM set_config('synchronous_commit', 'off', true)
WHERE NOT EXISTS (SELECT FROM activity_searched
    WHERE person_id = %(person)s AND line = %(line)s::text AND at > %(since)s::timestamptz)
"""

CLICK = """
INSERT INTO activity_searchclick (id, search_id, kind, subject_id, position, at)
SELECT %(id)s::bigint, s.id, %(kind)s::text, %(subject)s::bigint, COALESCE(%(position)s::integer,
    array_position(CASE %(kind)s::text WHEN 'note' THEN s.note_ids WHEN 'product' THEN s.product_ids
        WHEN 'brand' THEN s.brand_ids WHEN 'topic' THEN s.topic_ids END, %(subject)s::bigint) - 1),
    %(at)s::timestamptz
FROM set_config('synchronous_commit', 'off', true),
    (SELECT * FROM activity_searched
     WHERE person_id = %(person)s AND line = %(line)s::text AND at > %(since)s::timestamptz
     ORDER BY at DESC LIMIT 1) s
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, the best first."""

    found: int = 0
    note_ids: Sequence[int] = ()
    product_ids: Sequence[int] = ()
    brand_ids: Sequence[int] = ()
    topic_ids: Sequence[int] = ()


def record_search(person_id: int, words: str, line: str, answer: Answer) -> None:
    """Somebody asked for `words`. The same within SAME_SEARCH changes nothing: that was another page of it."""
    moment = now()
    values: dict[str, Any] = {
        "id": new_id(),
        "person": person_id,
        "at": moment,
        "since": moment - SAME_SEARCH,
        "words": words,
        "line": line,
        "found": answer.found,
        "notes": list(answer.note_ids),
        "products": list(answer.product_ids),
        "brands": list(answer.brand_ids),
        "topics": list(answer.topic_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, values)


def record_search_click(person_id: int, line: str, kind: str, subject_id: int, *, position: int | None) -> None:
    """Somebody opened something from the answer to their latest search for `line`; without one nothing is kept.

    Where no script told the position, it is the place among the best of its kind.
    """
    moment = now()
    values: dict[str, Any] = {
        "id": new_id(),
        "person": person_id,
        "line": line,
        "kind": kind,
        "subject": subject_id,
        "position": position,
        "at": moment,
        "since": moment - STILL_LOOKING,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLICK, values)


def forget_search(person_id: int, line: str) -> None:
    """Take one question out of a person's searches, with what they opened from it. Without it nothing changes."""
    Searched.objects.filter(person_id=person_id, line=line).delete()


def clear_searches(person_id: int) -> None:
    """Take everything out of a person's searches. Of none nothing changes."""
    Searched.objects.filter(person_id=person_id).delete()


def last_searches(person_id: int, *, most: int = 10) -> list[Searched]:
    """The latest questions of a person, each once, the latest first."""
    once: dict[str, Searched] = {}
    for one in Searched.objects.filter(person_id=person_id).order_by("-at")[: most * 4]:
        once.setdefault(one.line, one)
    return list(once.values())[:most]


BEGINNING = """
SELECT words FROM (
    SELECT DISTINCT ON (line) line, words, at FROM (
        SELECT line, words, at FROM activity_searched
        WHERE person_id = %(person)s AND starts_with(line, %(begun)s::text) ORDER BY at DESC LIMIT 200) latest
    ORDER BY line, at DESC) once
ORDER BY at DESC LIMIT %(most)s
"""


def searches_beginning(person_id: int, begun: str, *, most: int) -> list[str]:
    """The latest questions of a person whose one writing begins so, each once, the latest first."""
    return sql.values(BEGINNING, {"person": person_id, "begun": begun, "most": most})
