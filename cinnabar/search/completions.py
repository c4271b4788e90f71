"""What is offered while somebody types: the names of things, and what several people asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id
from cinnabar.notes.visibility import APART, Viewer, viewer_parameters
from cinnabar.search.documents import Words, words_of
from cinnabar.search.models import Completion, Kind, PopularQuery
from cinnabar.search.queries import JOINS, QUALITY
from cinnabar.search.safety import is_safe
from cinnabar.search.text.completing import beginnings, sounds, typed

LEAST_PEOPLE = 5  # who asked for it, before anybody else is offered it
ASKED_WITHIN = timedelta(days=30)
QUERY = "query"
MOST = {QUERY: 4, Kind.TOPIC: 3, Kind.BRAND: 2, Kind.PRODUCT: 4, Kind.PERSON: 3}
LOOKED_AT = 60  # of the best of a kind, before it is asked what may be seen
COMPLETED = (Kind.PRODUCT, Kind.BRAND, Kind.PERSON, Kind.TOPIC)
AT_HEAD = 0.3  # of 1, what a beginning of the whole name counts beside one inside

WRITE = """
INSERT INTO search_completion (subject_id, kind, key, is_sound, head, weight)
SELECT * FROM unnest(%(subjects)s::bigint[], %(kinds)s::varchar[], %(keys)s::varchar[], %(sounds)s::boolean[],
    %(heads)s::real[], %(heads)s::real[]) ON CONFLICT DO NOTHING
"""
WEIGH = """
UPDATE search_completion h SET weight = h.head + {quality} FROM {table}
WHERE h.kind = '{kind}' AND {subject} = h.subject_id AND abs(h.weight - h.head - {quality}) > 0.01
"""
WEIGH_QUERIES = """
UPDATE search_completion h SET weight = h.head + least(1, ln(q.people) / 9) FROM search_popularquery q
WHERE h.kind = 'query' AND q.id = h.subject_id
"""
NAMELESS = """
SELECT d.subject_id FROM search_document d WHERE d.kind = %(kind)s
    AND NOT EXISTS (SELECT FROM search_completion c WHERE c.subject_id = d.subject_id)
"""
SILENT = """
SELECT d.subject_id FROM search_document d WHERE d.kind = %(kind)s AND d.title ~ '[\u4e00-\u9fff]'
    AND NOT EXISTS (SELECT FROM search_completion c WHERE c.subject_id = d.subject_id AND c.is_sound)
"""
POPULAR = """
SELECT line, (mode() WITHIN GROUP (ORDER BY words)) AS words, count(DISTINCT person_id) AS people
FROM activity_searched WHERE at > %(since)s AND found > 0 GROUP BY line HAVING count(DISTINCT person_id) >= %(least)s
ORDER BY people DESC LIMIT 5000
"""


def write(kind: Kind, found: Iterable[Words]) -> None:
    """Suggest these by their names from now on; how they sound follows by a job. Twice changes nothing."""
    if kind not in COMPLETED:
        return
    found = list(found)
    Completion.objects.filter(subject_id__in=[words.subject_id for words in found]).delete()
    _write((words.subject_id, kind.value, key, False, is_first) for words in found for key, is_first in _keys(words))


def forget(ids: Iterable[int]) -> None:
    """Suggest these no more. Twice changes nothing."""
    Completion.objects.filter(subject_id__in=list(ids)).delete()


def _keys(words: Words) -> list[tuple[str, bool]]:
    """Of every name a subject has: a title holds all of them."""
    return [pair for name in words.title.split(" · ") for pair in beginnings(name)]


def catch_up() -> None:
    """Suggest what is in the index and has no beginnings yet; and what is Chinese by its pinyin, too."""
    for kind in COMPLETED:
        for words in _words_of(kind, sql.values(NAMELESS, {"kind": kind.value})):
            write(kind, [words])
        _write(
            (words.subject_id, kind.value, key, True, is_first)
            for words in _words_of(kind, sql.values(SILENT, {"kind": kind.value}))
            for name in words.title.split(" · ")
            for key, is_first in sounds(name)
        )


def _words_of(kind: Kind, ids: Sequence[int]) -> Iterator[Words]:
    for begin in range(0, len(ids), 500):
        yield from words_of(kind, ids[begin : begin + 500])


def weigh() -> None:
    """Order what begins alike by what people did with it. Twice changes nothing."""
    with connection.cursor() as cursor:
        for kind in COMPLETED:
            table, _on, on = JOINS[kind].removeprefix("JOIN ").partition(" ON ")
            subject = on.split(" = ")[0]
            cursor.execute(WEIGH.format(kind=kind.value, table=table, subject=subject, quality=QUALITY[kind]))
        cursor.execute(WEIGH_QUERIES)


@transaction.atomic
def count_popular() -> None:
    """Offer what at least LEAST_PEOPLE asked for lately, found something by, and is safe to say."""
    rows = sql.rows(_Popular, POPULAR, {"since": now() - ASKED_WITHIN, "least": LEAST_PEOPLE})
    safe = [
        PopularQuery(id=new_id(), line=row.line, words=row.words, people=row.people)
        for row in rows
        if is_safe(row.line)
    ]
    PopularQuery.objects.all().delete()
    Completion.objects.filter(kind=QUERY).delete()
    PopularQuery.objects.bulk_create(safe)
    for get, is_sound in ((beginnings, False), (sounds, True)):
        _write((row.id, QUERY, key, is_sound, is_first) for row in safe for key, is_first in get(row.words))
    weigh()


@dataclass(frozen=True, slots=True)
class _Popular:
    line: str
    words: str
    people: int


def _write(rows: Iterable[tuple[int, str, str, bool, bool]]) -> None:
    rows = list(rows)
    if rows:
        subjects, kinds, keys, is_sound, firsts = (list(column) for column in zip(*rows, strict=True))
        values: dict[str, Any] = {"subjects": subjects, "kinds": kinds, "keys": keys, "sounds": is_sound}
        with connection.cursor() as cursor:
            cursor.execute(WRITE, values | {"heads": [AT_HEAD if first else 0.0 for first in firsts]})


# ── Asking ──

NEAR = """
(SELECT '{kind}' AS kind, n.subject_id, {shown} AS shown FROM (
    SELECT subject_id, max(weight) AS weight FROM (
        SELECT subject_id, weight FROM search_completion WHERE kind = '{kind}' AND {begins}
        ORDER BY weight DESC LIMIT {looked_at}) near
    GROUP BY subject_id) n
{join} WHERE {seen} ORDER BY n.weight DESC, n.subject_id DESC LIMIT {most})
"""
# A beginning of one or two characters has an index of its own, best first; a longer one fits few.
BEGINS = {
    1: "left(key, 1) = %(typed)s",
    2: "left(key, 2) = %(typed)s",
    3: "key >= %(typed)s AND key < %(beyond)s",
}
SHOWN = {
    QUERY: "json_build_object('words', q.words)",
    Kind.TOPIC: "json_build_object('slug', t.slug, 'name', t.name)",
    Kind.BRAND: "json_build_object('slug', b.slug, 'name', b.name, 'name_zh', b.name_zh)",
    Kind.PRODUCT: "json_build_object('name', k.name_en, 'name_zh', k.name_zh, 'secret', k.secret, 'width', k.width,"
    " 'price_minor', k.price_minor, 'currency', k.currency, 'brand', k.brand_name)",
    Kind.PERSON: "json_build_object('handle', p.handle, 'name', p.name, 'avatar', p.avatar, 'tint', p.tint)",
}
SEEN = {QUERY: "true", Kind.TOPIC: "t.notes > 0", Kind.BRAND: "true", Kind.PRODUCT: "k.is_on_sale"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    subject_id: int
    shown: dict[str, Any]


def suggestions(text: str, viewer: Viewer) -> list[Suggestion]:
    """What `text` may become, kind by kind, as far as `viewer` may see it now."""
    begun = typed(text)
    if not begun:
        return []
    begins = BEGINS[min(3, len(begun))]
    statement = " UNION ALL ".join(
        NEAR.format(
            kind=str(kind),
            shown=SHOWN[kind],
            begins=begins,
            looked_at=LOOKED_AT,
            join=_join(kind),
            seen=SEEN.get(kind) or _person(viewer),
            most=most,
        )
        for kind, most in MOST.items()
    )
    values = viewer_parameters(viewer) | {"typed": begun, "beyond": f"{begun}\U0010ffff"}
    return sql.rows(Suggestion, statement, values)


def _join(kind: str) -> str:
    if kind == QUERY:
        return "JOIN search_popularquery q ON q.id = n.subject_id"
    return JOINS[Kind(kind)].replace("h.subject_id", "n.subject_id")


def _person(viewer: Viewer) -> str:
    return f"p.is_active AND NOT {APART.format(person='p.id')}" if viewer.is_authenticated else "p.is_active"
