"""The counters of a note, its card's copy of them, and what its author has received: moved together."""

from __future__ import annotations

from django.db import connection

from cinnabar.notes.rules import HOT_SQL
from cinnabar.people.received import add_received

HOT = HOT_SQL.format(likes="n.likes", saves="n.saves", comments="n.comments_count", published_at="n.published_at")

MOVE = f"""
WITH n AS (
    UPDATE notes_note SET likes = likes + %(likes)s, saves = saves + %(saves)s,
        comments_count = comments_count + %(comments)s
    WHERE id = %(note)s
    RETURNING id, author_id, likes + likes_imported AS likes, saves + saves_imported AS saves, comments_count,
        published_at),
card AS (
    UPDATE notes_notecard c SET likes = n.likes, saves = n.saves, hot = {HOT}
    FROM n WHERE c.note_id = n.id)
SELECT author_id FROM n
"""


def move_counters(note_id: int, *, likes: int = 0, saves: int = 0, comments: int = 0) -> None:
    """Count so many more, negative for fewer. The caller knows whether it happened before."""
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"note": note_id, "likes": likes, "saves": saves, "comments": comments})
        found = cursor.fetchone()
    if found is not None:
        add_received(found[0], likes + saves)
