"""Who is named in a text with an @."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cinnabar.kit import sql
from cinnabar.notes.rules import handle_key, mentions_in
from cinnabar.notes.visibility import APART, Viewer

MOST_KEYS = 500  # of one page


@dataclass(frozen=True, slots=True)
class Named:
    key: str
    id: int
    handle: str


NAMED = """
SELECT upper(p.handle) AS key, p.id, p.handle FROM people_person p
WHERE upper(p.handle) = ANY(%(keys)s) AND p.is_active {apart}
"""


def people_named_in(text: str) -> list[int]:
    """The ids of the people whom `text` names, in no order."""
    mentions = mentions_in(text)
    people = {named.key: named.id for named in _named(_keys(mentions), None)}
    meant = (next((key for key in map(handle_key, names) if key in people), None) for names in mentions)
    return list({people[key] for key in meant if key})


def handles_named_in(texts: Iterable[str], viewer: Viewer) -> Mapping[str, str]:
    """Key → handle of everybody whom one of `texts` may name and `viewer` may see; no query where no @ is."""
    keys = _keys(names for text in texts for names in mentions_in(text))
    return {named.key: named.handle for named in _named(keys[:MOST_KEYS], viewer)} if keys else {}


def _keys(mentions: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(handle_key(name) for names in mentions for name in names))


def _named(keys: list[str], viewer: Viewer | None) -> list[Named]:
    if not keys:
        return []
    if viewer is None or not viewer.is_authenticated:
        return sql.rows(Named, NAMED.format(apart=""), {"keys": keys})
    statement = NAMED.format(apart=f"AND NOT {APART.format(person='p.id')}")
    return sql.rows(Named, statement, {"keys": keys, "viewer": viewer.pk})
