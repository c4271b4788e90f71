"""Money as whole minor units; the one place that rounds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were put together."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, fen, yen) of one ISO 4217 currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("minor units are whole numbers")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"not a currency code: {self.currency!r}")

    def __add__(self, other: Money) -> Money:
        self._check_same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._check_same(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        self._check_same(other)
        return self.minor < other.minor

    def _check_same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def share(self, rate: Decimal) -> Money:
        """`rate` of this amount, half a unit rounded away from zero."""
        return Money(rounded(Decimal(self.minor) * rate), self.currency)

    def shown(self, language: str) -> str:
        """The amount as a reader of `language` ("en", "zh-hans") expects it."""
        text = format_currency(self.decimal, self.currency, locale=babel_locale(language))
        return text.replace("CN¥", "¥")  # most prices here; yen are told apart by their own sign, JP¥


class NotAnAmount(ValueError):
    """A text is no amount of money that is written as we ask for it."""


def minor_of(text: str, currency: str) -> int:
    """The minor units of an amount as people type it: "12", "12.5" and "12.50" euros, "1250" yen.

    A comma is refused, because it means a thousand in one language and a decimal in another: never 1250 for 12,50.
    """
    decimals = decimals_of(currency)
    typed = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(rf"([0-9]{{1,10}})(?:\.([0-9]{{1,{decimals}}}))?" if decimals else "([0-9]{1,12})()", typed)
    if not found:
        raise NotAnAmount(text)
    return int(found[1]) * 10**decimals + int((found[2] or "").ljust(decimals, "0") or 0)


def typed(minor: int, currency: str) -> str:
    """The amount as `minor_of` reads it, to be shown in a field."""
    return f"{Money(minor, currency).decimal:f}"


def decimals_of(currency: str) -> int:
    """How many digits stand behind the point: two for euros, none for yen."""
    return int(get_currency_precision(currency))


def rounded(amount: Decimal) -> int:
    """Whole units, halves away from zero: 0.5 → 1, -0.5 → -1."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """The sum of `amounts`, zero of `currency` when there are none."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result


def babel_locale(language: str) -> Locale:
    """Babel's locale of one of our language codes."""
    return Locale.parse("zh_Hans_CN" if language.startswith("zh") else "en_GB")
