"""What the composer offers while one types: products to tag, topics to name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cinnabar.kit import sql
from cinnabar.kit.ids import decode_or_none
from cinnabar.notes.rules import topic_slug
from cinnabar.people.models import Person

OFFERED = 8


@dataclass(frozen=True, slots=True)
class OfferedProduct:
    """A product on one line; `is_proven` when the author bought it here."""

    product_id: int
    name_en: str
    name_zh: str
    brand_name: str
    shop_name: str
    price_minor: int
    currency: str
    secret: str
    is_proven: bool


@dataclass(frozen=True, slots=True)
class OfferedTopic:
    name: str
    notes: int


PRODUCTS = """
SELECT k.product_id, k.name_en, k.name_zh, k.brand_name, k.shop_name, k.price_minor, k.currency, k.secret,
    EXISTS (SELECT FROM notes_purchaseproof p WHERE p.person_id = %(person)s AND p.product_id = k.product_id
            AND p.withdrawn_at IS NULL) AS is_proven
FROM shop_productcard k
WHERE {which}
ORDER BY is_proven DESC, {order} LIMIT %(limit)s
"""

MATCHING = """k.is_on_sale AND (k.name_en ILIKE %(inside)s OR k.name_zh ILIKE %(inside)s
    OR k.brand_name ILIKE %(inside)s OR k.shop_name ILIKE %(inside)s
    OR k.brand_name || ' ' || k.name_en ILIKE %(inside)s)"""
BEGINS_FIRST = "(k.name_en ILIKE %(beginning)s OR k.name_zh ILIKE %(beginning)s) DESC, k.notes DESC, k.product_id"

# Without a word: what the author bought here, newest first.
OWN = """k.product_id IN (SELECT p.product_id FROM notes_purchaseproof p
                          WHERE p.person_id = %(person)s AND p.withdrawn_at IS NULL)"""

# Without a word: what stands on the note that is talked about.
TAGGED = "k.is_on_sale AND k.product_id IN (SELECT t.product_id FROM notes_producttag t WHERE t.note_id = %(note)s)"

ADDRESS = re.compile(r"/products/([1-9A-HJ-NP-Za-km-z]{1,11})(?![0-9A-Za-z])")
THE_ONE = "k.is_on_sale AND k.product_id = %(product)s"

TOPICS = """
SELECT name, notes FROM notes_topic
WHERE slug LIKE %(beginning)s AND notes > 0 ORDER BY notes DESC, slug LIMIT %(limit)s
"""


def products_to_tag(author: Person, words: str) -> list[OfferedProduct]:
    """Products on sale whose name, brand or shop has `words`; without words those that the author bought here."""
    return _matching(author, words) if words else _offered(author, OWN, order="k.product_id DESC")


def products_to_answer(person: Person, note_id: int, words: str) -> list[OfferedProduct]:
    """Products on sale to show in a comment: those of the note, else the one of an address, else by their names."""
    if not words:
        return _offered(person, TAGGED, note=note_id)
    if address := ADDRESS.search(words):
        return _offered(person, THE_ONE, product=decode_or_none(address[1]))
    return _matching(person, words)


def _matching(person: Person, words: str) -> list[OfferedProduct]:
    plain = sql.plain(words)
    return _offered(person, MATCHING, order=BEGINS_FIRST, inside=f"%{plain}%", beginning=f"{plain}%")


def _offered(person: Person, which: str, *, order: str = "k.product_id", **asked: object) -> list[OfferedProduct]:
    statement = PRODUCTS.format(which=which, order=order)
    return sql.rows(OfferedProduct, statement, {"person": person.pk, "limit": OFFERED, **asked})


def topics_to_name(beginning: str) -> list[OfferedTopic]:
    """Topics of published notes that begin so, the fullest first."""
    asked = {"beginning": f"{sql.plain(topic_slug(beginning))}%", "limit": OFFERED}
    return sql.rows(OfferedTopic, TOPICS, asked)
