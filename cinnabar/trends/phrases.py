"""Queries as subjects: a number of their own, and words only once several people have asked for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection

from cinnabar.kit.clock import now
from cinnabar.search.safety import is_safe
from cinnabar.trends.models import Phrase

# Above every id that `kit.ids` makes before 2060, so that a query is never taken for anything else.
PHRASE_ID = "((hashtextextended({line}, 0) & x'3fffffffffffffff'::bigint) | x'4000000000000000'::bigint)"
# Not what looks like an address, a telephone or a card number, and not half a letter.
SAYABLE = "char_length(line) BETWEEN 2 AND 40 AND line !~ '[@/\\\\]|[0-9]{6}'"
LOOKED_BACK = timedelta(days=8)

LEARN = f"""
INSERT INTO trends_phrase (id, words, channel)
SELECT {PHRASE_ID.format(line="s.line")}, left(mode() WITHIN GROUP (ORDER BY s.words), 60),
    COALESCE(mode() WITHIN GROUP (ORDER BY c.channel) FILTER (WHERE c.channel <> ''), '')
FROM activity_searched s LEFT JOIN notes_notecard c ON c.note_id = ANY(s.note_ids[1:5])
WHERE s.at > %(since)s AND {PHRASE_ID.format(line="s.line")} = ANY(%(ids)s)
GROUP BY s.line
ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words, channel = EXCLUDED.channel
"""


def learn(ids: Iterable[int]) -> None:
    """Take down how most people write these queries, and what they are about, as far as they may be shown to others.

    Twice changes nothing.
    """
    wanted = sorted(ids)
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(LEARN, {"ids": wanted, "since": now() - LOOKED_BACK})
    learned = Phrase.objects.filter(pk__in=wanted)
    learned.filter(pk__in=[phrase.pk for phrase in learned if not is_safe(phrase.words)]).delete()
