"""Placing an order: the agreed total, the stock, one purchase per key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cinnabar.kit.clock import at
from cinnabar.kit.money import Money
from cinnabar.notes.models import Note, ProductTag
from cinnabar.orders.actions.basketing import add_to_basket
from cinnabar.orders.actions.placing import DoesNotShip, NothingToBuy, TotalChanged, place_order
from cinnabar.orders.baskets import Holder
from cinnabar.orders.models import BasketLine, Order, OrderLine, Purchase
from cinnabar.orders.tests.props import a_purchase, an_agreement, euros, put
from cinnabar.people.models import Person
from cinnabar.shop.models import Product, ProductCard, Shop, Variant
from cinnabar.shop.stock import OutOfStock
from tests.cast import a_product, a_shop


def in_stock(variant: Variant) -> int:
    return Variant.objects.get(pk=variant.pk).in_stock


def nothing_was_ordered(variant: Variant, *, left: int) -> bool:
    return not Purchase.objects.exists() and not Order.objects.exists() and in_stock(variant) == left


def test_an_order_copies_what_was_agreed_and_holds_the_stock(tom: Person, coral: Variant) -> None:
    put(tom, coral, 2)

    purchase = place_order(tom, an_agreement(tom))

    order = purchase.orders.get()
    assert (order.goods_minor, order.shipping_minor, order.total_minor) == (4000, 400, 4400)
    assert (purchase.total, purchase.state, order.state) == (euros(44), "placed", "placed")
    line = order.lines.get()
    assert (line.name_en, line.labels_en, line.unit_minor, line.quantity) == ("Petal Melt Lipstick", ["Coral"], 2000, 2)
    assert in_stock(coral) == 3
    assert not BasketLine.objects.exists()


def test_the_buyer_never_pays_a_total_they_have_not_seen(tom: Person, coral: Variant) -> None:
    put(tom, coral)
    agreed = an_agreement(tom)
    Variant.objects.filter(pk=coral.pk).update(price_minor=2400)

    with pytest.raises(TotalChanged) as surprise:
        place_order(tom, agreed)

    assert surprise.value.quote.total == euros(28)
    assert nothing_was_ordered(coral, left=5)
    assert BasketLine.objects.get().quantity == 1


def test_an_item_added_in_another_tab_is_not_bought_unseen(tom: Person, coral: Variant, rose: Variant) -> None:
    """BSK-4, second trial."""
    put(tom, coral)
    agreed = an_agreement(tom)
    put(tom, rose, 3)

    with pytest.raises(TotalChanged):
        place_order(tom, agreed)

    assert nothing_was_ordered(coral, left=5)


def test_an_amount_in_another_currency_is_another_total(tom: Person, coral: Variant) -> None:
    put(tom, coral)

    with pytest.raises(NothingToBuy):
        place_order(tom, replace(an_agreement(tom), total=Money(2400, "CNY")))

    assert nothing_was_ordered(coral, left=5)


def test_more_than_is_left_is_not_sold(tom: Person, coral: Variant) -> None:
    put(tom, coral, 3)
    agreed = an_agreement(tom)
    Variant.objects.filter(pk=coral.pk).update(in_stock=2)

    with pytest.raises(OutOfStock) as problem:
        place_order(tom, agreed)

    assert problem.value.left == {coral.pk: 2}
    assert nothing_was_ordered(coral, left=2)


def test_all_is_held_or_nothing(tom: Person, coral: Variant, rose: Variant) -> None:
    put(tom, coral, 2)
    put(tom, rose, 2)
    agreed = an_agreement(tom)
    Variant.objects.filter(pk=rose.pk).update(in_stock=1)

    with pytest.raises(OutOfStock):
        place_order(tom, agreed)

    assert nothing_was_ordered(coral, left=5)


def test_a_basket_of_two_shops_becomes_one_order_per_shop(tom: Person, zoe: Person, coral: Variant) -> None:
    fjord = a_shop(zoe, "fjord", shipping_minor=900, free_from_minor=5000)
    mug = a_product(fjord, "Mug", price=2500).variants.get(position=0)
    put(tom, coral)
    put(tom, mug, 2)

    purchase = place_order(tom, an_agreement(tom))

    orders = {order.shop_name: (order.goods_minor, order.shipping_minor) for order in purchase.orders.all()}
    assert orders == {"Hanok": (2000, 400), "Fjord": (5000, 0)}
    assert purchase.total == euros(74)
    assert purchase.total_minor == sum(order.total_minor for order in purchase.orders.all())


def test_one_checkout_takes_one_currency(tom: Person, zoe: Person, coral: Variant) -> None:
    serum = a_product(a_shop(zoe, "wukang", currency="CNY"), "Serum", price=18900).variants.get(position=0)
    put(tom, coral)
    put(tom, serum)

    purchase = place_order(tom, an_agreement(tom))

    assert purchase.total == euros(24)
    assert [line.variant_id for line in BasketLine.objects.all()] == [serum.pk]


def test_buying_one_thing_now_leaves_the_rest_in_the_basket(tom: Person, coral: Variant, rose: Variant) -> None:
    put(tom, coral)
    put(tom, rose)

    purchase = place_order(tom, replace(an_agreement(tom), total=euros(24), only=rose.pk))

    assert OrderLine.objects.get(order__purchase=purchase).variant_id == rose.pk
    assert BasketLine.objects.get().variant_id == coral.pk


def test_what_is_sold_out_is_neither_in_the_total_nor_bought(tom: Person, coral: Variant, rose: Variant) -> None:
    put(tom, coral)
    put(tom, rose)
    Variant.objects.filter(pk=rose.pk).update(in_stock=0)

    purchase = place_order(tom, an_agreement(tom))

    assert purchase.total == euros(24)
    assert BasketLine.objects.get().variant_id == rose.pk


def test_a_shop_that_does_not_ship_there_blocks(tom: Person, hanok: Shop, coral: Variant) -> None:
    Shop.objects.filter(pk=hanok.pk).update(ships_to=["KR", "CN"])
    put(tom, coral)

    with pytest.raises(DoesNotShip) as problem:
        place_order(tom, an_agreement(tom, country="DE"))

    assert [part.shop.shop_name for part in problem.value.quote.not_shipping] == ["Hanok"]
    assert nothing_was_ordered(coral, left=5)


def test_goods_that_are_not_on_sale_any_more_cannot_be_bought(tom: Person, lipstick: Product, coral: Variant) -> None:
    put(tom, coral)
    agreed = an_agreement(tom)
    Product.objects.filter(pk=lipstick.pk).update(status="paused")

    with pytest.raises(NothingToBuy):
        place_order(tom, agreed)

    assert nothing_was_ordered(coral, left=5)


def test_the_same_key_is_the_same_purchase(tom: Person, coral: Variant) -> None:
    first = a_purchase(tom, coral, key="once")
    put(tom, coral)

    second = place_order(tom, an_agreement(tom, key="once"))

    assert second.pk == first.pk
    assert Order.objects.count() == 1
    assert in_stock(coral) == 4


def test_keys_of_two_buyers_never_meet(tom: Person, zoe: Person, coral: Variant) -> None:
    first, second = a_purchase(tom, coral, key="once"), a_purchase(zoe, coral, key="once")

    assert (first.buyer, second.buyer) == (tom, zoe)


def test_the_last_piece_changes_the_card(tom: Person, lipstick: Product, coral: Variant, rose: Variant) -> None:
    Variant.objects.filter(pk=rose.pk).update(in_stock=0)

    a_purchase(tom, coral, 5)

    assert ProductCard.objects.get(product=lipstick).in_stock is False


def test_the_line_remembers_the_note_that_shows_the_product(tom: Person, mei: Person, coral: Variant) -> None:
    shown = Note.objects.create(author=mei, state="published", published_at=datetime(2026, 9, 1, tzinfo=UTC))
    ProductTag.objects.create(note=shown, product=coral.product, provenance="elsewhere")
    other = Note.objects.create(author=mei, state="published", published_at=datetime(2026, 9, 1, tzinfo=UTC))
    holder = Holder(person_id=tom.pk)
    add_to_basket(holder, coral.pk, 1, from_note_id=shown.pk)
    add_to_basket(holder, coral.pk, 1, from_note_id=other.pk)

    place_order(tom, an_agreement(tom))

    assert OrderLine.objects.get().from_note_id == shown.pk


def test_an_order_can_be_placed_in_the_past(tom: Person, coral: Variant) -> None:
    with at(datetime(2026, 3, 8, 12, tzinfo=UTC)):
        purchase = a_purchase(tom, coral)

    order = purchase.orders.get()
    assert purchase.placed_at.date().isoformat() == "2026-03-08"
    assert (order.promised_from.isoformat(), order.promised_to.isoformat()) == ("2026-03-11", "2026-03-15")


def test_placing_takes_few_queries(tom: Person, coral: Variant, rose: Variant) -> None:
    put(tom, coral)
    put(tom, rose)
    agreed = an_agreement(tom)

    with CaptureQueriesContext(connection) as made:
        place_order(tom, agreed)

    # basket, key, lines, hold, purchase, orders, order lines, basket lines
    assert len([query for query in made if "SAVEPOINT" not in query["sql"]]) == 8
