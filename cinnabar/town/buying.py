"""Orders of the town: placed, paid with the test provider, shipped, received and sometimes sent back."""

from __future__ import annotations

from datetime import datetime, timedelta

from cinnabar.kit.clock import at
from cinnabar.orders.actions.basketing import buy_now
from cinnabar.orders.actions.paying import pay
from cinnabar.orders.actions.placing import Agreement, place_order
from cinnabar.orders.actions.refunding import refund_in_full
from cinnabar.orders.actions.shipping import confirm_delivery, mark_shipped
from cinnabar.orders.addresses import Address, written
from cinnabar.orders.baskets import Holder, lines_of_person
from cinnabar.orders.models import Order, Purchase, PurchaseState
from cinnabar.orders.rules import quote
from cinnabar.people.models import Person
from cinnabar.shop.models import Product, Variant

CARRIERS = {"CN": "SF Express", "NZ": "NZ Post", "AU": "Australia Post", "GB": "Royal Mail", "IE": "An Post"}
# Invented doors in real towns, as the forms of their countries ask for them.
DOORS = {
    "CN": {
        "street_address": "梧桐路 18 弄 302 室",
        "city_area": "徐汇区",
        "city": "上海市",
        "country_area": "上海市",
        "postal_code": "200031",
    },
    "IE": {
        "street_address": "7 Larkspur Lane",
        "city": "Dublin",
        "country_area": "Co. Dublin",
        "postal_code": "D08 X4Y2",
    },
    "GB": {"street_address": "12 Marigold Street", "city": "Bristol", "postal_code": "BS1 4QA"},
    "NO": {"street_address": "Bjørkebakken 9", "city": "Oslo", "postal_code": "0450"},
    "NZ": {"street_address": "5 Pōhutukawa Road", "city_area": "Ponsonby", "city": "Auckland", "postal_code": "1011"},
}


def buy_for(buyer: Person, product: Product, *, delivered: datetime, refunded: datetime | None = None) -> Order:
    """One piece of `product`, in the buyer's hands at `delivered`; the money goes back at `refunded`."""
    shop = product.shop
    shipped = delivered - timedelta(days=(shop.days_min + shop.days_max) / 2)
    order = place_and_pay(buyer, [_a_variant(product)], at_=shipped - timedelta(hours=20))[0]
    send(order, at_=shipped)
    with at(delivered):
        confirm_delivery(order)
    if refunded is not None:
        with at(refunded):
            refund_in_full(order, reason="returned")
    return order


def place_and_pay(buyer: Person, variants: list[Variant], *, at_: datetime) -> list[Order]:
    """A paid purchase of one piece of each variant, its orders by shop."""
    address = address_of(buyer)
    with at(at_):
        for variant in variants:
            buy_now(Holder(person_id=buyer.pk), variant.pk, 1)
        current = quote(lines_of_person(buyer, country=address.country), currency=variants[0].currency)
        key = f"town-{variants[0].pk}-{at_:%y%m%d%H}"
        language = buyer.language or "en"
        purchase = place_order(buyer, Agreement(key, current.total, address, language))
        if purchase.state == PurchaseState.PLACED:  # else an earlier filling was stopped right behind it
            pay(buyer, purchase.pk, agreed=purchase.total, means="approve")
    return list(Purchase.objects.get(pk=purchase.pk).orders.all())


def send(order: Order, *, at_: datetime) -> None:
    """The shop hands the parcel to a carrier of its country."""
    carrier = CARRIERS.get(order.shop.country, "Postal service")
    with at(at_):
        mark_shipped(order, carrier=carrier, tracking=f"{order.shop.country}{order.pk % 10**9:09d}")


def _a_variant(product: Product) -> Variant:
    return product.variants.filter(in_stock__gt=0).order_by("position")[0]


def address_of(buyer: Person) -> Address:
    """Where parcels for `buyer` go."""
    fields = DOORS[buyer.country]
    return Address(
        name=buyer.name,
        phone="+353 1 555 0134" if buyer.country != "CN" else "021-5555 0134",
        country=buyer.country,
        lines=written(fields, country=buyer.country),
        fields=fields,
    )
