"""What people did about which subject, read from the rows themselves, without what is hidden, paid or one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from django.db import connection

from cinnabar.kit import sql
from cinnabar.trends.engine.voices import DAY, Deeds, Ids
from cinnabar.trends.models import Kind
from cinnabar.trends.phrases import PHRASE_ID, SAYABLE

KNOWN_SINCE = 28  # days

# What happened: who, when, with which note, product or words. Each arm reads a stretch of time by an index.
HAPPENED = f"""
    SELECT person_id, at, note_id, NULL::bigint AS product_id, NULL::bigint AS subject_id, '' AS subject
    FROM notes_like WHERE at >= %(since)s AND at < %(until)s
    UNION ALL
    SELECT person_id, at, note_id, NULL, NULL, '' FROM notes_save WHERE at >= %(since)s AND at < %(until)s
    UNION ALL
    SELECT author_id, at, note_id, NULL, NULL, '' FROM notes_comment
    WHERE at >= %(since)s AND at < %(until)s AND removed_at IS NULL
    UNION ALL
    SELECT person_id, at, NULL, product_id, NULL, '' FROM notes_savedproduct WHERE at >= %(since)s AND at < %(until)s
    UNION ALL
    SELECT author_id, published_at, id, NULL, NULL, 'own' FROM notes_note
    WHERE published_at >= %(since)s AND published_at < %(until)s AND state = 'published'
    UNION ALL
    SELECT person_id, at, CASE WHEN product_id IS NULL THEN note_id END, product_id, subject_id, subject
    FROM activity_deed WHERE at >= %(since)s AND at < %(until)s AND person_id IS NOT NULL
        AND action IN ('opened_note', 'opened_product', 'shared') AND subject IN ('', 'brand', 'topic')
    UNION ALL
    SELECT o.buyer_id, o.paid_at, NULL, l.product_id, NULL, '' FROM orders_order o
    JOIN orders_orderline l ON l.order_id = o.id WHERE o.paid_at >= %(since)s AND o.paid_at < %(until)s
    UNION ALL
    SELECT person_id, at, NULL, NULL, {PHRASE_ID.format(line="line")}, '{Kind.QUERY}' FROM activity_searched
    WHERE at >= %(since)s AND at < %(until)s AND found > 0 AND {SAYABLE}
"""

# Public notes that nobody paid for, and not one's own but for the moment when one publishes it.
OF_NOTES = """
    SELECT h.person_id, h.at, h.busy, h.note_id, c.channel FROM happened h
    JOIN notes_notecard c ON c.note_id = h.note_id AND c.state = 'published' AND c.visibility = 'public'
        AND c.money_mark = '' AND (h.subject = 'own' OR c.author_id <> h.person_id)
"""

# Goods, but for whoever sells them or speaks for their brand.
OF_GOODS = """
    SELECT g.person_id, g.at, g.busy, p.id, p.brand_id, p.category_id FROM (
        SELECT n.person_id, n.at, n.busy, t.product_id FROM of_notes n
        JOIN notes_producttag t ON t.note_id = n.note_id AND t.product_id IS NOT NULL
        UNION ALL SELECT person_id, at, busy, product_id FROM happened WHERE product_id IS NOT NULL) g
    JOIN shop_product p ON p.id = g.product_id AND p.status = 'active'
    JOIN shop_shop s ON s.id = p.shop_id AND s.is_open
    WHERE NOT EXISTS (SELECT FROM shop_shopstaff w WHERE w.shop_id = p.shop_id AND w.person_id = g.person_id)
        AND NOT EXISTS (SELECT FROM shop_brand b WHERE b.id = p.brand_id AND b.keeper_id = g.person_id)
"""

DEEDS = f"""
WITH happened AS MATERIALIZED (
    SELECT *, count(*) OVER (PARTITION BY person_id, date_trunc('hour', at)) AS busy FROM ({HAPPENED}) a),
of_notes AS MATERIALIZED ({OF_NOTES}),
of_goods AS MATERIALIZED ({OF_GOODS}),
about AS (
    SELECT n.person_id, n.at, n.busy, '{Kind.TOPIC}' AS kind, t.topic_id AS subject_id FROM of_notes n
    JOIN notes_notetopic t ON t.note_id = n.note_id
    UNION ALL
    SELECT n.person_id, n.at, n.busy, '{Kind.CATEGORY}', k.id FROM of_notes n JOIN shop_category k ON k.slug = n.channel
    UNION ALL SELECT person_id, at, busy, '{Kind.PRODUCT}', id FROM of_goods
    UNION ALL SELECT person_id, at, busy, '{Kind.BRAND}', brand_id FROM of_goods
    UNION ALL SELECT person_id, at, busy, '{Kind.CATEGORY}', category_id FROM of_goods
    UNION ALL
    SELECT g.person_id, g.at, g.busy, '{Kind.CATEGORY}', k.parent_id FROM of_goods g
    JOIN shop_category k ON k.id = g.category_id AND k.parent_id IS NOT NULL
    UNION ALL
    SELECT person_id, at, busy, subject, subject_id FROM happened WHERE subject IN ('brand', 'topic', 'query'))
SELECT person_id, floor(extract(epoch FROM at))::bigint AS at, busy, kind, subject_id FROM about
WHERE %(only)s::bigint[] IS NULL OR subject_id = ANY(%(only)s)
"""

# On how many days somebody was here before, as far as two can be told apart: of each sort the first and the last.
PEOPLE = """
SELECT p.id, floor(extract(epoch FROM p.joined_at))::bigint AS joined, p.country, p.city,
    CASE WHEN k.first IS NULL THEN 0 WHEN k.first::date = k.last::date THEN 1 ELSE 2 END AS known_days,
    COALESCE(v.circle, p.id) AS circle
FROM people_person p LEFT JOIN notes_voice v ON v.person_id = p.id CROSS JOIN LATERAL (
    SELECT min(d.first) AS first, max(d.last) AS last FROM (
        SELECT min(at) AS first, max(at) AS last FROM notes_like
        WHERE person_id = p.id AND at >= %(known)s AND at < %(before)s
        UNION ALL SELECT min(at), max(at) FROM notes_save
        WHERE person_id = p.id AND at >= %(known)s AND at < %(before)s
        UNION ALL SELECT min(at), max(at) FROM notes_comment
        WHERE author_id = p.id AND at >= %(known)s AND at < %(before)s
        UNION ALL SELECT min(at), max(at) FROM activity_searched
        WHERE person_id = p.id AND at >= %(known)s AND at < %(before)s
        UNION ALL SELECT min(at), max(at) FROM activity_deed
        WHERE person_id = p.id AND at >= %(known)s AND at < %(before)s) d) k
WHERE p.id = ANY(%(ids)s) AND p.is_active
"""


class Doer(NamedTuple):
    id: int
    joined: int
    country: str
    city: str
    known_days: int
    circle: int

    @property
    def regions(self) -> list[str]:
        """Everywhere, their country, their city; as far as they say."""
        city = " ".join(self.city.split())[:60]
        return ["", self.country, f"{self.country}/{city}"][: 1 + bool(self.country) + bool(self.country and city)]


@dataclass(frozen=True, slots=True)
class Facts:
    deeds: Deeds
    kinds: list[str]  # of each deed's subject
    regions: list[list[str]]  # of each deed's person


def facts(since: datetime, until: datetime, *, only: Sequence[int] | None = None) -> Facts:
    """Everything between two moments of one day, or only what is about some subjects."""
    with connection.cursor() as cursor:
        cursor.execute(DEEDS, {"since": since, "until": until, "only": None if only is None else list(only)})
        rows = cursor.fetchall()
    doers = _doers({row[0] for row in rows}, since)
    rows = [row for row in rows if row[0] in doers]
    people = [doers[row[0]] for row in rows]

    def column(values: Sequence[int]) -> Ids:
        return np.array(values, np.int64)

    deeds = Deeds(
        people=column([row[0] for row in rows]),
        subjects=column([row[4] for row in rows]),
        at=column([row[1] for row in rows]),
        joined=column([person.joined for person in people]),
        known_days=column([person.known_days for person in people]),
        busy=column([row[2] for row in rows]),
        circles=column([person.circle for person in people]),
    )
    return Facts(deeds, [row[3] for row in rows], [person.regions for person in people])


def _doers(ids: set[int], since: datetime) -> dict[int, Doer]:
    """Who they are, and whether they were known before the day of `since`."""
    midnight = int(since.timestamp()) // DAY * DAY
    moments = {"before": datetime.fromtimestamp(midnight, since.tzinfo)}
    moments["known"] = datetime.fromtimestamp(midnight - KNOWN_SINCE * DAY, since.tzinfo)
    return {doer.id: doer for doer in sql.rows(Doer, PEOPLE, {"ids": sorted(ids), **moments})}
