"""BSK-10 at a desk: whole numbers and amounts that are meant get in, everything else is told at its field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.kit.models import Installation
from cinnabar.people.models import Person
from cinnabar.shop.categories import ensure_base_categories
from cinnabar.shop.models import Product, Shop, Variant

NO_NUMBER = ("-1", "1.5", "1e3", "", "1 000", "1,000", "2147483648", "9" * 20, "nan", "٣x", "0x10")
NO_AMOUNT = ("-1", "1.505", "1e3", "", "0", "1,50", "1 000", "9" * 20, "nan", "€5", "1.5.0")
SETTINGS = {
    "name": "Hanok",
    "kind": "independent",
    "country": "KR",
    "currency": "EUR",
    "legal_name": "Lin",
    "legal_address": "4 Lane",
    "contact_email": "lin@example.com",
    "shipping": "4",
    "everywhere": "on",
    "days_min": "3",
    "days_max": "7",
}
FORM = {
    "name_en": "Balm",
    "brand": "Penrose",
    "category": "lips",
    "variant": "n1",
    "v-n1-price": "12.50",
    "v-n1-stock": "3",
    "do": "save",
}


@pytest.fixture(autouse=True)
def demo(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_FOLDER = tmp_path
    Installation.objects.create(is_demo=True)
    ensure_base_categories()


def is_told_at(answer: Any, field: str) -> bool:
    return answer.status_code == 422 and f'id="{field}-error"' in answer.content.decode()


@pytest.mark.parametrize("odd", NO_NUMBER)
def test_an_odd_number_is_no_stock(browser_of: Any, lin: Person, coral: Variant, odd: str) -> None:
    lin_s, field = browser_of(lin), f"stock-{encode(coral.pk)}"

    assert is_told_at(lin_s.post("/desk/shop/hanok/products", {field: odd}), field)
    assert is_told_at(lin_s.post("/desk/shop/hanok/products/new", FORM | {"v-n1-stock": odd}), "v-n1-stock")

    assert set(Variant.objects.values_list("in_stock", flat=True)) == {5}
    assert Product.objects.count() == 1


@pytest.mark.parametrize("odd", NO_AMOUNT)
def test_an_odd_amount_is_no_price(browser_of: Any, lin: Person, coral: Variant, odd: str) -> None:
    lin_s, field = browser_of(lin), f"price-{encode(coral.pk)}"

    assert is_told_at(lin_s.post("/desk/shop/hanok/products", {field: odd}), field)
    assert is_told_at(lin_s.post("/desk/shop/hanok/products/new", FORM | {"v-n1-price": odd}), "v-n1-price")

    assert set(Variant.objects.values_list("price_minor", flat=True)) == {2000}
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "odd"),
    [(field, odd) for field in ("days_min", "days_max") for odd in ("-1", "1.5", "1e3", "", "91", "9" * 20)]
    + [("shipping", odd) for odd in ("-1", "1e3", "", "4,90", "9" * 20)],
)
def test_odd_days_and_costs_change_no_shop(browser_of: Any, hanok: Shop, lin: Person, field: str, odd: str) -> None:
    answer = browser_of(lin).post("/desk/shop/hanok/settings", SETTINGS | {field: odd})

    assert is_told_at(answer, f"id_{field}")
    there = Shop.objects.get()
    assert (there.days_min, there.days_max, there.shipping_minor, there.edition) == (3, 7, 400, 0)


@pytest.mark.parametrize("stock", ["０", "８", " 7 ", "1000000"])
def test_other_digits_are_digits(browser_of: Any, lin: Person, coral: Variant, stock: str) -> None:
    browser_of(lin).post("/desk/shop/hanok/products", {f"stock-{encode(coral.pk)}": stock})

    coral.refresh_from_db()
    assert coral.in_stock == int(stock)
