"""A new snapshot from the database, beside the old ones: learned, checked, then served by everybody who looks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection, transaction

from cinnabar.feed.described import Described, catalogue_of, latest_notes
from cinnabar.feed.engine import shelf
from cinnabar.feed.engine.arrays import Flags, Floats
from cinnabar.feed.engine.fit.building import Actions, Known, build, check
from cinnabar.feed.engine.fit.voices import Deeds, voices_of
from cinnabar.feed.engine.snapshot import Snapshot
from cinnabar.feed.state import DWELL
from cinnabar.kit.clock import now
from cinnabar.kit.vectors.fit import fit_tokens
from cinnabar.notes.voices import Voice, judge
from cinnabar.people.models import Person

MOST_NOTES = 200_000
AT_ONCE = 50_000
DIMENSIONS = 64

# Of whom no profile is wanted nothing is learned; of whom began anew, what came later. Their voices count as any do.
ACTED = f"""
SELECT a.person_id, a.note_id, c.author_id,
    bool_or(d.is_plain IS NOT TRUE AND a.at > COALESCE(d.began_at, '-infinity'))::int FROM (
    SELECT person_id, note_id, at FROM notes_like
    UNION ALL SELECT person_id, note_id, at FROM notes_save
    UNION ALL SELECT author_id, note_id, at FROM notes_comment WHERE removed_at IS NULL
    UNION ALL SELECT person_id, note_id, at FROM activity_seennote WHERE seconds >= {DWELL} OR is_shared
    UNION ALL SELECT o.buyer_id, l.from_note_id, o.placed_at FROM orders_order o
        JOIN orders_orderline l ON l.order_id = o.id WHERE o.paid_at IS NOT NULL AND l.from_note_id IS NOT NULL
) a
JOIN notes_notecard c ON c.note_id = a.note_id AND c.author_id <> a.person_id
LEFT JOIN feed_dial d ON d.person_id = a.person_id
WHERE c.state = 'published' AND c.visibility = 'public'
GROUP BY a.person_id, a.note_id, c.author_id ORDER BY a.person_id, min(a.at)
"""


class Busy(RuntimeError):
    """Another process is learning."""


def train() -> Snapshot:
    """Learn, check, put it on the shelf; BadModel leaves what is served as it is. Twice makes one more of the same."""
    folder: Path = settings.FEED_FOLDER
    with _alone(folder):
        last = shelf.newest(folder)
        deeds, is_learned = _acted()
        voices = voices_of(deeds, _ages())
        judge(map(Voice, voices.people.tolist(), voices.weights.tolist(), voices.circles.tolist()))
        snapshot = build(*_known(deeds, np.where(is_learned, voices.heard(deeds), 0)), version=_version(folder))
        check(snapshot, last=last)
        shelf.put(snapshot, folder)
    return snapshot


def _version(folder: Path) -> int:
    """Seconds, and more than any there: a clock set back must not hide what is new."""
    return max(int(now().timestamp()), shelf.newest_version(folder) + 1)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "learning.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Busy("another process is learning") from None
    finally:
        os.close(descriptor)


def _known(deeds: Deeds, heard: Floats) -> tuple[Known, Actions]:
    notes = latest_notes(MOST_NOTES)
    tokens, looks = fit_tokens((note.tokens() for note in notes), dimensions=DIMENSIONS)
    catalogue = catalogue_of(notes, looks)
    places = catalogue.places_of(deeds.notes)
    is_here = places >= 0
    actions = Actions(deeds.people[is_here], places[is_here].astype(np.int64), heard[is_here])
    return Known(catalogue, tokens, _numbered(notes)), actions


def _acted() -> tuple[Deeds, Flags]:
    """What was done, by person and time, and which of it may be learned from; in pieces, for there may be millions."""
    pieces = [np.empty((0, 4), np.int64)]
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(ACTED)
        while rows := cursor.fetchmany(AT_ONCE):
            pieces.append(np.array(rows, np.int64))
    people, notes, authors, is_learned = np.concatenate(pieces).T
    return Deeds(people, notes, authors), is_learned > 0


def _ages() -> dict[int, float]:
    """Of all accounts, in days."""
    moment = now()
    joined = Person.objects.values_list("pk", "joined_at").iterator(AT_ONCE)
    return {person: (moment - at).total_seconds() / 86_400 for person, at in joined}


def _numbered(notes: list[Described]) -> list[list[int]]:
    numbers: dict[str, int] = {}
    return [[numbers.setdefault(attribute, len(numbers)) for attribute in note.attributes()] for note in notes]
