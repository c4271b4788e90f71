"""Counting terms: in how many documents each occurs, which is what makes a word telling or not."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from cinnabar.search.models import Census
from cinnabar.search.ranking import Statistics
from cinnabar.search.text.tokens import VERSION
from cinnabar.search.vocabulary import write_words

COUNT = """
INSERT INTO search_term (term, documents)
SELECT word, ndoc FROM ts_stat('SELECT head_terms || body_terms FROM search_document') WHERE length(word) <= 64
"""
TAKE = """
INSERT INTO search_census (id, number, version, documents, title_length, labels_length, body_length)
SELECT 1, %(number)s, COALESCE(min(version), %(version)s), count(*),
    COALESCE(avg(octet_length(title)) FILTER (WHERE title <> ''), 1),
    COALESCE(avg(octet_length(labels)) FILTER (WHERE labels <> ''), 1),
    COALESCE(avg(octet_length(body)) FILTER (WHERE body <> ''), 1)
FROM search_document
"""

KNOWN = """
SELECT number, documents, title_length, labels_length, body_length,
    (SELECT json_object_agg(term, documents) FROM search_term WHERE term = ANY(%(terms)s)) AS frequencies
FROM search_census
"""

UNCOUNTED = Statistics(1, (40, 100, 900), {})


@transaction.atomic
def take() -> None:
    """Count everything anew. Readers see the old numbers until it is done."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_term")
        cursor.execute(COUNT)
        cursor.execute("DELETE FROM search_census RETURNING number")
        before = cursor.fetchone()
        cursor.execute(TAKE, {"number": before[0] + 1 if before else 1, "version": VERSION})
    write_words()


def known(terms: Iterable[str]) -> Statistics:
    """What the index says about these terms."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"terms": list(terms)})
        found = cursor.fetchone()
    if found is None:
        return UNCOUNTED
    number, documents, title, labels, body, frequencies = found
    return Statistics(documents, (title, labels, body), frequencies or {}, census=number)


def is_old() -> bool:
    """Whether the index has grown or shrunk by a tenth since the last count, or was never counted, or was outdated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT documents FROM search_census), (SELECT count(*) FROM search_document)")
        counted, present = cursor.fetchone()
    return counted is None or abs(present - counted) * 10 > counted or is_outdated()


def is_outdated() -> bool:
    """Whether an older tokeniser had read any document when terms were last counted: a rebuild is due."""
    return Census.objects.filter(version__lt=VERSION).exists()
