"""A grid of products on a page: its filters, its order and the way to its next page, all as plain links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cinnabar.design.formats import country, pick
from cinnabar.notes.only import NAMES
from cinnabar.shop.grids import Filters, ProductCell, Sort, facets, product_grid

SORTS: dict[Sort, str | Promise] = {
    Sort.NEWEST: gettext_lazy("Newest"),
    Sort.RATING: gettext_lazy("Best rated"),
    Sort.CHEAPEST: gettext_lazy("Price, low first"),
    Sort.DEAREST: gettext_lazy("Price, high first"),
}


@dataclass(frozen=True, slots=True)
class Link:
    label: str | Promise
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Listing:
    cells: Sequence[ProductCell]
    origins: Sequence[Link]
    categories: Sequence[Link]
    sorts: Sequence[Link]
    stock: Link
    everything: str  # the address without any filter
    more: str  # the address of the next page, empty on the last one
    is_cut: bool
    is_filtered: bool
    is_first: bool


def listing_of(request: HttpRequest, within: Filters, *, with_categories: bool = False) -> Listing:
    """The goods `within` a shop, brand or category as the address of `request` wants them; BadCursor as in the grid."""
    asked = request.GET
    sort = Sort(asked["sort"]) if asked.get("sort") in list(Sort) else Sort.NEWEST
    filters = replace(
        within,
        origin=asked.get("origin", "")[:2],
        category_slug=asked.get("category", "")[:60] if with_categories else "",
        only_in_stock=asked.get("stock") == "1",
    )
    grid = product_grid(filters, sort=sort, cursor=asked.get("after", ""))
    choices = facets(filters)
    now = {
        "origin": filters.origin,
        "category": filters.category_slug,
        "stock": "1" if filters.only_in_stock else "",
        "sort": "" if sort == Sort.NEWEST else str(sort),
    }

    path = escape_uri_path(request.path)

    def address(**changes: str) -> str:
        return _address(path, now | changes)

    categories = [(category.slug, pick(category.name_en, category.name_zh)) for category in choices.categories]
    return Listing(
        cells=grid.cells,
        origins=_links("origin", [(code, country(code)) for code in choices.origins], filters.origin, address),
        categories=_links("category", categories, filters.category_slug, address) if with_categories else [],
        sorts=[
            Link(label, address(sort="" if one == Sort.NEWEST else str(one)), one == sort)
            for one, label in SORTS.items()
        ],
        stock=Link(_("In stock"), address(stock="" if filters.only_in_stock else "1"), filters.only_in_stock),
        everything=path,
        more=address(after=grid.cursor) if grid.cursor else "",
        is_cut=grid.is_cut,
        is_filtered=bool(filters.origin or filters.category_slug or filters.only_in_stock),
        is_first="after" not in asked,
    )


def only_links(path: str, only: str, *, anchor: str = "", **kept: str) -> list[Link]:
    """ "All" notes of a list, or one kind of them only; `kept` is what else stands in its address."""
    links = [Link(name, _address(path, kept | {"only": kind}) + anchor, kind == only) for kind, name in NAMES.items()]
    return [Link(_("All"), _address(path, kept) + anchor, not only), *links]


def _links(name: str, found: Sequence[tuple[str, str]], chosen: str, address: Callable[..., str]) -> list[Link]:
    """ "All" and one link for each found value; nothing when there is nothing to choose from."""
    if len(found) < 2 and not chosen:
        return []
    links = [Link(label, address(**{name: value}), value == chosen) for value, label in found]
    return [Link(_("All"), address(**{name: ""}), not chosen), *links]


def _address(path: str, query: Mapping[str, str]) -> str:
    kept = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
