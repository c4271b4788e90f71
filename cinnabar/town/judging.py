"""The town as texts to be found, for the judged questions about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cinnabar.search.documents import Words
from cinnabar.town.reading import FOLDER, TownNote, town

QUESTIONS = FOLDER / "judged" / "queries.txt"


def texts() -> Mapping[str, Mapping[str, Words]]:
    """Notes and products by their keys, with the words that search/documents.py gathers of rows."""
    goods = {table["key"]: table for table in town().products}
    brands = {table["slug"]: f"{table['name']} · {table['name_zh']}" for table in town().brands}
    return {
        "notes": {note.key: _of_note(note, goods, brands) for note in town().notes if note.state == "published"},
        "products": {key: _of_product(table, brands) for key, table in goods.items()},
    }


def _of_note(note: TownNote, goods: Mapping[str, Any], brands: Mapping[str, str]) -> Words:
    tagged = [goods[tag.product] for tag in note.tags]
    names = [f"{table['name_en']} · {table['name_zh']} · {brands[table['brand']]}" for table in tagged]
    said = [f"{tag.pro} · {tag.con}" for tag in note.tags]
    return Words(
        0,
        note.title or note.cover_words,
        " · ".join([note.cover_words, note.city, *note.topics, *names]),
        "\n".join([note.body, *said]),
    )


def _of_product(table: Mapping[str, Any], brands: Mapping[str, str]) -> Words:
    shades = [label for variant in table["variant"] for label in (*variant["labels_en"], *variant["labels_zh"])]
    return Words(
        0,
        f"{table['name_en']} · {table['name_zh']}",
        " · ".join([brands[table["brand"]], table["category"], *shades]),
        "\n".join([table["description_en"], table["description_zh"], *table["attributes"].values()]),
    )
