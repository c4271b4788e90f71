"""Asking people to work in a shop, and letting them go."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from cinnabar.kit.events import announce
from cinnabar.people.models import Block, Person
from cinnabar.shop.actions import add_staff
from cinnabar.shop.events import StaffInvited
from cinnabar.shop.models import Shop, ShopInvitation, ShopRole, ShopStaff


class CannotInvite(ValueError):
    """That person cannot be asked; `reason` says why in one word: unknown or staff."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LastOwner(ValueError):
    """A shop keeps at least one owner."""


@transaction.atomic
def invite_staff(shop: Shop, person: Person, *, role: ShopRole, by: Person) -> None:
    """Ask `person` to work in `shop`. Twice changes nothing; another role replaces the former one.

    Between people who block each other nobody is told that the other is there.
    """
    shop = Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    if Block.objects.filter(Q(blocker=by, blocked=person) | Q(blocker=person, blocked=by)).exists():
        raise CannotInvite("unknown")
    if ShopStaff.objects.filter(shop=shop, person=person).exists():
        raise CannotInvite("staff")
    known = ShopInvitation.objects.filter(shop=shop, person=person).first()
    if known and known.role == role:
        return
    ShopInvitation.objects.update_or_create(shop=shop, person=person, defaults={"role": role, "invited_by": by})
    announce(StaffInvited(shop.pk, person.pk, role.value))


@transaction.atomic
def accept_invitation(shop: Shop, person: Person) -> None:
    """Begin to work in `shop`. Without an invitation, as after a second press, nothing changes."""
    shop = Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    if invitation := ShopInvitation.objects.filter(shop=shop, person=person).first():
        add_staff(shop, person, role=ShopRole(invitation.role))
        _forget(shop, person)


@transaction.atomic
def decline_invitation(shop: Shop, person: Person) -> None:
    """Take an invitation away, by either side. Twice changes nothing."""
    _forget(shop, person)


@transaction.atomic
def remove_staff(shop: Shop, person: Person) -> None:
    """End that `person` works in `shop`; LastOwner when nobody would own it. Twice changes nothing."""
    shop = Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    _check_owner_stays(shop, without=person)
    ShopStaff.objects.filter(shop=shop, person=person).delete()


@transaction.atomic
def change_role(shop: Shop, person: Person, *, role: ShopRole) -> None:
    """Give a colleague another role; LastOwner when nobody would own the shop. For a stranger nothing changes."""
    shop = Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    if role != ShopRole.OWNER:
        _check_owner_stays(shop, without=person)
    ShopStaff.objects.filter(shop=shop, person=person).update(role=role)


def _check_owner_stays(shop: Shop, *, without: Person) -> None:
    owners = set(ShopStaff.objects.filter(shop=shop, role=ShopRole.OWNER).values_list("person_id", flat=True))
    if owners == {without.pk}:
        raise LastOwner(shop.slug)


def _forget(shop: Shop, person: Person) -> None:
    ShopInvitation.objects.filter(shop=shop, person=person).delete()
