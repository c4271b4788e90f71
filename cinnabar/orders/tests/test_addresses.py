"""Addresses follow the rules of their country."""

from __future__ import annotations

import pytest

from cinnabar.orders.addresses import rules_of, written
from cinnabar.orders.forms import AddressForm
from cinnabar.people.countries import CODES

WHO = {"name": "Tom", "phone": "+44 20 7946 0000"}


@pytest.mark.parametrize(
    ("country", "rows"),
    [
        ("DE", (("street_address",), ("postal_code", "city"))),
        ("US", (("street_address",), ("city", "country_area", "postal_code"))),
        ("CN", (("country_area", "city", "city_area"), ("street_address",), ("postal_code",))),
        ("HK", (("country_area",), ("city",), ("street_address",))),
    ],
)
def test_each_country_asks_for_its_own_fields_in_its_own_order(country: str, rows: tuple) -> None:
    assert rules_of(country).rows == rows


@pytest.mark.parametrize(
    ("country", "postcode", "is_right"),
    [
        ("DE", "10119", True),
        ("DE", "abc", False),
        ("DE", "１０１１９", True),
        ("GB", "ec1y 8sy", True),
        ("GB", "EC1Y", False),
        ("NZ", "6011", True),
        ("IE", "", True),
    ],
)
def test_a_postcode_has_the_form_of_its_country(country: str, postcode: str, is_right: bool) -> None:
    form = AddressForm(
        {**WHO, "street_address": "1 High Street", "city": "X", "postal_code": postcode}, country=country
    )

    assert ("postal_code" not in form.errors) == is_right


@pytest.mark.parametrize(
    ("country", "fields", "lines"),
    [
        ("DE", {"street_address": "Linienstraße 7", "street_more": "Hof", "city": "Berlin", "postal_code": "10119"},
         ["Linienstraße 7", "Hof", "10119 Berlin"]),
        ("US", {"street_address": "1 Oak St", "city": "Portland", "country_area": "OR", "postal_code": "97201"},
         ["1 Oak St", "Portland, OR 97201"]),
        ("CN", {"street_address": "武康路 1 号", "city": "上海市", "city_area": "徐汇区", "country_area": "上海市",
                "postal_code": "200031"}, ["200031", "上海市徐汇区", "武康路 1 号"]),
        ("IE", {"street_address": "1 Quay", "city": "Cork"}, ["1 Quay", "Cork"]),
    ],
)  # fmt: skip
def test_an_address_is_written_as_its_country_does(country: str, fields: dict[str, str], lines: list[str]) -> None:
    assert written(fields, country=country) == lines


def test_every_country_has_rules_with_a_street() -> None:
    assert [code for code in sorted(CODES) if "street_address" not in rules_of(code).parts] == []


@pytest.mark.parametrize("phone", ["", "12", "call me", "+", "1" * 40, "12345\n67890x"])
def test_an_odd_telephone_number_is_refused_at_its_field(phone: str) -> None:
    form = AddressForm({**WHO, "phone": phone}, country="DE")

    assert "phone" in form.errors
