"""Money: whole units, one rounding."""

from decimal import Decimal

import pytest

from cinnabar.kit.money import CurrencyMismatch, Money, rounded, total


@pytest.mark.parametrize(
    ("amount", "whole"),
    [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("0.49", 0), ("166.5", 167)],
)
def test_halves_are_rounded_away_from_zero(amount: str, whole: int) -> None:
    assert rounded(Decimal(amount)) == whole


def test_vat_of_an_odd_price_is_rounded_once() -> None:
    gross = Money(999, "EUR")

    vat = gross.share(Decimal(20) / Decimal(120))

    assert (vat, gross - vat) == (Money(167, "EUR"), Money(832, "EUR"))


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "USD")


def test_yen_has_no_decimals() -> None:
    assert Money(1200, "JPY").decimal == Decimal(1200)
    assert Money(1200, "CNY").decimal == Decimal("12.00")


@pytest.mark.parametrize(
    ("money", "language", "text"),
    [
        (Money(18900, "CNY"), "zh-hans", "¥189.00"),
        (Money(18900, "CNY"), "en", "¥189.00"),
        (Money(1200, "JPY"), "en", "JP¥1,200"),
        (Money(2450, "NZD"), "en", "NZ$24.50"),
    ],
)
def test_amounts_are_shown_in_the_readers_language(money: Money, language: str, text: str) -> None:
    assert money.shown(language) == text


def test_the_sum_of_nothing_is_zero() -> None:
    assert total([], currency="EUR") == Money(0, "EUR")


def test_a_float_is_no_money() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "EUR")  # type: ignore[arg-type]
