"""What a note, a product, a person, a brand and a topic are found by: their words, gathered in one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cinnabar.kit import sql
from cinnabar.search.models import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one subject as their authors wrote them, the most telling first."""

    subject_id: int
    title: str
    labels: str
    body: str


# Every published note, whoever may see it: that is asked when somebody searches.
OF_NOTES = """
SELECT n.id AS subject_id, COALESCE(NULLIF(n.title, ''), n.headline) AS title,
    concat_ws(' · ', n.cover_words, n.city,
        (SELECT string_agg(t.name, ' · ' ORDER BY nt.position) FROM notes_notetopic nt
            JOIN notes_topic t ON t.id = nt.topic_id WHERE nt.note_id = n.id),
        (SELECT string_agg(concat_ws(' · ', p.name_en, p.name_zh, b.name, NULLIF(b.name_zh, b.name), g.outside_brand,
                g.outside_name), ' · ' ORDER BY g.position)
            FROM notes_producttag g LEFT JOIN shop_product p ON p.id = g.product_id AND p.status <> 'draft'
            LEFT JOIN shop_brand b ON b.id = p.brand_id WHERE g.note_id = n.id)) AS labels,
    concat_ws(E'\\n', n.body,
        (SELECT string_agg(concat_ws(' · ', NULLIF(g.pro, ''), NULLIF(g.con, '')), ' · ')
            FROM notes_producttag g WHERE g.note_id = n.id)) AS body
FROM notes_note n WHERE n.id = ANY(%(ids)s) AND n.state = 'published'
"""

OF_PRODUCTS = """
SELECT p.id AS subject_id, concat_ws(' · ', p.name_en, NULLIF(p.name_zh, p.name_en)) AS title,
    concat_ws(' · ', b.name, NULLIF(b.name_zh, b.name), c.name_en, c.name_zh, s.name, NULLIF(s.name_zh, s.name),
        NULLIF(p.reference, ''),
        (SELECT string_agg(DISTINCT label, ' · ') FROM shop_variant v,
            LATERAL jsonb_array_elements_text(v.labels_en || v.labels_zh) label
            WHERE v.product_id = p.id AND NOT v.is_withdrawn)) AS labels,
    concat_ws(E'\\n', p.description_en, p.description_zh,
        (SELECT string_agg(said #>> '{}', ' · ') FROM jsonb_path_query(p.attributes, 'strict $.**') said
            WHERE jsonb_typeof(said) = 'string')) AS body
FROM shop_product p JOIN shop_brand b ON b.id = p.brand_id JOIN shop_category c ON c.id = p.category_id
    JOIN shop_shop s ON s.id = p.shop_id
WHERE p.id = ANY(%(ids)s) AND p.status = 'active' AND s.is_open
"""

OF_PEOPLE = """
SELECT id AS subject_id, concat_ws(' · ', name, handle) AS title, city AS labels, bio AS body
FROM people_person WHERE id = ANY(%(ids)s) AND is_active
"""

OF_BRANDS = """
SELECT id AS subject_id, concat_ws(' · ', name, NULLIF(name_zh, name)) AS title, '' AS labels,
    concat_ws(E'\\n', story_en, story_zh) AS body
FROM shop_brand WHERE id = ANY(%(ids)s)
"""

OF_TOPICS = """
SELECT id AS subject_id, name AS title, '' AS labels, '' AS body FROM notes_topic WHERE id = ANY(%(ids)s) AND notes > 0
"""

STATEMENTS = {
    Kind.NOTE: OF_NOTES,
    Kind.PRODUCT: OF_PRODUCTS,
    Kind.PERSON: OF_PEOPLE,
    Kind.BRAND: OF_BRANDS,
    Kind.TOPIC: OF_TOPICS,
}

# Which subjects there should be, for the rebuild and the drift check.
SUBJECTS = {
    Kind.NOTE: "SELECT id FROM notes_note WHERE state = 'published'",
    Kind.PRODUCT: "SELECT p.id FROM shop_product p JOIN shop_shop s ON s.id = p.shop_id"
    " WHERE p.status = 'active' AND s.is_open",
    Kind.PERSON: "SELECT id FROM people_person WHERE is_active",
    Kind.BRAND: "SELECT id FROM shop_brand",
    Kind.TOPIC: "SELECT id FROM notes_topic WHERE notes > 0",
}


def words_of(kind: Kind, ids: Sequence[int]) -> list[Words]:
    """The words of those of `ids` that can be found now."""
    return sql.rows(Words, STATEMENTS[kind], {"ids": list(ids)})
