"""What a basket costs, in tables; no database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cinnabar.kit.money import Money
from cinnabar.orders.rules import Line, quote, quotes, shipping_of

LINE = Line(
    variant_id=1,
    product_id=1,
    quantity=1,
    from_note_id=None,
    name_en="Lipstick",
    name_zh="口红",
    labels_en=[],
    labels_zh=[],
    unit_minor=2000,
    currency="EUR",
    in_stock=5,
    is_on_sale=True,
    secret="",
    width=0,
    height=0,
    tone="",
    shop_id=1,
    shop_slug="hanok",
    shop_name="Hanok",
    shop_name_zh="",
    shipping_minor=600,
    free_from_minor=None,
    days_min=3,
    days_max=7,
    ships_from="KR",
    ships_there=True,
)


@pytest.mark.parametrize(
    ("goods", "free_from", "shipping"),
    [(0, None, 600), (4999, 5000, 600), (5000, 5000, 0), (5001, 5000, 0), (10, 0, 0)],
)
def test_shipping_is_flat_and_free_from_an_amount(goods: int, free_from: int | None, shipping: int) -> None:
    paid = shipping_of(Money(goods, "EUR"), flat_minor=600, free_from_minor=free_from)

    assert paid == Money(shipping, "EUR")


@pytest.mark.parametrize(
    ("units", "shipping", "total"),
    [([4500, 4900], 600, 10000), ([999], 0, 999), ([3400, 3400], 207, 7007)],
)
def test_totals_add_up_to_the_cent(units: list[int], shipping: int, total: int) -> None:
    """The sums of BSK-8."""
    lines = [
        replace(LINE, variant_id=number, unit_minor=unit, shipping_minor=shipping) for number, unit in enumerate(units)
    ]

    found = quote(lines, currency="EUR")

    assert found.total == Money(total, "EUR")
    assert found.total == found.goods + found.shipping
    assert found.total.minor == sum(part.total.minor for part in found.parts)


@pytest.mark.parametrize(
    ("change", "flaw", "counts"),
    [
        ({}, "", True),
        ({"in_stock": 0}, "sold_out", False),
        ({"is_on_sale": False}, "gone", False),
        ({"quantity": 6}, "short", True),
    ],
)
def test_what_cannot_be_had_does_not_count(change: dict, flaw: str, counts: bool) -> None:
    line = replace(LINE, **change)

    assert (line.flaw, line.counts) == (flaw, counts)


def test_a_shop_with_nothing_to_send_costs_no_shipping() -> None:
    found = quote([replace(LINE, in_stock=0)], currency="EUR")

    assert (found.total.minor, found.can_be_bought, len(found.left_out)) == (0, False, 1)


def test_currencies_and_shops_stay_apart() -> None:
    lines = [
        replace(LINE, variant_id=1, shop_id=2, shop_name="Wukang", currency="CNY"),
        replace(LINE, variant_id=2),
        replace(LINE, variant_id=3, shop_id=3, shop_name="Fjord"),
        replace(LINE, variant_id=4),
    ]

    found = quotes(lines)

    shops = [[(part.shop.shop_name, len(part.lines)) for part in one.parts] for one in found]
    assert [one.currency for one in found] == ["CNY", "EUR"]
    assert shops == [[("Wukang", 1)], [("Fjord", 1), ("Hanok", 2)]]


def test_the_shop_says_how_far_free_shipping_is() -> None:
    part = quote([replace(LINE, free_from_minor=5000)], currency="EUR").parts[0]
    none = quote([replace(LINE, free_from_minor=1000)], currency="EUR").parts[0]

    assert (part.to_free_shipping, none.to_free_shipping) == (Money(3000, "EUR"), None)


def test_goods_from_abroad_are_told() -> None:
    part = quote([LINE], currency="EUR").parts[0]

    assert (part.crosses_border_to("DE"), part.crosses_border_to("KR")) == (True, False)


@pytest.mark.parametrize(
    ("ships_from", "country", "crosses"), [("FR", "IE", False), ("FR", "GB", True), ("CN", "HK", True)]
)
def test_customs_are_named_only_where_there_are_any(ships_from: str, country: str, crosses: bool) -> None:
    part = quote([replace(LINE, ships_from=ships_from)], currency="EUR").parts[0]

    assert part.crosses_border_to(country) is crosses
