"""Price words: "under 200", "over 50", "50-100", "500以下", "200元以上", "¥100~300". Pure.

Read in a text whose full-width characters are plain already. A number with another unit (30 ml, SPF 50, 5 years) is
no price, nor is a bare pair of years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

SIGNS = {
    "¥": ("CNY", "JPY"),
    "€": ("EUR",),
    "£": ("GBP",),
    "₩": ("KRW",),
    "₹": ("INR",),
    "$": ("USD", "AUD", "NZD", "CAD", "HKD", "SGD", "TWD", "MXN"),
}
NAMES = {
    **dict.fromkeys(("元", "块", "块钱", "圆", "人民币", "rmb", "cny", "yuan"), ("CNY",)),
    **dict.fromkeys(("日元", "日圆", "円", "jpy", "yen"), ("JPY",)),
    **dict.fromkeys(("欧元", "欧", "eur", "euro", "euros"), ("EUR",)),
    **dict.fromkeys(("美元", "美金", "usd", "dollar", "dollars", "bucks"), SIGNS["$"]),
    **dict.fromkeys(("英镑", "镑", "gbp", "pound", "pounds", "quid"), ("GBP",)),
    **dict.fromkeys(("韩元", "韩币", "krw", "won"), ("KRW",)),
    **dict.fromkeys(("港币", "港元", "hkd"), ("HKD",)),
}
NAMED = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
MONEY = (
    rf"(?:(?P<NAME_sign>[{''.join(SIGNS)}])\s?)?(?P<NAME>\d{{1,7}}(?:[.,]\d{{1,2}})?)(?P<NAME_many>[k千万](?![a-z]))?"
)
UNIT = rf"(?:\s?(?P<NAME_unit>{NAMED})(?![a-z]))?"
END = r"(?![\d.,]*\d)"
# What makes a number something else than a price.
OTHER = (
    r"(?!\s?(?:%|°|\+|ml|cl|l\b|mg|mcg|kg|g\b|oz|lb|cm|mm|m\b|iu|w\b|mah|gb|inch|pcs|pieces?|x\b|years?|yrs?|months?"
    r"|weeks?|days?|hours?|hrs?|min|minutes?|steps?|people|times|岁|周岁|个|月|周|天|小时|分钟|年|度|号|码|斤|克|公斤|件|片"
    r"|支|瓶|包|寸|次|步|种|款|人|层|平|公里|米|毫升|升|代|期|倍))"
)


def _money(name: str) -> str:
    return (MONEY + UNIT).replace("NAME", name)


PRICE = re.compile(
    rf"""
    (?P<most_word>(?<![a-z])(?:under|below|less\ than|cheaper\ than|up\ to|at\ most|within|max(?:imum)?)\s
        |<=?|≤|不超过|不到|低于|少于|小于|最多|最高)\s?{_money("most")}{END}{OTHER}
    | (?P<least_word>(?<![a-z])(?:over|above|more\ than|at\ least|from|min(?:imum)?)\s
        |>=?|≥|超过|高于|大于|不低于|至少|最少|最低)\s?{_money("least")}{END}{OTHER}(?!\s?(?:-|~|to\s|到|至))
    | (?<![a-z\d.,+/-])(?:between\s|from\s)?{_money("low")}\s?(?:-|~|到|至|\sto\s|\sand\s)\s?{_money("high")}
        {END}{OTHER}(?![\w-])
    | (?<![\d.,a-z]){_money("under")}\s?(?:or\ less|or\ under|以下|以内|之内|之下|内(?!\w))
    | (?<![\d.,a-z]){_money("over")}\s?(?:or\ more|and\ up|以上|之上|起(?!\w))
    """,
    re.VERBOSE | re.IGNORECASE,
)
MANY = {"k": 1_000, "千": 1_000, "万": 10_000}
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Price:
    """Bounds in whole units of a currency; without currencies they are meant in each shop's own."""

    low: Decimal | None = None
    high: Decimal | None = None
    currencies: tuple[str, ...] = ()


def prices_in(plain: str) -> Iterator[tuple[int, int]]:
    """Where price words stand."""
    for match in PRICE.finditer(plain):
        if not _is_no_price(match):
            yield match.start(), match.end()


def price_of(said: Iterable[str]) -> Price | None:
    """All price words together, or None without any: the narrowest bounds."""
    price: Price | None = None
    for one in map(_read, said):
        price = one if price is None else _both(price, one)
    return price


def _read(said: str) -> Price:
    match = PRICE.search(said)
    assert match is not None, said
    low, high = (_amount(match, *names) for names in (("least", "low", "over"), ("most", "high", "under")))
    if match["low"] and low is not None and high is not None and low > high:
        low, high = high, low
    return Price(low, high, _currencies(match))


def _both(one: Price, other: Price) -> Price:
    lows = [low for low in (one.low, other.low) if low is not None]
    highs = [high for high in (one.high, other.high) if high is not None]
    currencies = other.currencies or one.currencies
    return replace(one, low=max(lows) if lows else None, high=min(highs) if highs else None, currencies=currencies)


def _amount(match: re.Match[str], *names: str) -> Decimal | None:
    for name in names:
        if match[name] is not None:
            many = match[f"{name}_many"]
            return Decimal(match[name].replace(",", ".")) * MANY.get((many or "").lower(), 1)
    return None


def _currencies(match: re.Match[str]) -> tuple[str, ...]:
    for name in ("most", "least", "low", "high", "under", "over"):
        if match[name] is not None:
            if unit := match[f"{name}_unit"]:
                return NAMES[unit.lower()]
            if sign := match[f"{name}_sign"]:
                return SIGNS[sign]
    return ()


def _is_no_price(match: re.Match[str]) -> bool:
    """A bare pair of years, or a bare pair that is written like a date or a size: 2024-2025, 0-3."""
    if match["low"] is None or _currencies(match):
        return False
    low, high = _amount(match, "low"), _amount(match, "high")
    return low in YEARS and high in YEARS
