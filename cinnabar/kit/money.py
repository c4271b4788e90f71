"""Money as whole minor units; the one place that rounds."""

from __future__ import annotations

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
        return format_currency(self.decimal, self.currency, locale=babel_locale(language))


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
