"""Notes as the engine knows them: who wrote them, in which language, what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from cinnabar.feed.engine.arrays import Floats
from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.kit import sql
from cinnabar.kit.vectors.tokens import tokens_of
from cinnabar.people.channels import BY_SLUG

LANGUAGES = {"zh": 1, "en": 2}
CHANNELS = {slug: place for place, slug in enumerate(BY_SLUG, start=1)}
SMALL = 1_000  # followers below which a creator is a small one
REPEATED = 2  # an attribute says more than a word

# The literal conditions are those of everybody's wall; who may see what is asked again when a page is made.
DESCRIBE = """
SELECT c.note_id, c.author_id, c.channel, c.language, c.money_mark <> '' AS is_commercial,
    a.followers + a.followers_imported < {small} AS is_small, c.published_at,
    n.title, n.body,
    ARRAY(SELECT t.topic_id FROM notes_notetopic t WHERE t.note_id = c.note_id ORDER BY t.position) AS topics,
    ARRAY(SELECT g.product_id FROM notes_producttag g
        WHERE g.note_id = c.note_id AND g.product_id IS NOT NULL ORDER BY g.position) AS products,
    ARRAY(SELECT DISTINCT p.brand_id FROM notes_producttag g JOIN shop_product p ON p.id = g.product_id
        WHERE g.note_id = c.note_id) AS brands,
    ARRAY(SELECT DISTINCT p.category_id FROM notes_producttag g JOIN shop_product p ON p.id = g.product_id
        WHERE g.note_id = c.note_id) AS categories
FROM notes_notecard c JOIN notes_note n ON n.id = c.note_id JOIN people_person a ON a.id = c.author_id
WHERE c.state = 'published' AND c.visibility = 'public' AND {which}
"""


class Described(NamedTuple):
    note_id: int
    author_id: int
    channel: str
    language: str
    is_commercial: bool
    is_small: bool
    published_at: datetime
    title: str
    body: str
    topics: list[int]
    products: list[int]
    brands: list[int]
    categories: list[int]

    def attributes(self) -> Iterator[str]:
        """What notes have in common that are alike."""
        yield from (f"topic:{topic}" for topic in self.topics)
        yield from (f"product:{product}" for product in self.products)
        yield from (f"brand:{brand}" for brand in self.brands)
        yield from (f"category:{category}" for category in self.categories)
        if self.channel:
            yield f"channel:{self.channel}"

    def tokens(self) -> Iterator[str]:
        """Its words, and its attributes as words of their own."""
        yield from tokens_of(f"{self.title}\n{self.body}")
        for attribute in self.attributes():
            yield from (attribute,) * REPEATED


LATEST = DESCRIBE.format(small=SMALL, which="true ORDER BY c.note_id DESC LIMIT %(most)s")
# By the index of the hottest: nothing that came out since then is colder than the moment itself.
SINCE = DESCRIBE.format(
    small=SMALL,
    which="c.hot >= %(hot)s AND c.published_at > %(since)s AND c.note_id <> ALL(%(known)s)"
    " ORDER BY c.published_at DESC LIMIT %(most)s",
)


def latest_notes(most: int) -> list[Described]:
    """Everybody's notes, by id."""
    return sorted(sql.rows(Described, LATEST, {"most": most}))


def catalogue_of(notes: Sequence[Described], looks: Floats) -> Catalogue:
    """`notes` by id, with a row each of `looks`."""
    return Catalogue(
        ids=np.array([note.note_id for note in notes], np.int64),
        authors=np.array([note.author_id for note in notes], np.int64),
        is_commercial=np.array([note.is_commercial for note in notes], np.bool_),
        is_small=np.array([note.is_small for note in notes], np.bool_),
        looks=looks,
        born=np.array([note.published_at.timestamp() for note in notes], np.float64),
        languages=np.array([LANGUAGES.get(note.language, 0) for note in notes], np.int8),
        channels=np.array([CHANNELS.get(note.channel, 0) for note in notes], np.int8),
    )
