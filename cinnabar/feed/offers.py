"""Notes that tables propose rather than the model, and the last word on what may come: two queries of home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cinnabar.feed.engine.firsts import NEW_DAYS, Pool
from cinnabar.feed.engine.valuing import FIRSTS, FOLLOWING, FRESH, GOODS, Offer
from cinnabar.feed.queries import IS_SEEN, WANTED
from cinnabar.kit import sql
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql

HOTTEST = 60
LATEST_OF_EACH = 3
FOLLOWED = 40
WITH_GOODS = 30
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
(SELECT f.note_id, '{firsts}', f.moved, f.shown, f.owed, f.step
 FROM feed_firstreaders f JOIN allowed a ON a.note_id = f.note_id
 WHERE f.closed_at IS NULL AND f.opened_at > now() - interval '{days} days' AND a.author_id <> %(viewer)s
 ORDER BY f.opened_at DESC LIMIT %(new)s)
"""

PERMITTED = """
SELECT c.note_id, {wishes} AS wishes FROM notes_notecard c
WHERE c.note_id = ANY(%(ids)s) AND c.state = 'published' AND c.visibility = 'public' AND {visible} {wanted}
"""

WISHES = """(SELECT count(*) FROM feed_steer s WHERE s.person_id = %(viewer)s AND s.stance = 'raised'
    AND CASE s.kind WHEN 'channel' THEN s.about = c.channel
    ELSE EXISTS (SELECT FROM notes_notetopic t WHERE t.note_id = c.note_id AND t.topic_id::text = s.about) END)"""
RAISED = 2.0  # what a note gains by each interest that was raised, as a logarithm


class Permitted(NamedTuple):
    """A note that may come, and how many interests that were raised it has."""

    note_id: int
    wishes: int


def gather(viewer: Viewer) -> tuple[list[Offer], Pool]:
    """What freshness, following and goods propose, and the new notes that look for first readers."""
    names = {"fresh": FRESH, "following": FOLLOWING, "goods": GOODS, "firsts": FIRSTS, "days": NEW_DAYS}
    statement = OFFERS.format(visible=visible_sql("c", viewer), seen=IS_SEEN, **names)
    asked = {"hottest": HOTTEST, "each": LATEST_OF_EACH, "followed": FOLLOWED, "goods": WITH_GOODS, "new": MOST_NEW}
    rows = sql.rows(Gathered, statement, viewer_parameters(viewer) | asked)
    hottest = max((row.strength for row in rows if row.source == FRESH), default=0.0)
    offers = [
        Offer(
            row.note_id, row.source, max(0.0, 1 - (hottest - row.strength) / TENFOLDS) if row.source == FRESH else 1.0
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


def permitted(viewer: Viewer, note_ids: Sequence[int], *, with_wishes: bool) -> dict[int, float]:
    """Those of `note_ids` that `viewer` may see and has not turned away, each with what it gains by their wishes.

    Asked last, for everything that could come, whoever proposed it.
    """
    asked = viewer_parameters(viewer) | {"ids": list(note_ids)}
    wishes = WISHES if with_wishes else "0"
    statement = PERMITTED.format(visible=visible_sql("c", viewer), wanted=WANTED, wishes=wishes)
    return {row.note_id: RAISED * row.wishes for row in sql.rows(Permitted, statement, asked)}
