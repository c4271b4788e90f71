"""Asking people to work in a shop, what each role may do, and letting them go."""

from __future__ import annotations

import pytest

from cinnabar.people.actions import block
from cinnabar.people.models import Person
from cinnabar.shop.models import Shop, ShopInvitation, ShopRole, ShopStaff
from cinnabar.shop.staff import MAY, Duty, duties_in
from cinnabar.shop.staffing import (
    CannotInvite,
    LastOwner,
    accept_invitation,
    change_role,
    decline_invitation,
    invite_staff,
    remove_staff,
)

DUTIES = [
    (ShopRole.OWNER, {"orders", "refunds", "products", "staff", "settings"}),
    (ShopRole.MANAGER, {"orders", "refunds", "products"}),
    (ShopRole.SUPPORT, {"orders"}),
]


@pytest.mark.parametrize(("role", "duties"), DUTIES)
def test_what_each_role_may_do(role: ShopRole, duties: set[str]) -> None:
    assert {duty.value for duty in MAY[role]} == duties


def test_an_invitation_counts_only_when_it_is_accepted(hanok: Shop, lin: Person, tom: Person) -> None:
    for _press in range(2):
        invite_staff(hanok, tom, role=ShopRole.SUPPORT, by=lin)
    assert duties_in(tom, hanok.pk) == frozenset()

    for _press in range(2):
        accept_invitation(hanok, tom)

    assert duties_in(tom, hanok.pk) == {Duty.ORDERS}
    assert not ShopInvitation.objects.exists()


def test_a_declined_invitation_opens_nothing(hanok: Shop, lin: Person, tom: Person) -> None:
    invite_staff(hanok, tom, role=ShopRole.MANAGER, by=lin)

    decline_invitation(hanok, tom)
    accept_invitation(hanok, tom)

    assert list(ShopStaff.objects.values_list("person_id", flat=True)) == [lin.pk]


def test_who_is_there_or_blocks_is_not_asked(hanok: Shop, lin: Person, tom: Person) -> None:
    block(tom, lin)
    for person, reason in ((lin, "staff"), (tom, "unknown")):
        with pytest.raises(CannotInvite) as refused:
            invite_staff(hanok, person, role=ShopRole.SUPPORT, by=lin)
        assert refused.value.reason == reason
    assert not ShopInvitation.objects.exists()


def test_the_last_owner_stays(hanok: Shop, lin: Person, tom: Person) -> None:
    with pytest.raises(LastOwner):
        remove_staff(hanok, lin)
    with pytest.raises(LastOwner):
        change_role(hanok, lin, role=ShopRole.SUPPORT)
    assert ShopStaff.objects.get().role == "owner"

    ShopStaff.objects.create(shop=hanok, person=tom, role=ShopRole.OWNER)
    remove_staff(hanok, lin)

    assert ShopStaff.objects.get().person_id == tom.pk
