"""A delivery proves a purchase; a full refund takes the proof back; tags and cards follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.notes.actions import DraftContent, TagContent, edit_note, publish_note, save_draft, start_draft
from cinnabar.notes.composer.stored import content_of
from cinnabar.notes.models import NoteCard, NotePicture, ProductTag, PurchaseProof
from cinnabar.notes.proofs import grant_proofs, withdraw_proofs
from cinnabar.notes.provenance import choices_for
from cinnabar.notes.seals import mark_own_goods, settle_seals
from cinnabar.notes.tests.props import a_note, a_tag
from cinnabar.people.models import Person
from cinnabar.shop.actions import add_staff, verify_brand
from cinnabar.shop.models import Product, ProductCard, ShopRole
from cinnabar.shop.tests.props import a_stored_picture
from tests.cast import a_product, a_shop


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


def said(author: Person, *tags: TagContent) -> list[str]:
    note = a_note(author, tags=tags)
    return [*ProductTag.objects.filter(note=note).order_by("position").values_list("provenance", flat=True)]


def test_another_name_for_ones_own_goods_makes_them_no_less_ones_own(
    lin: Person, zoe: Person, lipstick: Product
) -> None:
    """Staff cannot pass by their shop with an outside product, a wider script or a rival's listing."""
    rival = a_product(a_shop(zoe, "riverside"), "The same at a rival's")
    names = (
        ("Petal Theory", "Lipstick"),
        ("", "ＰＥＴＡＬ  theory lipstick"),
        ("花瓣理论", "口红"),
        ("", "新的花瓣理论唇膏"),
    )
    outside = [TagContent(outside_brand=brand, outside_name=name, provenance="elsewhere") for brand, name in names]

    assert said(lin, *outside, a_tag(rival), a_tag(lipstick)) == ["own_shop"] * 6


def test_other_brands_stay_what_their_author_says(lin: Person, tom: Person, lipstick: Product) -> None:
    names = (("Petal Theoryx", "Lipstick"), ("Kobold & Elm", "Balm"))
    outside = [TagContent(outside_brand=brand, outside_name=name, provenance="gifted") for brand, name in names]

    assert said(lin, *outside) == ["gifted", "gifted"]
    assert said(tom, TagContent(outside_brand="Petal Theory", outside_name="x", provenance="gifted")) == ["gifted"]


def test_who_speaks_for_a_brand_says_so_of_its_goods_everywhere(mei: Person, lipstick: Product) -> None:
    verify_brand(lipstick.brand, mei)

    assert said(mei, a_tag(lipstick)) == ["own_shop"]


def test_notes_from_before_say_so_when_their_author_joins(mei: Person, tom: Person, lipstick: Product) -> None:
    note = a_note(mei, tags=(a_tag(lipstick, rating=5),))
    assert ProductCard.objects.get(product=lipstick).stars_5 == 1

    add_staff(lipstick.shop, mei, role=ShopRole.SUPPORT)
    for _run in range(2):
        mark_own_goods(mei.pk)

    assert NoteCard.objects.get(note=note).money_mark == "own_shop"
    assert ProductCard.objects.get(product=lipstick).stars_5 == 0


@pytest.mark.parametrize("door", ["draft", "publish", "edit", "page"])
def test_no_door_lets_staff_say_otherwise(lin: Person, lipstick: Product, browser_of: Any, door: str) -> None:
    claimed = TagContent(product_id=lipstick.pk, provenance="elsewhere")
    content = DraftContent(title="Mine", body="Good", tags=[claimed])
    if door in ("draft", "publish"):
        note = save_draft(start_draft(lin), content)
        ProductTag.objects.update(provenance="elsewhere")  # it was saved before lin worked there
        if door == "publish":
            picture = a_stored_picture(lin)
            NotePicture.objects.create(
                note=note, position=0, picture_id=picture.pk, secret=picture.secret, width=3, height=4
            )
            publish_note(note)
        else:
            save_draft(note, content)
    elif door == "edit":
        note = a_note(lin, tags=(a_tag(lipstick),))
        edit_note(note, replace(content_of(note), tags=[claimed]))
    else:
        page = browser_of(lin).get(f"/notes/products?key=1&product={encode(lipstick.pk)}").content.decode()
        assert 'value="own_shop"' in page and 'value="elsewhere"' not in page
        return

    assert ProductTag.objects.get().provenance == "own_shop"
