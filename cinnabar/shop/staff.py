"""Who works in which shop, and what each role may do there."""

from __future__ import annotations

from enum import Enum

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from cinnabar.people.models import Person
from cinnabar.shop.models import Shop, ShopRole, ShopStaff


class Duty(Enum):
    """What may be done at the desk of a shop."""

    ORDERS = "orders"  # see them, pack and send
    REFUNDS = "refunds"
    PRODUCTS = "products"  # make and edit them, with price and stock
    STAFF = "staff"  # invite and remove
    SETTINGS = "settings"


MAY: dict[str, frozenset[Duty]] = {
    ShopRole.OWNER: frozenset(Duty),
    ShopRole.MANAGER: frozenset({Duty.ORDERS, Duty.REFUNDS, Duty.PRODUCTS}),
    ShopRole.SUPPORT: frozenset({Duty.ORDERS}),
}


def duties_in(person: Person | AnonymousUser, shop_id: int) -> frozenset[Duty]:
    """What `person` may do in that shop; nothing for a stranger."""
    if not person.is_authenticated:
        return frozenset()
    role = ShopStaff.objects.filter(shop_id=shop_id, person_id=person.pk).values_list("role", flat=True).first()
    return MAY[role] if role else frozenset()


def is_staff(person: Person | AnonymousUser, shop_id: int) -> bool:
    """Whether `person` works in that shop, in any role."""
    return person.is_authenticated and ShopStaff.objects.filter(shop_id=shop_id, person_id=person.pk).exists()


def shops_of(person: Person | AnonymousUser) -> QuerySet[Shop]:
    """The shops `person` works in, by name; none for a stranger."""
    if not person.is_authenticated:
        return Shop.objects.none()
    return Shop.objects.filter(staff__person_id=person.pk).order_by("name")
