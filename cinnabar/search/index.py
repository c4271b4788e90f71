"""Writing the index: in the transaction of the change, so that a note is found with the commit that publishes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from cinnabar.kit import sql
from cinnabar.search import completions
from cinnabar.search.documents import SUBJECTS, Words, words_of
from cinnabar.search.models import Document, Kind
from cinnabar.search.text.quoting import quoted
from cinnabar.search.text.tokens import VERSION, Reading, read, triples

BATCH = 200
MOST_POSITION = 16_383  # of a tsvector

WRITE = """
INSERT INTO search_document (subject_id, kind, version, title, labels, body, head_terms, body_terms)
VALUES (%(subject_id)s, %(kind)s, %(version)s, %(title)s, %(labels)s, %(body)s, %(head)s::tsvector, %(rest)s::tsvector)
ON CONFLICT (subject_id) DO UPDATE SET kind = EXCLUDED.kind, version = EXCLUDED.version, title = EXCLUDED.title,
    labels = EXCLUDED.labels, body = EXCLUDED.body, head_terms = EXCLUDED.head_terms, body_terms = EXCLUDED.body_terms
"""


def renew(kind: Kind, ids: Sequence[int]) -> None:
    """Write what is found of `ids`, and forget those that can be found no more. Twice changes nothing."""
    found = words_of(kind, ids)
    write(kind, found)
    gone = set(ids) - {words.subject_id for words in found}
    if gone:
        forget(gone)


def write(kind: Kind, found: Iterable[Words]) -> None:
    """Put `found` into the index, in place of what was there."""
    found = list(found)
    if found:
        with connection.cursor() as cursor:
            cursor.executemany(WRITE, [_row(kind, words) for words in found])
        completions.write(kind, found)


def forget(ids: Iterable[int]) -> None:
    """Take subjects out of the index. Twice changes nothing."""
    gone = list(ids)
    Document.objects.filter(subject_id__in=gone).delete()
    completions.forget(gone)


def _row(kind: Kind, words: Words) -> dict[str, int | str]:
    title, labels, body = read(words.title), read(words.labels), read(words.body)
    return {
        "subject_id": words.subject_id,
        "kind": kind.value,
        "version": VERSION,
        "title": title.line,
        "labels": labels.line,
        "body": body.line,
        "head": vector(((title, "A"), (labels, "B")), beside=(*triples(title.line), *triples(labels.line))),
        "rest": vector(((body, ""),)),
    }


def vector(readings: Sequence[tuple[Reading, str]], *, beside: Sequence[str] = ()) -> str:
    """The tsvector of some readings, each with its weight; terms of a reading without one have no positions."""
    places: dict[str, list[str]] = {term: [] for term in beside}
    for reading, weight in readings:
        for term, place in reading.terms:
            at = places.setdefault(term, [])
            if weight and len(at) < 8:
                at.append(f"{min(place + 1, MOST_POSITION)}{weight}")
    return " ".join(f"{quoted(term)}:{','.join(at)}" if at else quoted(term) for term, at in places.items())


@dataclass(frozen=True, slots=True)
class Drift:
    """Where the index and the rows it stands for differ."""

    missing: int
    surplus: int
    outdated: int  # read by another version of the tokeniser

    @property
    def is_none(self) -> bool:
        return not (self.missing or self.surplus or self.outdated)


def drift(*, repair: bool = False) -> Drift:
    """Compare the index with what should be found, and mend it if asked. Words that differ are not looked at."""
    lost: set[int] = set()
    missing = 0
    for kind in SUBJECTS:
        wanted = f"SELECT id FROM ({SUBJECTS[kind]}) s"
        had = "SELECT subject_id FROM search_document WHERE kind = %(kind)s"
        absent = sql.values(f"{wanted} EXCEPT {had}", {"kind": kind.value})
        lost |= set(sql.values(f"{had} EXCEPT {wanted}", {"kind": kind.value}))
        missing += len(absent)
        if repair:
            _in_batches(kind, absent)
    old = Document.objects.exclude(version=VERSION)
    found = Drift(missing, len(lost), old.count())
    if repair:
        forget(lost)
        for kind in SUBJECTS:
            _in_batches(kind, list(old.filter(kind=kind).values_list("pk", flat=True)))
    return found


def rebuild(*, say: Callable[[str], None] = lambda _: None) -> int:
    """Write every document anew while searches go on; the number of them."""
    total = 0
    for kind in SUBJECTS:
        ids = sql.values(SUBJECTS[kind], {})
        _in_batches(kind, ids, say=say)
        total += len(ids)
    drift(repair=True)
    return total


def _in_batches(kind: Kind, ids: Sequence[int], *, say: Callable[[str], None] = lambda _: None) -> None:
    for begin in range(0, len(ids), BATCH):
        with transaction.atomic():
            renew(kind, ids[begin : begin + BATCH])
        say(f"{kind.label}: {min(begin + BATCH, len(ids))} of {len(ids)}")
