"""What products found can be narrowed by, and how many are left each way. One statement, counted here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cinnabar.kit import sql
from cinnabar.kit.money import decimals_of
from cinnabar.shop import rules

MOST_VALUES = 12  # of a facet
BANDS = 4  # of prices in one currency
NICE = tuple(step * 10**power for power in range(7) for step in (1, 2, 5))

GOODS = """
SELECT k.product_id, c.slug AS category, c.name_en AS category_en, c.name_zh AS category_zh, b.slug AS brand,
    b.name AS brand_en, b.name_zh AS brand_zh, k.price_minor, k.currency, k.origin_country AS origin,
    p.ships_from AS ships, k.in_stock, ARRAY[k.stars_1, k.stars_2, k.stars_3, k.stars_4, k.stars_5] AS stars
FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS found(id, place)
JOIN shop_productcard k ON k.product_id = found.id JOIN shop_product p ON p.id = k.product_id
JOIN shop_brand b ON b.id = k.brand_id JOIN shop_category c ON c.id = k.category_id
WHERE k.is_on_sale ORDER BY found.place
"""


@dataclass(frozen=True, slots=True)
class Good:
    """A product that was found, as far as it can be narrowed."""

    product_id: int
    category: str
    category_en: str
    category_zh: str
    brand: str
    brand_en: str
    brand_zh: str
    price_minor: int
    currency: str
    origin: str
    ships: str
    in_stock: bool
    stars: Sequence[int]

    @property
    def price(self) -> Decimal:
        return Decimal(self.price_minor).scaleb(-decimals_of(self.currency))


def goods(product_ids: Sequence[int]) -> list[Good]:
    """Those of `product_ids` that are on sale, in that order."""
    return sql.rows(Good, GOODS, {"ids": list(product_ids)}) if product_ids else []


# ── Each facet: the values that a product has of it ──

PRICE = re.compile(r"(?P<low>\d{1,9})?-(?P<high>\d{1,9})?(?P<currency>[A-Z]{3})")


def _ratings(good: Good) -> Iterator[str]:
    average = rules.average(good.stars)
    if average is not None:
        yield from (str(least) for least in (4, 3) if average >= least)


FACETS: dict[str, Callable[[Good], Iterator[str]]] = {
    "category": lambda good: iter((good.category,)),
    "brand": lambda good: iter((good.brand,)),
    "price": lambda good: iter(()),  # bands are of all products found: see `_has`
    "origin": lambda good: iter((good.origin,) if good.origin else ()),
    "ships": lambda good: iter((good.ships,) if good.ships else ()),
    "stock": lambda good: iter(("1",) if good.in_stock else ()),
    "rating": _ratings,
}


def narrowed(found: Sequence[Good], chosen: Mapping[str, str], *, without: str = "") -> list[Good]:
    """Those of `found` that fit every choice but the one named `without`."""
    wanted = {name: value for name, value in chosen.items() if name in FACETS and name != without}
    return [good for good in found if all(_has(good, name, value) for name, value in wanted.items())]


def counts(found: Sequence[Good], chosen: Mapping[str, str]) -> dict[str, list[tuple[str, int]]]:
    """The values of each facet with what is left by choosing them under all other choices, the most first."""
    return {name: _counts(found, chosen, name) for name in FACETS}


def left_without(found: Sequence[Good], chosen: Mapping[str, str]) -> dict[str, int]:
    """How many products there would be without each of the choices."""
    return {name: len(narrowed(found, chosen, without=name)) for name in chosen if name in FACETS}


def _counts(found: Sequence[Good], chosen: Mapping[str, str], name: str) -> list[tuple[str, int]]:
    rest = narrowed(found, chosen, without=name)
    if name == "price":
        values = [(band, sum(_has(good, name, band) for good in rest)) for band in bands(found)]
        counted = [pair for pair in values if pair[1]]
    else:
        counted = Counter(value for good in rest for value in FACETS[name](good)).most_common(MOST_VALUES)
    if name == "rating":
        counted.sort(reverse=True)
    taken = chosen.get(name)
    if taken and taken not in dict(counted):
        counted.append((taken, sum(_has(good, name, taken) for good in rest)))
    return counted


def _has(good: Good, name: str, value: str) -> bool:
    return _is_within(good, value) if name == "price" else value in FACETS[name](good)


def _is_within(good: Good, band: str) -> bool:
    """Bands are closed below and open above, so that each price lies in one."""
    match = PRICE.fullmatch(band)
    if match is None or match["currency"] != good.currency:
        return False
    return (not match["low"] or good.price >= int(match["low"])) and (
        not match["high"] or good.price < int(match["high"])
    )


def bands(found: Sequence[Good]) -> list[str]:
    """A few ranges of prices that share the products of each currency about evenly, between round numbers."""
    by_currency: dict[str, list[Decimal]] = {}
    for good in found:
        by_currency.setdefault(good.currency, []).append(good.price)
    often = sorted(by_currency, key=lambda currency: (-len(by_currency[currency]), currency))
    return [f"{low}-{high}{currency}" for currency in often for low, high in _ranges(sorted(by_currency[currency]))]


def _ranges(prices: Sequence[Decimal]) -> Iterator[tuple[str, str]]:
    cuts: list[int] = []
    for part in range(1, BANDS):
        wanted = prices[len(prices) * part // BANDS]
        nice = min(NICE, key=lambda number: abs(number - wanted))
        if prices[0] < nice <= prices[-1] and (not cuts or nice > cuts[-1]):
            cuts.append(nice)
    edges = ["", *map(str, cuts), ""]
    if cuts:
        yield from pairwise(edges)
