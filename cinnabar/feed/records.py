"""What home showed somebody and why: what a reader's "why am I seeing this" is answered from."""

from __future__ import annotations

from datetime import timedelta

from cinnabar.activity.actions import ServedNote
from cinnabar.kit import sql
from cinnabar.kit.clock import now

PLAIN = "plain"  # the source of a home without a profile
ASKED_DAYS = 7  # how far back a "why" is answered

# A person's pages by their index, the latest first; the place of the note within each.
LATEST = """
SELECT %(note)s::bigint AS note_id, p.sources[place] AS source, NULLIF(p.because[place], 0) AS because,
    p.chances[place] AS chance
FROM activity_servedpage p, array_position(p.note_ids, %(note)s::bigint) place
WHERE p.person_id = %(person)s AND p.at > %(since)s AND place IS NOT NULL
ORDER BY p.at DESC LIMIT 1
"""


def latest_serving(person_id: int, note_id: int) -> ServedNote | None:
    """How that note last came to that person's home; None when it did not lately."""
    asked = {"person": person_id, "note": note_id, "since": now() - timedelta(days=ASKED_DAYS)}
    return sql.row(ServedNote, LATEST, asked)
