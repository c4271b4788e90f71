"""Who works in which shop."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from cinnabar.people.models import Person
from cinnabar.shop.models import Shop, ShopStaff


def is_staff(person: Person | AnonymousUser, shop_id: int) -> bool:
    """Whether `person` works in that shop, in any role."""
    return person.is_authenticated and ShopStaff.objects.filter(shop_id=shop_id, person_id=person.pk).exists()


def shops_of(person: Person | AnonymousUser) -> QuerySet[Shop]:
    """The shops `person` works in, by name; none for a stranger."""
    if not person.is_authenticated:
        return Shop.objects.none()
    return Shop.objects.filter(staff__person_id=person.pk).order_by("name")
