"""Where a person works, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.exports import Part, Row, plain
from cinnabar.shop.models import Brand, ShopInvitation, ShopStaff


def _roles(person_id: int) -> Iterable[Row]:
    return plain(ShopStaff.objects.filter(person_id=person_id).order_by("shop_id"), "role", shop_name=F("shop__name"))


def _invitations(person_id: int) -> Iterable[Row]:
    rows = ShopInvitation.objects.filter(person_id=person_id).order_by("pk")
    return plain(rows, "role", "at", shop_name=F("shop__name"), by=F("invited_by__handle"))


def _brands(person_id: int) -> Iterable[Row]:
    return plain(Brand.objects.filter(keeper_id=person_id).order_by("pk"), "slug", "name")


ROLES = Part("shop-roles", _("Shops you work for"), _roles, ("shop.ShopStaff",))
INVITATIONS = Part("shop-invitations", _("Invitations"), _invitations, ("shop.ShopInvitation",))
BRANDS = Part("brands", _("Brands you speak for"), _brands, ("shop.Brand",))
