"""Notes that tables propose rather than the model, and the last word on what may come: two queries of home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from cinnabar.feed.engine.firsts import NEW_DAYS, Pool
from cinnabar.feed.engine.valuing import FIRSTS, FOLLOWING, FRESH, GOODS, NEAR, SEARCHED, Offer
from cinnabar.feed.models import Form
from cinnabar.feed.queries import IS_SEEN, WANTED
from cinnabar.kit import sql
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql
from cinnabar.people.models import Person

HOTTEST = 60
LATEST_OF_EACH = 3
FOLLOWED = 40
WITH_GOODS = 30
LAST_SEARCHES, OF_A_SEARCH = 5, 12
HOT_AROUND, NEARBY = 200, 15  # of so many of the hottest, those whose author lives in the reader's city
MOST_NEW = 200
TENFOLDS = 2.0  # hotness: who is a hundred times less hot than the hottest is not offered at all


class Gathered(NamedTuple):
    """A note and who proposes it; the last three are of one that looks for first readers."""

    note_id: int
    source: str
    strength: float
    shown: int
    owed: int
    step: int


OFFERS = """
WITH allowed AS NOT MATERIALIZED (
    SELECT c.* FROM notes_notecard c
    WHERE c.state = 'published' AND c.visibility = 'public' AND {visible} AND NOT {seen}
)
(SELECT note_id, '{fresh}' AS source, hot AS strength, 0 AS shown, 0 AS owed, 0 AS step
 FROM allowed ORDER BY hot DESC, note_id DESC LIMIT %(hottest)s)
UNION ALL
(SELECT a.note_id, '{following}', 1, 0, 0, 0 FROM people_follow f, LATERAL (
    SELECT * FROM allowed WHERE author_id = f.followed_id ORDER BY published_at DESC LIMIT %(each)s) a
 WHERE f.follower_id = %(viewer)s AND a.published_at > now() - interval '30 days'
 ORDER BY a.published_at DESC LIMIT %(followed)s)
UNION ALL
(SELECT a.note_id, '{goods}', 1, 0, 0, 0 FROM (
    (SELECT v.product_id FROM orders_basket b JOIN orders_basketline l ON l.basket_id = b.id
        JOIN shop_variant v ON v.id = l.variant_id WHERE b.person_id = %(viewer)s LIMIT 20)
    UNION (SELECT * FROM (
        SELECT subject_id FROM activity_opened
        WHERE person_id = %(viewer)s AND subject = 'product' AND at > now() - interval '14 days'
        ORDER BY at DESC LIMIT 10) opened)) p (product_id)
 JOIN notes_producttag g ON g.product_id = p.product_id JOIN allowed a ON a.note_id = g.note_id
 ORDER BY a.hot DESC LIMIT %(goods)s)
UNION ALL
(SELECT a.note_id, '{searched}', max(s.worth * found.worth), 0, 0, 0 FROM (
    SELECT note_ids, product_ids, 1 - 0.15 * (row_number() OVER (ORDER BY at DESC) - 1) AS worth
    FROM activity_searched WHERE person_id = %(viewer)s AND at > now() - interval '14 days'
        AND at > COALESCE((SELECT began_at FROM feed_dial WHERE person_id = %(viewer)s), '-infinity')
    ORDER BY at DESC LIMIT %(searches)s) s, LATERAL (
        SELECT id, 1.0 AS worth FROM unnest(s.note_ids[1:%(of_a_search)s]) id
        UNION ALL (SELECT g.note_id, 0.7 FROM notes_producttag g WHERE g.product_id = ANY(s.product_ids[1:3])
            ORDER BY g.note_id DESC LIMIT %(of_a_search)s)) found
 JOIN allowed a ON a.note_id = found.id GROUP BY a.note_id)
{around}
UNION ALL
(SELECT f.note_id, '{firsts}', f.moved, f.shown, f.owed, f.step
 FROM feed_firstreaders f JOIN allowed a ON a.note_id = f.note_id
 WHERE f.closed_at IS NULL AND f.opened_at > now() - interval '{days} days' AND a.author_id <> %(viewer)s
 ORDER BY f.opened_at DESC LIMIT %(new)s)
"""

AROUND = """
UNION ALL
(SELECT h.note_id, '{near}', 1, 0, 0, 0 FROM (SELECT * FROM allowed ORDER BY hot DESC, note_id DESC LIMIT %(around)s) h
 JOIN people_person p ON p.id = h.author_id AND p.city = %(city)s AND p.country = %(country)s
 WHERE h.author_id <> %(viewer)s ORDER BY h.hot DESC LIMIT %(nearby)s)
"""

PERMITTED = """
SELECT c.note_id, ({wishes})::float8 AS wishes FROM notes_notecard c
WHERE c.note_id = ANY(%(ids)s) AND c.state = 'published' AND c.visibility = 'public' AND {visible} {wanted}
"""

WISHES = """(SELECT count(*) FROM feed_steer s WHERE s.person_id = %(viewer)s AND s.stance = 'raised'
    AND CASE s.kind WHEN 'channel' THEN s.about = c.channel
    ELSE EXISTS (SELECT FROM notes_notetopic t WHERE t.note_id = c.note_id AND t.topic_id::text = s.about) END)"""
RAISED, FORMED = 2.0, 1.0  # what a note gains by each interest that was raised, and by its form, as logarithms
FORMS = {Form.PICTURES: "c.secret <> ''", Form.WORDS: "c.secret = ''"}


class Permitted(NamedTuple):
    """A note that may come, and what it gains by what the reader asked for."""

    note_id: int
    wishes: float


NAMES = {
    "fresh": FRESH,
    "following": FOLLOWING,
    "goods": GOODS,
    "searched": SEARCHED,
    "firsts": FIRSTS,
    "days": NEW_DAYS,
}
LIMITS: dict[str, Any] = {
    "hottest": HOTTEST,
    "each": LATEST_OF_EACH,
    "followed": FOLLOWED,
    "goods": WITH_GOODS,
    "searches": LAST_SEARCHES,
    "of_a_search": OF_A_SEARCH,
    "around": HOT_AROUND,
    "nearby": NEARBY,
    "new": MOST_NEW,
}


def gather(viewer: Person) -> tuple[list[Offer], Pool]:
    """What tables propose, and the new notes that look for first readers."""
    around = AROUND.format(near=NEAR) if viewer.city else ""
    statement = OFFERS.format(visible=visible_sql("c", viewer), seen=IS_SEEN, around=around, **NAMES)
    asked = LIMITS | {"city": viewer.city, "country": viewer.country}
    rows = sql.rows(Gathered, statement, viewer_parameters(viewer) | asked)
    hottest = max((row.strength for row in rows if row.source == FRESH), default=0.0)
    offers = [
        Offer(
            row.note_id,
            row.source,
            max(0.0, 1 - (hottest - row.strength) / TENFOLDS) if row.source == FRESH else row.strength,
        )
        for row in rows
        if row.source != FIRSTS
    ]
    return offers, _pool([row for row in rows if row.source == FIRSTS])


def _pool(rows: Sequence[Gathered]) -> Pool:
    return Pool(
        notes=np.array([row.note_id for row in rows], np.int64),
        shown=np.array([row.shown for row in rows], np.int64),
        moved=np.array([row.strength for row in rows], np.float32),
        owed=np.array([row.owed for row in rows], np.int64),
        steps=np.array([row.step for row in rows], np.int64),
    )


def permitted(viewer: Viewer, note_ids: Sequence[int], *, with_wishes: bool, form: str = "") -> dict[int, float]:
    """Those of `note_ids` that `viewer` may see and has not turned away, each with what it gains by their wishes.

    Asked last, for everything that could come, whoever proposed it.
    """
    asked = viewer_parameters(viewer) | {"ids": list(note_ids)}
    wishes = [f"{RAISED} * {WISHES}"] if with_wishes else []
    wishes += [f"{FORMED} * ({FORMS[Form(form)]})::int"] if form else []
    statement = PERMITTED.format(visible=visible_sql("c", viewer), wanted=WANTED, wishes=" + ".join(wishes) or "0")
    return {row.note_id: row.wishes for row in sql.rows(Permitted, statement, asked)}
