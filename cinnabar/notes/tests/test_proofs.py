"""A delivery proves a purchase; a full refund takes the proof back; tags and cards follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from cinnabar.notes.models import NoteCard, ProductTag, PurchaseProof
from cinnabar.notes.proofs import grant_proofs, withdraw_proofs
from cinnabar.notes.provenance import choices_for
from cinnabar.notes.seals import settle_seals
from cinnabar.notes.tests.props import a_note, a_tag
from cinnabar.people.models import Person
from cinnabar.shop.models import Product
from tests.cast import a_product


@dataclass(frozen=True)
class Fact:
    buyer_id: int
    shop_id: int
    lines: tuple[tuple[int, int], ...]
    is_test: bool = False
    is_full: bool = True


@pytest.fixture
def bought(tom: Person, lipstick: Product) -> Fact:
    return Fact(tom.pk, lipstick.shop_id, ((11, lipstick.pk),))


def marks(product: Product) -> tuple[str, int]:
    return ProductTag.objects.get(product=product).provenance, NoteCard.objects.get(
        note__tags__product=product
    ).tags_here


def test_a_delivery_proves_the_purchase_once(tom: Person, lipstick: Product, bought: Fact) -> None:
    grant_proofs(bought)
    grant_proofs(bought)

    proof = PurchaseProof.objects.get()
    assert (proof.person, proof.product, proof.order_line_id, proof.withdrawn_at) == (tom, lipstick, 11, None)
    assert choices_for(tom, lipstick).offered[0] == "here"


def test_a_full_refund_turns_the_seal_into_returned(tom: Person, lipstick: Product, bought: Fact) -> None:
    grant_proofs(bought)
    a_note(tom, tags=(a_tag(lipstick, "here"),))
    assert marks(lipstick) == ("here", 1)

    for _ in range(2):
        withdraw_proofs(bought)
        settle_seals(tom.pk, [lipstick.pk])

    assert marks(lipstick) == ("returned", 0)


def test_a_delivery_that_is_told_again_does_not_bring_a_withdrawn_proof_back(bought: Fact) -> None:
    grant_proofs(bought)
    withdraw_proofs(bought)

    grant_proofs(bought)

    assert PurchaseProof.objects.get().withdrawn_at is not None


def test_a_second_purchase_brings_the_seal_back(tom: Person, lipstick: Product, bought: Fact) -> None:
    grant_proofs(bought)
    a_note(tom, tags=(a_tag(lipstick, "here"),))
    withdraw_proofs(bought)
    settle_seals(tom.pk, [lipstick.pk])

    grant_proofs(Fact(tom.pk, lipstick.shop_id, ((12, lipstick.pk),)))
    settle_seals(tom.pk, [lipstick.pk])

    assert marks(lipstick) == ("here", 1)


def test_one_of_two_purchases_refunded_leaves_the_seal(tom: Person, lipstick: Product, bought: Fact) -> None:
    grant_proofs(bought)
    grant_proofs(Fact(tom.pk, lipstick.shop_id, ((12, lipstick.pk),)))
    a_note(tom, tags=(a_tag(lipstick, "here"),))

    withdraw_proofs(bought)
    settle_seals(tom.pk, [lipstick.pk])

    assert marks(lipstick) == ("here", 1)


def test_a_partial_refund_withdraws_nothing(tom: Person, lipstick: Product, bought: Fact) -> None:
    grant_proofs(bought)

    withdraw_proofs(Fact(tom.pk, lipstick.shop_id, bought.lines, is_full=False))

    assert PurchaseProof.objects.get().withdrawn_at is None


def test_what_the_author_said_stays_when_a_proof_comes(tom: Person, lipstick: Product, bought: Fact) -> None:
    a_note(tom, tags=(a_tag(lipstick, "elsewhere"),))

    grant_proofs(bought)
    settle_seals(tom.pk, [lipstick.pk])

    assert marks(lipstick) == ("elsewhere", 0)


def test_a_refund_touches_no_other_product(tom: Person, lipstick: Product, bought: Fact) -> None:
    balm = a_product(lipstick.shop, "Balm")
    grant_proofs(Fact(tom.pk, lipstick.shop_id, ((11, lipstick.pk), (12, balm.pk))))
    a_note(tom, tags=(a_tag(balm, "here"),))

    withdraw_proofs(bought)
    settle_seals(tom.pk, [lipstick.pk])

    assert marks(balm) == ("here", 1)


def test_a_shops_own_people_prove_nothing(lin: Person, lipstick: Product) -> None:
    grant_proofs(Fact(lin.pk, lipstick.shop_id, ((11, lipstick.pk),)))

    assert not PurchaseProof.objects.exists()


@pytest.mark.parametrize("demo", [True, False])
def test_a_test_payment_proves_something_in_a_demo_only(
    tom: Person, lipstick: Product, settings: Any, demo: bool
) -> None:
    settings.DEMO = demo

    grant_proofs(Fact(tom.pk, lipstick.shop_id, ((11, lipstick.pk),), is_test=True))

    assert PurchaseProof.objects.exists() is demo
