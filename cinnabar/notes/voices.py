"""How far what people do with notes counts for others; `feed` judges it (feed/engine/fit/voices.py) and says so here.

A note's praise is the sum of what was done with it, each deed as loud as the voice of who did it. Nobody is heard who
was not judged yet, on their own notes, or on those of the circle of accounts that mostly praise each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from cinnabar.kit import sql
from cinnabar.notes.rules import COMMENTED, HOT_SQL, LIKED, SAVED

# What of a deed of {person} counts on a note of {author}.
VOICE = """COALESCE((
    SELECT v.weight FROM notes_voice v WHERE v.person_id = {person} AND {author} <> {person}
        AND (v.circle IS NULL OR NOT EXISTS (
            SELECT FROM notes_voice w WHERE w.person_id = {author} AND w.circle = v.circle))), 0)"""

# Only what changed is written: the others are as they were an hour ago.
JUDGE = """
INSERT INTO notes_voice (person_id, weight, circle)
SELECT told.person, told.weight, NULLIF(told.circle, 0)
FROM unnest(%(people)s::bigint[], %(weights)s::real[], %(circles)s::bigint[]) AS told(person, weight, circle)
JOIN people_person p ON p.id = told.person
LEFT JOIN notes_voice v ON v.person_id = told.person
WHERE (v.weight, v.circle) IS DISTINCT FROM (told.weight, NULLIF(told.circle, 0))
ORDER BY told.person
ON CONFLICT (person_id) DO UPDATE SET weight = EXCLUDED.weight, circle = EXCLUDED.circle
RETURNING person_id
"""

TOUCHED = """
SELECT note_id FROM notes_like WHERE person_id = ANY(%(people)s)
UNION SELECT note_id FROM notes_save WHERE person_id = ANY(%(people)s)
UNION SELECT note_id FROM notes_comment WHERE author_id = ANY(%(people)s) AND removed_at IS NULL
UNION SELECT id FROM notes_note WHERE author_id = ANY(%(people)s) AND praise > 0
"""

PRAISED = f"""
WITH locked AS (SELECT id, author_id FROM notes_note WHERE id = ANY(%(notes)s) ORDER BY id FOR NO KEY UPDATE),
heard AS (
    SELECT l.id, COALESCE(sum(d.worth * {VOICE.format(person="d.person_id", author="l.author_id")}), 0) AS praise
    FROM locked l LEFT JOIN LATERAL (
        SELECT person_id, {LIKED} AS worth FROM notes_like WHERE note_id = l.id
        UNION ALL SELECT person_id, {SAVED} FROM notes_save WHERE note_id = l.id
        UNION ALL SELECT author_id, {COMMENTED} FROM notes_comment WHERE note_id = l.id AND removed_at IS NULL
    ) d ON true GROUP BY l.id),
n AS (
    UPDATE notes_note SET praise = heard.praise FROM heard
    WHERE notes_note.id = heard.id AND notes_note.praise <> heard.praise RETURNING notes_note.*)
UPDATE notes_notecard c SET hot = {HOT_SQL} FROM n WHERE c.note_id = n.id
"""
AT_ONCE = 500


class Voice(NamedTuple):
    """From 0, nobody hears it, to 1; `circle` is 0 for none."""

    person_id: int
    weight: float
    circle: int = 0


def judge(voices: Iterable[Voice]) -> None:
    """Say whose voice counts how far, and count the praise of the notes anew that it touches. Twice changes nothing."""
    told = sorted(voices)
    columns = {
        "people": [voice.person_id for voice in told],
        "weights": [voice.weight for voice in told],
        "circles": [voice.circle for voice in told],
    }
    changed = sql.values(JUDGE, columns)
    touched = sorted(sql.values(TOUCHED, {"people": changed})) if changed else []
    for at in range(0, len(touched), AT_ONCE):
        count_praise(touched[at : at + AT_ONCE])


def count_praise(note_ids: Sequence[int]) -> None:
    """Of these notes, from the rows. Twice changes nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PRAISED, {"notes": list(note_ids)})
