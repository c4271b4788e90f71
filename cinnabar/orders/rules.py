"""What a basket costs; pure functions on plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from cinnabar.kit.money import Money

# Goods travel without customs within the European Union (with Monaco), and within Switzerland with Liechtenstein.
EUROPEAN_UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK".split()
)
SWISS_UNION = frozenset({"CH", "LI"})


def share_customs(one: str, other: str) -> bool:
    """Whether nobody asks for duty between these two countries."""
    return one == other or any({one, other} <= union for union in (EUROPEAN_UNION, SWISS_UNION))


class Flaw(StrEnum):
    """Why a line cannot be bought as it stands."""

    NONE = ""
    GONE = "gone"  # the product or its shop is not on sale any more
    SOLD_OUT = "sold_out"
    SHORT = "short"  # fewer are left than wanted


@dataclass(frozen=True, slots=True)
class Line:
    """A variant in a basket with what its product and shop say at this moment."""

    variant_id: int
    product_id: int
    quantity: int
    from_note_id: int | None
    name_en: str
    name_zh: str
    labels_en: list[str]
    labels_zh: list[str]
    unit_minor: int
    currency: str
    in_stock: int
    is_on_sale: bool
    secret: str
    width: int
    height: int
    tone: str
    shop_id: int
    shop_slug: str
    shop_name: str
    shop_name_zh: str
    shipping_minor: int
    free_from_minor: int | None
    days_min: int
    days_max: int
    ships_from: str
    ships_there: bool

    @property
    def sum_minor(self) -> int:
        return self.unit_minor * self.quantity

    @property
    def flaw(self) -> Flaw:
        if not self.is_on_sale:
            return Flaw.GONE
        if self.in_stock < 1:
            return Flaw.SOLD_OUT
        return Flaw.SHORT if self.in_stock < self.quantity else Flaw.NONE

    @property
    def counts(self) -> bool:
        """Whether it is part of the total: what cannot be had at all is not."""
        return self.flaw in (Flaw.NONE, Flaw.SHORT)


@dataclass(frozen=True, slots=True)
class ShopPart:
    """What one shop sends: it becomes one order."""

    lines: tuple[Line, ...]
    goods: Money
    shipping: Money

    @property
    def shop(self) -> Line:
        """Any line: each says who its shop is."""
        return self.lines[0]

    @property
    def counted(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.counts)

    @property
    def total(self) -> Money:
        return self.goods + self.shipping

    def crosses_border_to(self, country: str) -> bool:
        """Whether something of it passes customs, who may ask for more."""
        return any(not share_customs(line.ships_from, country) for line in self.counted)

    @property
    def to_free_shipping(self) -> Money | None:
        """What is missing until shipping costs nothing; None when it does already, or never will."""
        free_from = self.shop.free_from_minor
        if not self.shipping or free_from is None:
            return None
        return Money(free_from - self.goods.minor, self.goods.currency)


@dataclass(frozen=True, slots=True)
class Quote:
    """Everything in one currency, by shop, to the cent."""

    currency: str
    parts: tuple[ShopPart, ...]

    @property
    def goods(self) -> Money:
        return Money(sum(part.goods.minor for part in self.parts), self.currency)

    @property
    def shipping(self) -> Money:
        return Money(sum(part.shipping.minor for part in self.parts), self.currency)

    @property
    def total(self) -> Money:
        return self.goods + self.shipping

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def counted(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.counts)

    @property
    def short(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.flaw is Flaw.SHORT)

    @property
    def left_out(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.counts)

    @property
    def not_shipping(self) -> tuple[ShopPart, ...]:
        """The shops that have something to send, but not to that country."""
        return tuple(part for part in self.parts if part.counted and not part.shop.ships_there)

    @property
    def can_be_bought(self) -> bool:
        return bool(self.counted) and not self.short and not self.not_shipping


def quotes(lines: Iterable[Line]) -> list[Quote]:
    """One quote per currency, in order of their codes; `lines` come in any order."""
    ordered = sorted(lines, key=lambda line: (line.currency, line.shop_name, line.shop_id))
    return [_quote(currency, list(group)) for currency, group in groupby(ordered, key=lambda line: line.currency)]


def quote(lines: Sequence[Line], *, currency: str) -> Quote:
    """The quote of one currency; empty when no line has it."""
    return next((found for found in quotes(lines) if found.currency == currency), Quote(currency, ()))


def _quote(currency: str, lines: list[Line]) -> Quote:
    by_shop = groupby(lines, key=lambda line: line.shop_id)
    return Quote(currency, tuple(_part(tuple(group)) for _shop, group in by_shop))


def _part(lines: tuple[Line, ...]) -> ShopPart:
    shop = lines[0]
    counted = [line for line in lines if line.counts]
    goods = Money(sum(line.sum_minor for line in counted), shop.currency)
    shipping = shipping_of(goods, flat_minor=shop.shipping_minor, free_from_minor=shop.free_from_minor)
    return ShopPart(lines, goods, shipping if counted else Money(0, shop.currency))


def shipping_of(goods: Money, *, flat_minor: int, free_from_minor: int | None) -> Money:
    """A shop's flat price for sending `goods`, nothing from its free amount on."""
    is_free = free_from_minor is not None and goods.minor >= free_from_minor
    return Money(0 if is_free else flat_minor, goods.currency)
