"""What the operators of a question mean for each kind of thing, as SQL conditions on the rows of `queries.JOINS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from cinnabar.kit import sql
from cinnabar.kit.money import decimals_of
from cinnabar.notes.rules import topic_slug
from cinnabar.notes.visibility import Viewer, visible_sql
from cinnabar.people.handles import tidy_handle
from cinnabar.search.models import Kind
from cinnabar.search.queries import Limits
from cinnabar.search.text.prices import Price
from cinnabar.search.text.quoting import quoted
from cinnabar.search.text.tokens import read, standing
from cinnabar.search.text.wishes import Is, Wish

BRANDS = """(SELECT e.subject_id FROM search_document e
    WHERE e.kind = 'brand' AND e.head_terms @@ %({name}_terms)s::tsquery AND e.title LIKE %({name})s)"""
AUTHOR = "(SELECT q.id FROM people_person q WHERE upper(q.handle) = upper(%({name})s) AND q.is_active)"
OF_TOPIC = """(SELECT nt.note_id FROM notes_notetopic nt JOIN notes_topic nn ON nn.id = nt.topic_id
    WHERE nn.slug = %({name})s)"""
# Products that somebody writes about where the viewer may read it.
SAID_OF = """k.product_id IN (SELECT g.product_id FROM notes_producttag g JOIN notes_notecard y ON y.note_id = g.note_id
    WHERE {which} AND y.state = 'published' AND {{visible}})"""
TAGS = """c.note_id IN (SELECT g.note_id FROM notes_producttag g JOIN shop_productcard k ON k.product_id = g.product_id
    WHERE {which})"""

MEANINGS: dict[tuple[Is, Kind], str] = {
    (Is.TOPIC, Kind.NOTE): f"c.note_id IN {OF_TOPIC}",
    (Is.TOPIC, Kind.PRODUCT): SAID_OF.format(which=f"g.note_id IN {OF_TOPIC}"),
    (Is.TOPIC, Kind.TOPIC): "t.slug = %({name})s",
    (Is.PERSON, Kind.NOTE): f"c.author_id = {AUTHOR}",
    (Is.PERSON, Kind.PRODUCT): SAID_OF.format(which=f"y.author_id = {AUTHOR}"),
    (Is.PERSON, Kind.PERSON): f"p.id = {AUTHOR}",
    (Is.BRAND, Kind.NOTE): TAGS.format(which=f"k.brand_id IN {BRANDS}"),
    (Is.BRAND, Kind.PRODUCT): f"k.brand_id IN {BRANDS}",
    (Is.BRAND, Kind.BRAND): f"b.id IN {BRANDS}",
}
SAYS = "position(%({name})s IN d.title || d.labels || d.body) > 0"
SAYS_NOT = "position(%({name})s IN d.title || d.labels || d.body) = 0"
DECIMALS = {code: decimals_of(code) for code in ("JPY", "KRW", "VND", "CLP", "ISK", "HUF", "KWD", "BHD", "JOD", "TND")}
UNUSUAL = " ".join(f"WHEN '{code}' THEN {10**places}" for code, places in DECIMALS.items())
MINOR = f"(CASE k.currency {UNUSUAL} ELSE 100 END)"


def limited(limits: Limits, wish: Wish, viewer: Viewer) -> Limits:
    """The limits with everything the operators add. A kind of which an operator says nothing is not looked for."""
    kinds = [kind for kind in limits.kinds if all(_concerns(part.kind, kind) for part in wish.parts)]
    parameters: dict[str, Any] = dict(limits.parameters)
    allowed = {kind: [*limits.allowed.get(kind, ())] for kind in kinds}
    for number, part in enumerate(wish.parts):
        name = f"said_{number}"
        parameters |= VALUES[part.kind](name, part.value)
        for kind in kinds:
            allowed[kind] += [text.format(name=name, visible=_visible(viewer)) for text in _texts(part.kind, kind)]
    if wish.price:
        price, bounds = price_sql(wish.price)
        parameters |= bounds
        for kind, text in ((Kind.PRODUCT, price), (Kind.NOTE, TAGS.format(which=f"k.is_on_sale AND {price}"))):
            if kind in allowed:
                allowed[kind].append(text)
    return replace(limits, kinds=kinds, allowed=allowed, parameters=parameters)


def price_sql(price: Price) -> tuple[str, dict[str, Any]]:
    """Bounds on the card `k` of a product, each amount in the currency of its shop."""
    texts = ["true"]
    values: dict[str, Any] = {}
    for name, amount, sign in (("low", price.low, ">="), ("high", price.high, "<=")):
        if amount is not None:
            texts.append(f"k.price_minor {sign} %(price_{name})s::numeric * {MINOR}")
            values[f"price_{name}"] = amount
    if price.currencies:
        texts.append("k.currency = ANY(%(price_currencies)s)")
        values["price_currencies"] = list(price.currencies)
    return " AND ".join(texts), values


def _concerns(operator: Is, kind: Kind) -> bool:
    if operator == Is.PRICE:
        return kind in (Kind.NOTE, Kind.PRODUCT)
    return operator in (Is.PHRASE, Is.WITHOUT) or (operator, kind) in MEANINGS


def _texts(operator: Is, kind: Kind) -> Iterator[str]:
    if operator in (Is.PHRASE, Is.WITHOUT):
        yield SAYS if operator == Is.PHRASE else SAYS_NOT
    elif (operator, kind) in MEANINGS:
        yield MEANINGS[operator, kind]


def _visible(viewer: Viewer) -> str:
    return visible_sql("y", viewer)


def _line(name: str, value: str) -> dict[str, Any]:
    """The words as they stand in a canonical line; of nothing readable, nothing that can stand there."""
    line = read(value).line.strip()
    return {name: standing(line) if line else "\n"}


def _brand(name: str, value: str) -> dict[str, Any]:
    reading = read(value)
    line = reading.line.strip()
    terms = " & ".join(dict.fromkeys(quoted(term) for term, _place in reading.terms)) or "'\\n'"
    return {name: f"%{sql.plain(standing(line))}%", f"{name}_terms": terms}


VALUES: dict[Is, Callable[[str, str], dict[str, Any]]] = {
    Is.PHRASE: _line,
    Is.WITHOUT: _line,
    Is.TOPIC: lambda name, value: {name: topic_slug(value)},
    Is.PERSON: lambda name, value: {name: tidy_handle(value)},
    Is.BRAND: _brand,
    Is.PRICE: lambda name, value: {},
}
