"""What is known of a reader, read when their home is asked for: the last hundred things they did count at once.

Nothing here is kept twice: a like is the row of the like, so that one taken back is forgotten by the next request.
"""

from __future__ import annotations

from dataclasses import dataclass

from cinnabar.feed.models import Stance, Variety
from cinnabar.kit import sql

MOST = 100
DWELL, LONG_DWELL = 8, 30  # seconds in front of a note that say something, and a lot
SEEN_DAYS = 30
SHOWN_HOURS, SHOWN_PAGES = 48, 50

# Each arm reads the latest hundred by an index of its own; hides are what was turned away as a note.
ACTED = f"""
    (SELECT note_id, at, 'like' AS kind FROM notes_like
     WHERE person_id = %(person)s ORDER BY at DESC LIMIT {MOST})
    UNION ALL
    (SELECT note_id, at, 'save' FROM notes_save WHERE person_id = %(person)s ORDER BY at DESC LIMIT {MOST})
    UNION ALL
    (SELECT note_id, at, 'comment' FROM notes_comment
     WHERE author_id = %(person)s AND removed_at IS NULL ORDER BY at DESC LIMIT {MOST})
    UNION ALL
    (SELECT note_id, at, CASE WHEN is_shared THEN 'share' WHEN seconds >= {LONG_DWELL} THEN 'long-dwell'
        WHEN seconds >= {DWELL} THEN 'dwell' ELSE 'open' END
     FROM activity_seennote WHERE person_id = %(person)s ORDER BY at DESC LIMIT {MOST})
    UNION ALL
    (SELECT c.note_id, f.at, 'follow' FROM people_follow f, LATERAL (
        SELECT note_id FROM notes_notecard c WHERE c.author_id = f.followed_id AND c.state = 'published'
        ORDER BY published_at DESC LIMIT 1) c
     WHERE f.follower_id = %(person)s ORDER BY f.at DESC LIMIT {MOST})
    UNION ALL
    (SELECT l.from_note_id, o.placed_at, 'purchase' FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
     WHERE o.buyer_id = %(person)s AND o.paid_at IS NOT NULL AND l.from_note_id IS NOT NULL
     ORDER BY o.placed_at DESC LIMIT {MOST})
    UNION ALL
    (SELECT about_id, at, 'hide' FROM feed_notinterested
     WHERE person_id = %(person)s AND kind = 'note' ORDER BY at DESC LIMIT {MOST})
"""

# What the person said about an interest stands above what they did with notes of it.
SILENCED = """
    EXISTS (SELECT FROM feed_steer s WHERE s.person_id = %(person)s AND s.stance <> 'raised'
        AND (s.stance = 'paused' OR a.at <= s.at)
        AND CASE s.kind WHEN 'channel' THEN EXISTS (
                SELECT FROM notes_notecard c WHERE c.note_id = a.note_id AND c.channel = s.about)
            ELSE EXISTS (
                SELECT FROM notes_notetopic t WHERE t.note_id = a.note_id AND t.topic_id::text = s.about) END)
"""

STATE = f"""
WITH dial AS (SELECT is_plain, variety, form, began_at FROM feed_dial WHERE person_id = %(person)s),
latest AS (
    SELECT a.note_id, a.kind, a.at FROM ({ACTED}) a
    WHERE a.at > COALESCE((SELECT began_at FROM dial), '-infinity') AND NOT {SILENCED}
    ORDER BY a.at DESC LIMIT {MOST})
SELECT COALESCE((SELECT is_plain FROM dial), false) AS is_plain,
    COALESCE((SELECT variety FROM dial), {Variety.BALANCED}) AS variety,
    COALESCE((SELECT form FROM dial), '') AS form,
    ARRAY(SELECT note_id FROM latest ORDER BY at DESC) AS acted_on,
    ARRAY(SELECT kind FROM latest ORDER BY at DESC) AS kinds,
    ARRAY(SELECT note_id FROM activity_seennote
        WHERE person_id = %(person)s AND at > now() - interval '{SEEN_DAYS} days') AS seen,
    ARRAY(SELECT unnest(note_ids) FROM (SELECT note_ids FROM activity_servedpage
        WHERE person_id = %(person)s AND at > now() - interval '{SHOWN_HOURS} hours'
        ORDER BY at DESC LIMIT {SHOWN_PAGES}) lately) AS shown,
    ARRAY(SELECT about_id FROM feed_notinterested WHERE person_id = %(person)s AND kind = 'note') AS away,
    ARRAY(SELECT about_id FROM feed_notinterested WHERE person_id = %(person)s AND kind = 'author'
        UNION ALL SELECT blocked_id FROM people_block WHERE blocker_id = %(person)s
        UNION ALL SELECT blocker_id FROM people_block WHERE blocked_id = %(person)s) AS authors_away,
    ARRAY(SELECT kind || ' ' || stance || ' ' || about FROM feed_steer
        WHERE person_id = %(person)s ORDER BY kind, about) AS steers
"""


@dataclass(frozen=True, slots=True)
class State:
    """`acted_on` and `kinds` belong together, the latest first."""

    is_plain: bool
    variety: int
    form: str
    acted_on: list[int]
    kinds: list[str]
    seen: list[int]
    shown: list[int]
    away: list[int]
    authors_away: list[int]
    steers: list[str]

    @property
    def actions(self) -> list[tuple[int, str]]:
        return list(zip(self.acted_on, self.kinds, strict=True))

    @property
    def known(self) -> set[int]:
        """What need not come again: opened, turned away, or answered in any way; whom one follows is no answer."""
        answered = {note_id for note_id, kind in self.actions if kind != "follow"}
        return answered.union(self.seen, self.away)

    def steered(self, kind: str, stance: Stance) -> list[str]:
        """Which interests of that kind the person took that stance to."""
        found = (steer.split(" ", 2) for steer in self.steers)
        return [about for of, how, about in found if of == kind and how == stance]


def state_of(person_id: int) -> State:
    """In one query."""
    found = sql.row(State, STATE, {"person": person_id})
    assert found is not None  # it has no FROM: there is always one row
    return found
