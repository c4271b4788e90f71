"""Counting terms: in how many documents each occurs, which is what makes a word telling or not."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from cinnabar.search.ranking import Statistics
from cinnabar.search.text.tokens import DENSE

COUNT = """
INSERT INTO search_term (term, documents)
SELECT word, ndoc FROM ts_stat('SELECT head_terms || body_terms FROM search_document') WHERE length(word) <= 64
"""
# As ranking.length_of counts it.
LENGTH = f"""CASE WHEN {{line}} ~ '^ [{DENSE}]' THEN length({{line}})
    ELSE length({{line}}) - length(replace({{line}}, ' ', '')) END"""
TAKE = f"""
INSERT INTO search_census (id, documents, title_length, labels_length, body_length)
SELECT 1, count(*), COALESCE(avg({LENGTH.format(line="title")}) FILTER (WHERE title <> ''), 1),
    COALESCE(avg({LENGTH.format(line="labels")}) FILTER (WHERE labels <> ''), 1),
    COALESCE(avg({LENGTH.format(line="body")}) FILTER (WHERE body <> ''), 1)
FROM search_document
"""

KNOWN = """
SELECT (SELECT row(documents, title_length, labels_length, body_length)::text FROM search_census) AS census,
    (SELECT json_object_agg(term, documents) FROM search_term WHERE term = ANY(%(terms)s)) AS frequencies
"""


@transaction.atomic
def take() -> None:
    """Count everything anew. Readers see the old numbers until it is done."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_term")
        cursor.execute(COUNT)
        cursor.execute("DELETE FROM search_census")
        cursor.execute(TAKE, {})


def known(terms: Iterable[str]) -> Statistics:
    """What the index says about these terms."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"terms": list(terms)})
        census, frequencies = cursor.fetchone()
    documents, title, labels, body = census.strip("()").split(",") if census else ("1", "12", "30", "300")
    return Statistics(int(documents), (float(title), float(labels), float(body)), frequencies or {})


def is_old() -> bool:
    """Whether the index has grown or shrunk by a tenth since the last count, or was never counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT documents FROM search_census), (SELECT count(*) FROM search_document)")
        counted, present = cursor.fetchone()
    return counted is None or abs(present - counted) * 10 > counted
