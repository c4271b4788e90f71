"""Writing down what people did. One statement each, outside any transaction: these run while a page is being made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from cinnabar.activity.models import Action, Opened, Subject
from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id

SHARING_WAYS = ("link", "sheet", "picture")  # copied, by the device's own sheet, as a picture card
LONGEST_READING = 3600.0  # seconds; who left a note open over lunch did not read it


class ServedNote(NamedTuple):
    """A note of a page as it was served; `activity.ServedPage` says what the rest means."""

    note_id: int
    source: str
    because: int | None
    chance: float


class Sighting(NamedTuple):
    """A note and its place in the list, from 0; None where the place is not known."""

    note_id: int
    position: int | None


# The page does not wait for the disk: a crash may lose the last openings, nothing that anybody was promised.
DEED = """
INSERT INTO activity_deed (at, id, person_id, action, note_id, product_id, source, position)
SELECT %(at)s::timestamptz, %(id)s::bigint, %(person)s::bigint, %(action)s, %(note)s::bigint, %(product)s::bigint,
    %(source)s, %(position)s::integer
FROM set_config('synchronous_commit', 'off', true)
"""

SHARE = """
INSERT INTO activity_deed (at, id, person_id, action, note_id, product_id, subject, subject_id, source)
SELECT %(at)s::timestamptz, %(id)s::bigint, %(person)s::bigint, %(action)s,
    CASE WHEN kind = 'note' THEN about END, CASE WHEN kind = 'product' THEN about END,
    CASE WHEN kind IN ('note', 'product') THEN '' ELSE kind END,
    CASE WHEN kind NOT IN ('note', 'product') THEN about END, %(way)s
FROM set_config('synchronous_commit', 'off', true),
    (VALUES (%(subject)s::text, %(subject_id)s::bigint)) AS sent(kind, about)
"""

SENT = """
INSERT INTO activity_seennote (person_id, note_id, at, is_shared) VALUES (%(person)s, %(note)s, %(at)s, true)
ON CONFLICT (person_id, note_id) DO UPDATE SET is_shared = true
"""

SPEND = """
UPDATE activity_seennote SET seconds = LEAST(seconds + %(seconds)s, %(most)s)
WHERE person_id = %(person)s AND note_id = %(note)s
"""

HISTORY = """
history AS (
    INSERT INTO activity_opened (person_id, subject, subject_id, at)
    SELECT %(person)s::bigint, %(subject)s, %(subject_id)s::bigint, %(at)s::timestamptz WHERE %(in_history)s
    ON CONFLICT (person_id, subject, subject_id) DO UPDATE SET at = EXCLUDED.at)
"""

OPEN_NOTE = f"""
WITH seen AS (
    INSERT INTO activity_seennote (person_id, note_id, at) VALUES (%(person)s, %(note)s, %(at)s)
    ON CONFLICT (person_id, note_id) DO UPDATE SET at = EXCLUDED.at),
{HISTORY} {DEED}
"""

OPEN_PRODUCT = f"WITH {HISTORY} {DEED}"

MANY = """
INSERT INTO activity_deed (at, id, person_id, action, note_id, source, position, seconds, is_served)
SELECT %(at)s::timestamptz, id, %(person)s::bigint, %(action)s, note_id, %(source)s, position, seconds, %(is_served)s
FROM set_config('synchronous_commit', 'off', true),
    unnest(%(ids)s::bigint[], %(notes)s::bigint[], %(positions)s::integer[], %(seconds)s::real[])
    AS happened(id, note_id, position, seconds)
"""

PAST = """
INSERT INTO activity_deed (at, id, person_id, action, note_id)
SELECT at, id, person_id, %(action)s, note_id
FROM unnest(%(ats)s::timestamptz[], %(ids)s::bigint[], %(people)s::bigint[], %(notes)s::bigint[])
    AS happened(at, id, person_id, note_id)
"""


def record_open(
    person_id: int, note_id: int, *, source: str = "", position: int | None = None, in_history: bool = False
) -> None:
    """A signed-in person opened a note. Every opening is a deed; the latest one is what the home page leaves out.

    With `in_history` it stands first in their viewing history, too, once.
    """
    values: dict[str, Any] = {"note": note_id, "product": None, "source": source, "position": position}
    values |= {"subject": Subject.NOTE, "subject_id": note_id, "in_history": in_history}
    _write(OPEN_NOTE, action=Action.OPENED_NOTE, person=person_id, **values)


class PastOpen(NamedTuple):
    """Somebody's opening of a note, long ago."""

    at: datetime
    person_id: int
    note_id: int


def record_past_opens(opened: Sequence[PastOpen]) -> None:
    """Openings of the past, for a town that is filled. They are deeds; nobody's history or home knows of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            PAST,
            {
                "ids": [new_id() for _ in opened],
                "ats": [one.at for one in opened],
                "people": [one.person_id for one in opened],
                "notes": [one.note_id for one in opened],
                "action": Action.OPENED_NOTE,
            },
        )


def record_product_open(
    person_id: int, product_id: int, *, note_id: int | None = None, source: str = "", in_history: bool = False
) -> None:
    """A signed-in person opened a product, perhaps from a note. Every opening is a deed; `in_history` as of a note."""
    values: dict[str, Any] = {"note": note_id, "product": product_id, "source": source, "position": None}
    values |= {"subject": Subject.PRODUCT, "subject_id": product_id, "in_history": in_history}
    _write(OPEN_PRODUCT, action=Action.OPENED_PRODUCT, person=person_id, **values)


def record_share(person_id: int | None, subject: str, subject_id: int, *, way: str) -> None:
    """Somebody sent something to somebody; `person_id` None is a visitor, of whom nothing is kept."""
    values = {"action": Action.SHARED, "person": person_id, "subject": subject, "subject_id": subject_id, "way": way}
    _write(SHARE, **values)
    if person_id is not None and subject == Subject.NOTE:
        with connection.cursor() as cursor:
            cursor.execute(SENT, {"person": person_id, "note": subject_id, "at": now()})


def forget_opening(person_id: int, subject: Subject, subject_id: int) -> None:
    """Take one line out of a person's viewing history. Without it nothing changes."""
    Opened.objects.filter(person_id=person_id, subject=subject, subject_id=subject_id).delete()


def clear_history(person_id: int) -> None:
    """Take everything out of a person's viewing history. Of an empty one nothing changes."""
    Opened.objects.filter(person_id=person_id).delete()


def record_impressions(person_id: int | None, seen: Sequence[Sighting], *, source: str) -> None:
    """Somebody had these notes in view for a second; `person_id` None is a visitor, of whom nothing is kept."""
    _write_many(person_id, Action.SAW_NOTE, seen, source=source)


def record_served(person_id: int, served: Sequence[Sighting], *, source: str) -> None:
    """These notes went to a browser that runs no scripts: they count as seen, and are marked so."""
    _write_many(person_id, Action.SAW_NOTE, served, source=source, is_served=True)


def record_visitors_opens(opened: Sequence[Sighting], *, source: str) -> None:
    """A visitor opened these notes; who it was stays unknown."""
    _write_many(None, Action.OPENED_NOTE, opened, source=source)


def record_reading(person_id: int | None, note_id: int, *, seconds: float, source: str = "") -> None:
    """Somebody had a note open in front of them for so long."""
    spent = [min(seconds, LONGEST_READING)]
    _write_many(person_id, Action.READ_NOTE, [Sighting(note_id, None)], source=source, seconds=spent)
    if person_id is not None:
        with connection.cursor() as cursor:
            values = {"person": person_id, "note": note_id, "seconds": spent[0], "most": LONGEST_READING}
            cursor.execute(SPEND, values)


SERVE = """
INSERT INTO activity_servedpage (id, person_id, at, version, first, note_ids, sources, because, chances)
SELECT %(id)s::bigint, %(person)s::bigint, %(at)s::timestamptz, %(version)s::bigint, %(first)s::integer,
    %(notes)s::bigint[], %(sources)s::varchar[], %(because)s::bigint[], %(chances)s::float8[]
FROM set_config('synchronous_commit', 'off', true)
"""


def record_page(person_id: int, notes: Sequence[ServedNote], *, version: int, first: int) -> None:
    """A page went to a person; one row for all of it."""
    values: dict[str, Any] = {
        "id": new_id(),
        "person": person_id,
        "at": now(),
        "version": version,
        "first": first,
        "notes": [note.note_id for note in notes],
        "sources": [note.source for note in notes],
        "because": [note.because or 0 for note in notes],
        "chances": [note.chance for note in notes],
    }
    with connection.cursor() as cursor:
        cursor.execute(SERVE, values)


def _write(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": now(), "id": new_id(), **values})


def _write_many(
    person_id: int | None,
    action: Action,
    notes: Sequence[Sighting],
    *,
    source: str,
    seconds: Sequence[float | None] = (),
    is_served: bool = False,
) -> None:
    if not notes:
        return
    values: dict[str, Any] = {
        "at": now(),
        "person": person_id,
        "action": action,
        "source": source,
        "is_served": is_served,
        "ids": [new_id() for _ in notes],
        "notes": [note.note_id for note in notes],
        "positions": [note.position for note in notes],
        "seconds": list(seconds) or [None] * len(notes),
    }
    with connection.cursor() as cursor:
        cursor.execute(MANY, values)
