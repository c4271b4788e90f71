"""What products found can be narrowed by."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cinnabar.search.facets import FACETS, Good, bands, counts, goods, left_without, narrowed
from cinnabar.shop.models import Product

LIPS = Good(1, "lips", "Lips", "唇妆", "petal", "Petal", "花瓣", 2000, "EUR", "KR", "KR", True, (0, 0, 0, 1, 1))
EYES = replace(LIPS, product_id=2, category="eyes", price_minor=900, in_stock=False, stars=(1, 0, 0, 0, 0))
CHEAP = replace(LIPS, product_id=3, price_minor=400, origin="FR", stars=(0, 0, 2, 0, 0))
YEN = replace(LIPS, product_id=4, price_minor=1200, currency="JPY", brand="other", stars=(0, 0, 0, 0, 0))
FOUND = [LIPS, EYES, CHEAP, YEN]


def ids(found: list[Good]) -> list[int]:
    return [good.product_id for good in found]


def test_each_choice_is_counted_under_all_others() -> None:
    counted = counts(FOUND, {"category": "lips", "stock": "1"})

    assert counted["category"] == [("lips", 3)]  # eyes are sold out
    assert counted["stock"] == [("1", 3)]
    assert counted["origin"] == [("KR", 2), ("FR", 1)]
    assert counted["brand"] == [("petal", 2), ("other", 1)]
    assert counted["rating"] == [("4", 1), ("3", 2)]


def test_a_choice_with_nothing_left_is_still_shown() -> None:
    assert counts(FOUND, {"category": "eyes", "stock": "1"})["stock"] == [("1", 0)]
    assert narrowed(FOUND, {"category": "eyes", "stock": "1"}) == []
    assert left_without(FOUND, {"category": "eyes", "stock": "1", "sort": "sold"}) == {"category": 3, "stock": 1}


def test_prices_are_banded_in_each_currency_alone() -> None:
    assert bands(FOUND) == ["-5EUR", "5-10EUR", "10-20EUR", "20-EUR"]
    assert [pair[0] for pair in counts(FOUND, {})["price"]] == ["-5EUR", "5-10EUR", "20-EUR"]  # none is empty
    assert ids(narrowed(FOUND, {"price": "10-EUR"})) == [1]
    assert ids(narrowed(FOUND, {"price": "-10EUR"})) == [2, 3]
    assert ids(narrowed(FOUND, {"price": "1000-2000JPY"})) == [4]
    for nonsense in ("x", "-", "10-20", "-EUR\n", "9" * 40 + "-EUR"):
        assert ids(narrowed(FOUND, {"price": nonsense})) == [], nonsense


PRICES = st.lists(st.integers(1, 10_000_000), min_size=1, max_size=60)


@given(PRICES, st.sampled_from(["EUR", "JPY"]))
def test_every_price_lies_in_one_band_if_there_are_any(prices: list[int], currency: str) -> None:
    found = [replace(LIPS, product_id=n, price_minor=price, currency=currency) for n, price in enumerate(prices)]
    of = bands(found)

    if of:
        assert sum(len(narrowed(found, {"price": band})) for band in of) == len(found)
    assert len(of) <= 4


@given(st.dictionaries(st.sampled_from(list(FACETS)), st.sampled_from(["lips", "1", "KR", "4", "-10EUR", "nonsense"])))
def test_a_count_is_what_choosing_it_leaves(chosen: dict[str, str]) -> None:
    for name, counted in counts(FOUND, chosen).items():
        for value, number in counted:
            assert len(narrowed(FOUND, {**chosen, name: value})) == number


def test_facts_are_of_products_on_sale_in_their_order(lipstick: Product) -> None:
    found = goods([7, lipstick.pk])

    assert (found[0].category, found[0].brand, found[0].price_minor, found[0].ships) == (
        "lips",
        "petal-theory",
        2000,
        "KR",
    )
    assert goods([]) == []
