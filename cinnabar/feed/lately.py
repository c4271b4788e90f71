"""What was done since the snapshot, read for the graph of the last minutes; a few statements a minute and process."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from cinnabar.feed.engine.recent import HEARD, LAST
from cinnabar.kit import sql
from cinnabar.kit.clock import now

MOST = 5_000  # deeds at once; the next look goes on from there
SLOW_WRITER = timedelta(seconds=5)  # what is committed this late is found by the next look

# As in training.py: who is heard, and not within a circle; of whom no profile is wanted nothing is learned.
SINCE = f"""
WITH fresh AS (
    SELECT person_id, at FROM notes_like WHERE at > %(since)s
    UNION ALL SELECT person_id, at FROM notes_save WHERE at > %(since)s
    UNION ALL SELECT author_id, at FROM notes_comment WHERE at > %(since)s AND removed_at IS NULL
    ORDER BY at LIMIT {MOST}),
who AS (
    SELECT f.person_id, v.circle FROM fresh f JOIN notes_voice v ON v.person_id = f.person_id AND v.weight >= {HEARD}
    LEFT JOIN feed_dial d ON d.person_id = f.person_id WHERE d.is_plain IS NOT TRUE
    GROUP BY f.person_id, v.circle)
SELECT w.person_id, l.note_id, l.at > %(since)s AS is_new,
    (SELECT CASE WHEN count(*) = {MOST} THEN max(at) END FROM fresh) AS until
FROM who w CROSS JOIN LATERAL (
    (SELECT note_id, at FROM notes_like WHERE person_id = w.person_id ORDER BY at DESC LIMIT {LAST})
    UNION ALL (SELECT note_id, at FROM notes_save WHERE person_id = w.person_id ORDER BY at DESC LIMIT {LAST})
    UNION ALL (SELECT note_id, at FROM notes_comment
        WHERE author_id = w.person_id AND removed_at IS NULL ORDER BY at DESC LIMIT {LAST})
    ORDER BY at DESC LIMIT {LAST}) l
JOIN notes_notecard c ON c.note_id = l.note_id AND c.author_id <> w.person_id
WHERE c.state = 'published' AND c.visibility = 'public'
    AND NOT EXISTS (SELECT FROM notes_voice a WHERE a.person_id = c.author_id AND a.circle = w.circle)
ORDER BY w.person_id, l.at
"""


class Done(NamedTuple):
    """A deed of somebody who did something new; `until` is when the look ended, if there was too much for one."""

    person_id: int
    note_id: int
    is_new: bool
    until: datetime | None


def done_since(since: datetime) -> tuple[list[Done], datetime]:
    """By person and time, and from when on to look next."""
    moment = now()
    found = sql.rows(Done, SINCE, {"since": since})
    until = found[0].until if found else None
    return found, max(since, (until or moment) - SLOW_WRITER)
