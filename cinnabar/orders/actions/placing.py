"""Placing an order."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.kit.money import Money
from cinnabar.orders.addresses import Address
from cinnabar.orders.baskets import lines_of_person
from cinnabar.orders.events import OrderPlaced
from cinnabar.orders.models import Basket, BasketLine, Order, OrderLine, Purchase
from cinnabar.orders.numbers import new_number
from cinnabar.orders.rules import Line, Quote, ShopPart, quote
from cinnabar.people.models import Person
from cinnabar.shop import stock
from cinnabar.shop.rules import arrival


class NotAgreed(Exception):
    """What the buyer saw is not what would be bought; `quote` says what it is now."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(quote.total)
        self.quote = quote


class NothingToBuy(NotAgreed):
    """Nothing in the basket of that currency can be had."""


class TotalChanged(NotAgreed):
    """The total is another than the agreed one."""


class DoesNotShip(NotAgreed):
    """A shop does not send to that country."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the buyer saw and agreed to, as the form of the checkout carried it."""

    key: str
    total: Money
    address: Address
    language: str
    only: int | None = None  # one variant, bought at once without the rest of the basket


@transaction.atomic
def place_order(buyer: Person, agreement: Agreement) -> Purchase:
    """Buy what is in the basket in the agreed currency. The same key again returns the first purchase."""
    basket = Basket.objects.select_for_update(no_key=True).filter(person=buyer).first()
    if found := Purchase.objects.filter(buyer=buyer, key=agreement.key).first():
        return found
    agreed = check_agreed(buyer, agreement)
    stock.hold(quantities_of(agreed.counted))
    purchase = write_purchase(buyer, agreement)
    orders = write_orders(purchase, agreed, agreement.address)
    BasketLine.objects.filter(basket=basket, variant_id__in=[line.variant_id for line in agreed.counted]).delete()
    for order in orders:
        announce(OrderPlaced(order.pk, buyer.pk))
    return purchase


def check_agreed(buyer: Person, agreement: Agreement) -> Quote:
    """The quote of this moment, which must be what the buyer agreed to."""
    lines = lines_of_person(buyer, country=agreement.address.country, only=agreement.only)
    current = quote(lines, currency=agreement.total.currency)
    if not current.counted:
        raise NothingToBuy(current)
    if current.total != agreement.total:
        raise TotalChanged(current)
    if current.not_shipping:
        raise DoesNotShip(current)
    return current


def quantities_of(lines: tuple[Line, ...]) -> dict[int, int]:
    return {line.variant_id: line.quantity for line in lines}


def write_purchase(buyer: Person, agreement: Agreement) -> Purchase:
    moment = now()
    return Purchase.objects.create(
        buyer=buyer,
        key=agreement.key,
        currency=agreement.total.currency,
        total_minor=agreement.total.minor,
        held_until=moment + timedelta(minutes=settings.HOLD_MINUTES),
        placed_at=moment,
        language=agreement.language,
    )


def write_orders(purchase: Purchase, agreed: Quote, address: Address) -> list[Order]:
    """One order per shop, with a copy of everything it says."""
    parts = [part for part in agreed.parts if part.counted]
    orders = Order.objects.bulk_create(_order_of(part, purchase, address) for part in parts)
    OrderLine.objects.bulk_create(
        _line_of(line, order) for part, order in zip(parts, orders, strict=True) for line in part.counted
    )
    return orders


def _order_of(part: ShopPart, purchase: Purchase, address: Address) -> Order:
    first, last = promise(part, purchase.placed_at)
    return Order(
        number=new_number(),
        purchase=purchase,
        buyer_id=purchase.buyer_id,
        shop_id=part.shop.shop_id,
        shop_name=part.shop.shop_name,
        currency=purchase.currency,
        goods_minor=part.goods.minor,
        shipping_minor=part.shipping.minor,
        total_minor=part.total.minor,
        address=asdict(address),
        country=address.country,
        promised_from=first,
        promised_to=last,
        placed_at=purchase.placed_at,
    )


def promise(part: ShopPart, ordered: datetime) -> tuple[date, date]:
    """The first and last day on which the parcel should arrive."""
    return arrival(ordered=ordered.date(), days_min=part.shop.days_min, days_max=part.shop.days_max)


def _line_of(line: Line, order: Order) -> OrderLine:
    return OrderLine(
        order=order,
        variant_id=line.variant_id,
        product_id=line.product_id,
        name_en=line.name_en,
        name_zh=line.name_zh,
        labels_en=line.labels_en,
        labels_zh=line.labels_zh,
        picture_secret=line.secret,
        picture_width=line.width,
        picture_height=line.height,
        unit_minor=line.unit_minor,
        quantity=line.quantity,
        from_note_id=line.from_note_id,
    )
