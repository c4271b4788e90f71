"""The counters of a note, its card's copy of them, and what its author has received: moved together."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from cinnabar.notes.rules import HOT_SQL
from cinnabar.people.received import add_received

HOT = HOT_SQL.format(likes="n.likes", saves="n.saves", comments="n.comments_count", published_at="n.published_at")

# Notes are locked in id order, so that two who move many cannot lock each other out.
MOVE = f"""
WITH locked AS (SELECT id FROM notes_note WHERE id = ANY(%(notes)s) ORDER BY id FOR NO KEY UPDATE),
n AS (
    UPDATE notes_note SET likes = likes + %(likes)s, saves = saves + %(saves)s,
        comments_count = comments_count + %(comments)s
    FROM locked WHERE notes_note.id = locked.id
    RETURNING notes_note.id, author_id, likes + likes_imported AS likes, saves + saves_imported AS saves,
        comments_count, published_at),
card AS (
    UPDATE notes_notecard c SET likes = n.likes, saves = n.saves, hot = {HOT}
    FROM n WHERE c.note_id = n.id)
SELECT author_id, count(*) FROM n GROUP BY author_id ORDER BY author_id
"""


def move_counters(note_id: int, *, likes: int = 0, saves: int = 0, comments: int = 0) -> None:
    """Count so many more, negative for fewer. The caller knows whether it happened before."""
    _move([note_id], likes=likes, saves=saves, comments=comments)


def move_saves(note_ids: Sequence[int], step: int) -> None:
    """Count a save more or fewer on each of these notes."""
    if note_ids:
        _move(note_ids, saves=step)


def _move(note_ids: Sequence[int], *, likes: int = 0, saves: int = 0, comments: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"notes": list(note_ids), "likes": likes, "saves": saves, "comments": comments})
        moved = cursor.fetchall()
    for author_id, number in moved:
        add_received(author_id, (likes + saves) * number)
