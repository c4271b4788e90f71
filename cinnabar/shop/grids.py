"""Grids of products: filtered, sorted, page by page without repeating or leaving out anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from cinnabar.kit import sql
from cinnabar.kit.paging import BadCursor, pack_ids, unpack_ids
from cinnabar.shop import rules
from cinnabar.shop.queries import CategoryRow, Rated

PAGE = 24
LONGEST_VISIT = 480  # what a cursor can remember; after that a reader should filter
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Sort(StrEnum):
    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    RATING = "rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a grid is limited to; an empty value limits nothing."""

    category_ids: Sequence[int] = ()
    category_slug: str = ""
    brand_id: int = 0
    shop_id: int = 0
    origin: str = ""
    only_in_stock: bool = False

    def where(self, *, without: str = "") -> str:
        """The conditions on a card `k`, leaving out the one named `without`."""
        return " AND ".join(
            ["k.is_on_sale"] + [text for name, text in CONDITIONS.items() if getattr(self, name) and name != without]
        )

    @property
    def parameters(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in CONDITIONS}
        return values | {"category_ids": list(self.category_ids)}


CONDITIONS = {
    "category_ids": "k.category_id = ANY(%(category_ids)s)",
    "category_slug": "k.category_id = (SELECT id FROM shop_category WHERE slug = %(category_slug)s)",
    "brand_id": "k.brand_id = %(brand_id)s",
    "shop_id": "k.shop_id = %(shop_id)s",
    "origin": "k.origin_country = %(origin)s",
    "only_in_stock": "k.in_stock",
}


@dataclass(frozen=True, slots=True)
class ProductCell(Rated):
    """A card's columns that a grid shows."""

    product_id: int
    name_en: str
    name_zh: str
    brand_name: str
    origin_country: str
    price_minor: int
    price_varies: bool
    compare_at_minor: int | None
    currency: str
    in_stock: bool
    is_on_sale: bool
    secret: str
    width: int
    height: int
    tone: str
    stars: Sequence[int]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Grid:
    cells: Sequence[ProductCell]
    cursor: str = ""  # of the next page; empty on the last one
    is_cut: bool = False  # there is more, but it takes a filter to reach it


COLUMNS = """k.product_id, k.name_en, k.name_zh, k.brand_name, k.origin_country, k.price_minor, k.price_varies,
    k.compare_at_minor, k.currency, k.in_stock, k.is_on_sale, k.secret, k.width, k.height, k.tone,
    ARRAY[k.stars_1, k.stars_2, k.stars_3, k.stars_4, k.stars_5] AS stars, k.created_at"""

# A list never compares amounts of two currencies: each currency is a part of its own.
SMOOTHED = (
    f"(k.stars_1 + 2 * k.stars_2 + 3 * k.stars_3 + 4 * k.stars_4 + 5 * k.stars_5"
    f" + {rules.IMAGINED_RATINGS * rules.IMAGINED_VALUE})"
    f" / (k.stars_1 + k.stars_2 + k.stars_3 + k.stars_4 + k.stars_5 + {rules.IMAGINED_RATINGS})"
)
ORDERS = {
    Sort.NEWEST: "k.created_at DESC, k.product_id DESC",
    Sort.CHEAPEST: "k.currency, k.price_minor, k.product_id",
    Sort.DEAREST: "k.currency, k.price_minor DESC, k.product_id DESC",
    Sort.RATING: f"{SMOOTHED} DESC, k.product_id DESC",
}


def product_grid(filters: Filters, *, sort: Sort = Sort.NEWEST, cursor: str = "") -> Grid:
    """One page of the goods on sale that pass `filters`; BadCursor for a cursor of another list.

    The newest go on after the last one shown, because its date never moves. Prices and ratings do move, so there
    the cursor carries what this visit was shown, and each page is the best of the rest.
    """
    if sort == Sort.NEWEST:
        return _newest(filters, cursor)
    served = unpack_ids(cursor, of=sort) if cursor else []
    cells = _cells(filters, sort, "k.product_id <> ALL(%(served)s)", served=served)
    shown = served + [cell.product_id for cell in cells[:PAGE]]
    if len(cells) <= PAGE:
        return Grid(cells)
    if len(shown) >= LONGEST_VISIT:
        return Grid(cells[:PAGE], is_cut=True)
    return Grid(cells[:PAGE], cursor=pack_ids(shown, of=sort))


def _newest(filters: Filters, cursor: str) -> Grid:
    if cursor:
        moment, last = _after(cursor)
        cells = _cells(
            filters, Sort.NEWEST, "(k.created_at, k.product_id) < (%(moment)s, %(last)s)", moment=moment, last=last
        )
    else:
        cells = _cells(filters, Sort.NEWEST, "true")
    if len(cells) <= PAGE:
        return Grid(cells)
    last_shown = cells[PAGE - 1]
    micros = (last_shown.created_at - EPOCH) // timedelta(microseconds=1)
    return Grid(cells[:PAGE], cursor=pack_ids([micros, last_shown.product_id], of=Sort.NEWEST))


def _after(cursor: str) -> tuple[datetime, int]:
    match unpack_ids(cursor, of=Sort.NEWEST):
        case [micros, last]:
            return EPOCH + timedelta(microseconds=micros), last
    raise BadCursor("not a place in a list")


def _cells(filters: Filters, sort: Sort, beyond: str, **place: Any) -> list[ProductCell]:
    statement = (
        f"SELECT {COLUMNS} FROM shop_productcard k WHERE {filters.where()} AND {beyond}"
        f" ORDER BY {ORDERS[sort]} LIMIT {PAGE + 1}"
    )
    return sql.rows(ProductCell, statement, filters.parameters | place)


def cells_of(product_ids: Sequence[int]) -> list[ProductCell]:
    """The cells of these products in that order, those that are on sale."""
    statement = f"""
        SELECT {COLUMNS} FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS chosen(id, place)
        JOIN shop_productcard k ON k.product_id = chosen.id WHERE k.is_on_sale ORDER BY chosen.place
    """
    return sql.rows(ProductCell, statement, {"ids": list(product_ids)})


@dataclass(frozen=True, slots=True)
class Facets:
    """What may be chosen above a grid: each list is under all filters but its own."""

    origins: Sequence[str]
    categories: Sequence[CategoryRow]


def facets(filters: Filters) -> Facets:
    """The origins and the categories that occur in the list."""
    statement = f"""
        SELECT ARRAY(SELECT DISTINCT k.origin_country FROM shop_productcard k
                WHERE {filters.where(without="origin")} AND k.origin_country <> '' ORDER BY 1) AS origins,
            (SELECT COALESCE(json_agg(json_build_object('slug', c.slug, 'name_en', c.name_en, 'name_zh', c.name_zh)
                    ORDER BY c.channel, c.position, c.id), '[]')
                FROM shop_category c WHERE c.id IN (SELECT k.category_id FROM shop_productcard k
                    WHERE {filters.where(without="category_slug")})) AS categories
    """
    found = sql.rows(Facets, statement, filters.parameters)[0]
    categories: Sequence[Any] = found.categories  # JSON
    return Facets(found.origins, [CategoryRow(**category) for category in categories])
