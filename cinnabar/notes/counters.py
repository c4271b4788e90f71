"""The counters of a note, its card's copy of them, and what its author has received: moved together."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from cinnabar.notes.rules import COMMENTED, HOT_SQL, LIKED, SAVED
from cinnabar.notes.voices import VOICE
from cinnabar.people.received import add_received

# Notes are locked in id order, so that two who move many cannot lock each other out.
MOVE = f"""
WITH locked AS (SELECT id FROM notes_note WHERE id = ANY(%(notes)s) ORDER BY id FOR NO KEY UPDATE),
n AS (
    UPDATE notes_note SET likes = likes + %(likes)s, saves = saves + %(saves)s,
        comments_count = comments_count + %(comments)s,
        praise = GREATEST(0, praise + %(praise)s * {VOICE.format(person="%(person)s", author="notes_note.author_id")})
    FROM locked WHERE notes_note.id = locked.id
    RETURNING notes_note.*),
card AS (
    UPDATE notes_notecard c SET likes = n.likes + n.likes_imported, saves = n.saves + n.saves_imported, hot = {HOT_SQL}
    FROM n WHERE c.note_id = n.id)
SELECT author_id, count(*) FROM n GROUP BY author_id ORDER BY author_id
"""


def move_counters(note_id: int, *, by: int, likes: int = 0, saves: int = 0, comments: int = 0) -> None:
    """Count so many more of a person's deeds, negative for fewer. The caller knows whether it happened before."""
    _move([note_id], by=by, likes=likes, saves=saves, comments=comments)


def move_saves(note_ids: Sequence[int], step: int, *, by: int) -> None:
    """Count a save of a person more or fewer on each of these notes."""
    if note_ids:
        _move(note_ids, by=by, saves=step)


def _move(note_ids: Sequence[int], *, by: int, likes: int = 0, saves: int = 0, comments: int = 0) -> None:
    steps = {"likes": likes, "saves": saves, "comments": comments}
    praise = LIKED * likes + SAVED * saves + COMMENTED * comments
    with connection.cursor() as cursor:
        cursor.execute(MOVE, steps | {"notes": list(note_ids), "person": by, "praise": praise})
        moved = cursor.fetchall()
    for author_id, number in moved:
        add_received(author_id, (likes + saves) * number)
