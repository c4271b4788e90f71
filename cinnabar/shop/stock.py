"""Taking goods out of stock and giving them back.

Every function locks variants in id order first and product cards in product order after them, so that two buyers of
the same goods cannot deadlock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from cinnabar.kit.sql import rows
from cinnabar.shop.cards import renew_card
from cinnabar.shop.models import ProductCard, Variant

CHANGE = """
WITH wanted AS (
    SELECT v.id, w.step FROM shop_variant v
    JOIN unnest(%(ids)s::bigint[], %(steps)s::int[]) AS w (id, step) ON w.id = v.id
    ORDER BY v.id FOR NO KEY UPDATE OF v
)
UPDATE shop_variant v SET in_stock = v.in_stock + wanted.step
FROM wanted WHERE v.id = wanted.id AND v.in_stock + wanted.step >= 0
RETURNING v.id, v.product_id, v.in_stock, v.in_stock - wanted.step AS before
"""


class OutOfStock(Exception):
    """Less is left than was wanted; `left` says how much, by variant id."""

    def __init__(self, left: dict[int, int]) -> None:
        super().__init__(f"out of stock: {left}")
        self.left = left


@dataclass(frozen=True, slots=True)
class Changed:
    id: int
    product_id: int
    in_stock: int
    before: int


@transaction.atomic
def hold(quantities: dict[int, int]) -> None:
    """Take `quantities` (variant id → number) out of stock, all of them, or raise OutOfStock and take none."""
    changed = _change({variant: -number for variant, number in quantities.items()})
    if missing := quantities.keys() - {row.id for row in changed}:
        left = dict(Variant.objects.filter(id__in=missing).values_list("id", "in_stock"))
        raise OutOfStock({variant: left.get(variant, 0) for variant in missing})
    _tell(changed)


@transaction.atomic
def give_back(quantities: dict[int, int]) -> None:
    """Put back what an order held. Not safe to repeat: the caller knows whether it was done."""
    _tell(_change(quantities))


@transaction.atomic
def take_back(quantities: dict[int, int]) -> None:
    """Put back what was sold but never left the shop, and count it as unsold. Not safe to repeat."""
    changed = _change(quantities)
    _count({row.id: -quantities[row.id] for row in changed})
    _tell(changed)


@transaction.atomic
def count_sold(quantities: dict[int, int]) -> None:
    """Add to the number sold that product cards show. Not safe to repeat."""
    _count(quantities)


def _change(steps: dict[int, int]) -> list[Changed]:
    ids = sorted(steps)
    return rows(Changed, CHANGE, {"ids": ids, "steps": [steps[variant] for variant in ids]})


def _count(steps: dict[int, int]) -> None:
    products: Counter[int] = Counter()
    for variant, product in Variant.objects.filter(id__in=steps).values_list("id", "product_id"):
        products[product] += steps[variant]
    for product, step in sorted(products.items()):
        ProductCard.objects.filter(product_id=product, sold__gte=-step).update(sold=F("sold") + step)


def _tell(changed: Iterable[Changed]) -> None:
    """Renew the card of each product of which a variant can be bought again, or no more."""
    for product in sorted({row.product_id for row in changed if (row.in_stock == 0) != (row.before == 0)}):
        renew_card(product)
