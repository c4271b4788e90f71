"""The one statement that finds candidates: term by term through the index, with what the viewer may see.

Terms are taken one at a time, the rare ones first (Turtle, Flood 1995: "Query evaluation: strategies and
optimizations"); very common ones only reorder what the others found, so they are left to the ranker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cinnabar.kit import sql
from cinnabar.notes.visibility import APART, Viewer, viewer_parameters, visible_sql
from cinnabar.search.models import Kind
from cinnabar.search.ranking import Found, Statistics
from cinnabar.search.text.quoting import quoted

MOST = {Kind.NOTE: 200, Kind.PRODUCT: 100, Kind.PERSON: 40, Kind.BRAND: 40, Kind.TOPIC: 40, Kind.TEXT: 200}
READ_AT_MOST = 12_000  # postings of a question
ALWAYS = 3  # terms are read, however common
HEAD, BODY = 2.0, 1.0

ASKED = """
WITH asked AS MATERIALIZED (
    SELECT term::tsquery AS term, weight FROM unnest(%(terms)s::text[], %(weights)s::float8[]) AS asked(term, weight)
), hit AS (
    SELECT d.subject_id, d.kind, a.weight * %(head)s::float8 AS weight
    FROM asked a CROSS JOIN LATERAL (
        SELECT subject_id, kind FROM search_document WHERE head_terms @@ a.term AND kind = ANY(%(kinds)s)) d
    UNION ALL
    SELECT d.subject_id, d.kind, a.weight * %(body)s::float8
    FROM asked a CROSS JOIN LATERAL (
        SELECT subject_id, kind FROM search_document WHERE body_terms @@ a.term AND kind = ANY(%(kinds)s)) d
), hits AS MATERIALIZED (
    SELECT subject_id, kind, sum(weight) AS weight FROM hit GROUP BY subject_id, kind
)
"""

# The words are read of those that are left only: there may be thousands of hits.
OF_KIND = """
(SELECT '{kind}' AS kind, w.subject_id, w.title, w.labels, w.body, best.quality, best.sorted, best.shown
FROM (SELECT h.subject_id, h.weight, {quality}::float8 AS quality, {sorted} AS sorted, {shown} AS shown
    FROM hits h {join} {words} WHERE h.kind = '{kind}' AND {allowed}
    ORDER BY h.weight DESC, h.subject_id DESC LIMIT %(most_{kind})s) best
JOIN search_document w ON w.subject_id = best.subject_id
ORDER BY best.weight DESC, best.subject_id DESC)
"""
WORDS = "JOIN search_document d ON d.subject_id = h.subject_id"  # where a condition asks for them

LISTED = """
(SELECT '{kind}' AS kind, d.subject_id, d.title, d.labels, d.body, {quality}::float8 AS quality, {sorted} AS sorted,
    {shown} AS shown
FROM {table} JOIN search_document d ON d.subject_id = {subject}
WHERE {allowed} ORDER BY {listed_by} DESC, d.subject_id DESC LIMIT %(most_{kind})s)
"""
LISTED_BY = {
    Kind.NOTE: "c.hot",
    Kind.PRODUCT: "k.sold + 2 * k.notes",
    Kind.PERSON: "p.followers + p.followers_imported",
    Kind.BRAND: "b.followers",
    Kind.TOPIC: "t.notes",
}

JOINS = {
    Kind.NOTE: "JOIN notes_notecard c ON c.note_id = h.subject_id",
    Kind.PRODUCT: "JOIN shop_productcard k ON k.product_id = h.subject_id",
    Kind.PERSON: "JOIN people_person p ON p.id = h.subject_id",
    Kind.BRAND: "JOIN shop_brand b ON b.id = h.subject_id",
    Kind.TOPIC: "JOIN notes_topic t ON t.id = h.subject_id",
    Kind.TEXT: "",
}

# 0 to 1: what readers did, on a logarithmic scale.
QUALITY = {
    Kind.NOTE: "least(1, ln(1 + c.likes + 2 * c.saves) / 11)",
    Kind.PRODUCT: "least(1, ln(1 + k.sold + 2 * k.notes) / 9)",
    Kind.PERSON: "least(1, ln(1 + p.followers + p.followers_imported) / 11)",
    Kind.BRAND: "least(1, ln(1 + b.followers) / 11)",
    Kind.TOPIC: "least(1, ln(1 + t.notes) / 9)",
    Kind.TEXT: "0",
}

# What a list shows of the kinds that have no card of their own.
SHOWN = {
    Kind.PERSON: "json_build_object('handle', p.handle, 'name', p.name, 'avatar', p.avatar, 'tint', p.tint,"
    " 'bio', p.bio)",
    Kind.BRAND: "json_build_object('slug', b.slug, 'name', b.name, 'name_zh', b.name_zh)",
    Kind.TOPIC: "json_build_object('slug', t.slug, 'name', t.name)",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search is limited to besides its words: SQL conditions on the rows of `JOINS` by kind, and an order."""

    kinds: Sequence[Kind]
    allowed: Mapping[Kind, Sequence[str]] = field(default_factory=dict)
    sorted: Mapping[Kind, str] = field(default_factory=dict)
    most: Mapping[Kind, int] = field(default_factory=dict)  # of a kind, where it is not MOST
    parameters: Mapping[str, Any] = field(default_factory=dict)  # what the conditions refer to


@dataclass(frozen=True, slots=True)
class Candidate:
    kind: str
    subject_id: int
    title: str
    labels: str
    body: str
    quality: float
    sorted: float
    shown: dict[str, Any] | None

    @property
    def found(self) -> Found:
        return Found(self.subject_id, (self.title, self.labels, self.body), self.quality)


def candidates(terms: Mapping[str, float], known: Statistics, viewer: Viewer, limits: Limits) -> list[Candidate]:
    """The best few hundred of what `viewer` may see, judged by the weight of the terms alone."""
    chosen = telling(terms, known)
    if not chosen or not limits.kinds:
        return []
    statement = ASKED + " UNION ALL ".join(_of_kind(kind, viewer, limits) for kind in limits.kinds)
    parameters = {
        "terms": [quoted(term) for term in chosen],
        "weights": [chosen[term] * known.rarity(term) for term in chosen],
        "kinds": [kind.value for kind in limits.kinds],
        "head": HEAD,
        "body": BODY,
        **{f"most_{kind.value}": most for kind, most in (MOST | dict(limits.most)).items()},
    }
    return sql.rows(Candidate, statement, viewer_parameters(viewer) | dict(limits.parameters) | parameters)


def listed(viewer: Viewer, limits: Limits) -> list[Candidate]:
    """What passes the limits when nothing is asked for by words, the best-loved first."""
    statement = " UNION ALL ".join(_of_kind(kind, viewer, limits, text=LISTED) for kind in limits.kinds)
    parameters = {f"most_{kind.value}": most for kind, most in (MOST | dict(limits.most)).items()}
    return sql.rows(Candidate, statement, viewer_parameters(viewer) | dict(limits.parameters) | parameters)


def telling(terms: Mapping[str, float], known: Statistics) -> dict[str, float]:
    """The rarest of the terms, as many as can be read quickly."""
    chosen: dict[str, float] = {}
    postings = 0
    for term in sorted(terms, key=lambda term: known.frequencies.get(term, 0)):
        postings += known.frequencies.get(term, 0)
        if postings > READ_AT_MOST and len(chosen) >= ALWAYS:
            break
        chosen[term] = terms[term]
    return chosen


def _of_kind(kind: Kind, viewer: Viewer, limits: Limits, *, text: str = OF_KIND) -> str:
    allowed = [_seen_by(kind, viewer), *limits.allowed.get(kind, ())]
    return text.format(
        kind=kind.value,
        quality=QUALITY[kind],
        sorted=limits.sorted.get(kind, "0::float8"),
        shown=SHOWN.get(kind, "NULL::json"),
        join=JOINS[kind],
        words=WORDS if any(" d." in condition for condition in allowed) else "",
        table=JOINS[kind].removeprefix("JOIN ").split(" ON ")[0],
        listed_by=LISTED_BY.get(kind, "d.subject_id"),
        subject=JOINS[kind].rpartition("ON ")[2].split(" = ")[0] or "d.subject_id",
        allowed=" AND ".join(allowed),
    )


def _seen_by(kind: Kind, viewer: Viewer) -> str:
    match kind:
        case Kind.NOTE:
            return f"c.state = 'published' AND {visible_sql('c', viewer)}"
        case Kind.PRODUCT:
            return "k.is_on_sale"
        case Kind.PERSON:
            return f"p.is_active AND NOT {APART.format(person='p.id')}" if viewer.is_authenticated else "p.is_active"
        case Kind.TOPIC:
            return "t.notes > 0"
    return "true"
