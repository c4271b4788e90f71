"""New notes find their first readers: what each is owed, how often it was shown, whom it moved, what follows from that.

The arithmetic stands in `engine/firsts.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.db import connection, transaction

from cinnabar.activity.models import ServedPage
from cinnabar.feed.engine import firsts
from cinnabar.feed.models import FirstReaders
from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.kit.ids import first_id_of
from cinnabar.notes.events import NotePublished

MEASURE = """
WITH looking AS (SELECT note_id FROM feed_firstreaders WHERE closed_at IS NULL AND opened_at > %(since)s),
deeds AS (
    SELECT note_id, person_id, {like} AS worth FROM notes_like WHERE note_id IN (SELECT note_id FROM looking)
    UNION ALL SELECT note_id, person_id, {save} FROM notes_save WHERE note_id IN (SELECT note_id FROM looking)
    UNION ALL SELECT note_id, author_id, {comment} FROM notes_comment
        WHERE note_id IN (SELECT note_id FROM looking) AND removed_at IS NULL
),
moved AS (
    SELECT d.note_id, LEAST(1, sum(d.worth)) * max(v.weight)::numeric AS worth
    FROM deeds d JOIN notes_voice v ON v.person_id = d.person_id
    WHERE EXISTS (SELECT FROM activity_servedpage p
        WHERE p.person_id = d.person_id AND p.at > %(since)s AND d.note_id = ANY(p.note_ids))
    GROUP BY d.note_id, d.person_id
)
SELECT note_id, sum(worth)::float8 AS worth FROM moved GROUP BY note_id
""".format(**firsts.REWARDS)


class Moved(NamedTuple):
    """What a note moved people to, in all."""

    note_id: int
    worth: float


def open_first_readers(fact: NotePublished) -> None:
    """A note came out: it is owed an audience. Twice changes nothing."""
    FirstReaders.objects.get_or_create(note_id=fact.note_id, defaults={"owed": owed(), "opened_at": now()})


def owed() -> int:
    """How many first readers a note that comes out now can be promised, by the pages and the new notes of a day."""
    yesterday = now() - timedelta(days=1)
    pages = ServedPage.objects.filter(pk__gt=first_id_of(yesterday)).count()
    notes = FirstReaders.objects.filter(opened_at__gt=yesterday, closed_at=None).count()
    return firsts.promise(places_a_day=pages * firsts.PLACES, notes_a_day=notes + 1)


def count_shown(note_ids: Sequence[int]) -> None:
    """Somebody had these notes in view on their home."""
    if note_ids:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE feed_firstreaders SET shown = shown + 1 WHERE note_id = ANY(%(ids)s) AND closed_at IS NULL",
                {"ids": sorted(note_ids)},
            )


@transaction.atomic
def climb() -> None:
    """Count whom each note moved, then let it go on to more readers, or end its search. Twice changes nothing."""
    since = now() - timedelta(days=firsts.NEW_DAYS)
    # Before the rows are locked: readers whose pages count as shown do not wait for this.
    moved = {one.note_id: one.worth for one in sql.rows(Moved, MEASURE, {"since": since})}
    rows = list(FirstReaders.objects.select_for_update(no_key=True).filter(closed_at=None).order_by("pk"))
    before = {row.pk: (row.moved, row.step) for row in rows}
    for row in rows:
        row.moved = moved.get(row.pk, 0.0)
    usual = firsts.rate_of(sum(row.shown for row in rows), sum(row.moved for row in rows))
    for row in rows:
        step = firsts.next_step(row.step, shown=row.shown, moved=row.moved, owed=row.owed, usual=usual)
        if step is None or row.opened_at < since:
            row.closed_at = now()
        else:
            row.step = step
    changed = [row for row in rows if row.closed_at or before[row.pk] != (row.moved, row.step)]
    FirstReaders.objects.bulk_update(changed, ["moved", "step", "closed_at"])
