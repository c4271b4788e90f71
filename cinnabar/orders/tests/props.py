"""Short builders for tests of orders."""

from __future__ import annotations

from typing import Any

from cinnabar.kit.money import Money
from cinnabar.orders.actions.basketing import add_to_basket
from cinnabar.orders.actions.paying import pay
from cinnabar.orders.actions.placing import Agreement, place_order
from cinnabar.orders.addresses import Address
from cinnabar.orders.baskets import Holder, lines_of_person
from cinnabar.orders.models import Order, Purchase
from cinnabar.orders.rules import quote
from cinnabar.people.models import Person
from cinnabar.shop.models import Variant

HOME = {"street_address": "Linienstraße 7", "city": "Berlin", "postal_code": "10119"}


def an_address(country: str = "DE") -> Address:
    return Address(
        name="Tom Reader",
        phone="+49 30 123456",
        country=country,
        lines=["Linienstraße 7", "10119 Berlin"],
        fields=HOME,
    )


def put(person: Person, variant: Variant, quantity: int = 1, **more: Any) -> None:
    add_to_basket(Holder(person_id=person.pk), variant.pk, quantity, **more)


def an_agreement(person: Person, *, key: str = "key-1", currency: str = "EUR", country: str = "DE") -> Agreement:
    """Agreement to exactly what the basket costs now."""
    now = quote(lines_of_person(person, country=country), currency=currency)
    return Agreement(key=key, total=now.total, address=an_address(country), language="en")


def a_purchase(person: Person, variant: Variant, quantity: int = 1, *, key: str = "key-1") -> Purchase:
    put(person, variant, quantity)
    return place_order(person, an_agreement(person, key=key, currency=variant.currency))


def a_paid_order(person: Person, variant: Variant, quantity: int = 1, *, key: str = "key-1") -> Order:
    purchase = a_purchase(person, variant, quantity, key=key)
    pay(person, purchase.pk, agreed=purchase.total, means="approve")
    return Order.objects.get(purchase=purchase)


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


def address_form(**changed: str) -> dict[str, str]:
    """What a buyer types into the address form of Germany."""
    return {"name": "Tom Reader", "phone": "+49 30 123456", **HOME, "street_more": "", **changed}
