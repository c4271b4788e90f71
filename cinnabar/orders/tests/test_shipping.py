"""From the shop to the doorstep, by hand and by timetable, and money back afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cinnabar.kit.clock import at, now
from cinnabar.kit.money import Money
from cinnabar.notes.models import PurchaseProof
from cinnabar.orders.actions.refunding import CannotRefund, refund, refund_in_full
from cinnabar.orders.actions.shipping import (
    CannotShip,
    NotOnItsWay,
    confirm_delivery,
    mark_shipped,
    record_carrier_delivery,
    record_parcel_event,
)
from cinnabar.orders.jobs import assume_deliveries, complete_orders
from cinnabar.orders.models import Order, Parcel
from cinnabar.orders.tests.props import a_paid_order, a_purchase
from cinnabar.payments.actions import RefundTooLarge
from cinnabar.payments.models import Refund
from cinnabar.people.models import Person
from cinnabar.shop.models import Variant

pytestmark = pytest.mark.usefixtures("demo")


def a_shipped_order(person: Person, variant: Variant, quantity: int = 1) -> Order:
    order = a_paid_order(person, variant, quantity)
    mark_shipped(order, carrier="DHL", tracking="JD014")
    order.refresh_from_db()
    return order


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state


def test_sending_twice_makes_one_parcel(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)

    first = mark_shipped(order, carrier="DHL", tracking="JD014")
    second = mark_shipped(order, carrier="UPS")

    assert first == second
    assert (Parcel.objects.get().carrier, state_of(order)) == ("DHL", "shipped")


def test_nothing_is_sent_before_it_is_paid(tom: Person, coral: Variant) -> None:
    order = a_purchase(tom, coral).orders.get()

    with pytest.raises(CannotShip):
        mark_shipped(order, carrier="DHL")

    assert (Parcel.objects.count(), state_of(order)) == (0, "placed")


def test_the_buyer_confirms_and_gains_a_proof(tom: Person, coral: Variant) -> None:
    order = a_shipped_order(tom, coral)

    confirm_delivery(order)
    confirm_delivery(order)

    assert (state_of(order), Parcel.objects.get().confirmed_by_buyer) == ("delivered", True)
    proof = PurchaseProof.objects.get()
    assert (proof.person, proof.product, proof.order_line_id) == (tom, coral.product, order.lines.get().pk)


def test_what_was_not_sent_cannot_arrive(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)

    with pytest.raises(NotOnItsWay):
        confirm_delivery(order)

    assert (state_of(order), PurchaseProof.objects.count()) == ("to_ship", 0)


def test_ten_days_after_the_carrier_says_so_it_has_arrived(tom: Person, coral: Variant) -> None:
    order = a_shipped_order(tom, coral)
    record_carrier_delivery(order.parcels.get(), at=now() + timedelta(days=3))

    with at(now() + timedelta(days=12)):
        assume_deliveries()
        assert state_of(order) == "shipped"
    with at(now() + timedelta(days=13, hours=1)):
        assume_deliveries()
        assume_deliveries()

    assert (state_of(order), Parcel.objects.get().confirmed_by_buyer) == ("delivered", False)
    assert PurchaseProof.objects.count() == 1


def test_without_word_of_the_carrier_it_has_arrived_ten_days_after_the_promise(tom: Person, coral: Variant) -> None:
    order = a_shipped_order(tom, coral)  # promised within 7 days

    with at(now() + timedelta(days=17)):
        assume_deliveries()
        assert state_of(order) == "shipped"
    with at(now() + timedelta(days=18)):
        assume_deliveries()

    assert state_of(order) == "delivered"


def test_ten_days_after_delivery_the_order_is_closed(tom: Person, coral: Variant) -> None:
    order = a_shipped_order(tom, coral)
    confirm_delivery(order)

    with at(now() + timedelta(days=11)):
        complete_orders()

    assert state_of(order) == "completed"


def test_the_way_of_a_parcel_is_told_in_order_and_once(tom: Person, coral: Variant) -> None:
    parcel = a_shipped_order(tom, coral).parcels.get()
    later, sooner = now(), now() - timedelta(hours=5)
    record_parcel_event(parcel, at=later, place="Leipzig", text_en="Sorted", text_zh="分拣")
    for _again in range(2):
        record_parcel_event(parcel, at=sooner, place="Seoul", text_en="Picked up", text_zh="揽收")

    parcel.refresh_from_db()
    assert [event["place"] for event in parcel.events] == ["Seoul", "Leipzig"]


def test_a_full_refund_goes_back_once_and_takes_the_proof(tom: Person, coral: Variant) -> None:
    order = a_shipped_order(tom, coral)
    confirm_delivery(order)

    refund_in_full(order, reason="returned")
    refund_in_full(order, reason="returned")

    order.refresh_from_db()
    assert (order.refunded_minor, order.state, order.is_refunded) == (2400, "delivered", True)
    assert Refund.objects.get().amount_minor == 2400
    assert PurchaseProof.objects.get().withdrawn_at is not None


def test_never_more_goes_back_than_was_paid(tom: Person, coral: Variant) -> None:
    """ORD-2: parts add up to the total at most, and a typed amount above what is left is refused."""
    order = a_shipped_order(tom, coral, 3)  # 64.00
    refund(order, Money(4000, "EUR"), reason="damaged", key="a")
    refund(order, Money(4000, "EUR"), reason="damaged", key="a")

    for too_much in (2401, 30000):
        with pytest.raises(RefundTooLarge):
            refund(order, Money(too_much, "EUR"), reason="goodwill", key=f"b-{too_much}")
    for wrong in (Money(0, "EUR"), Money(-5, "EUR"), Money(5, "USD")):
        with pytest.raises(ValueError, match="not an amount"):
            refund(order, wrong, reason="goodwill", key="c")

    order.refresh_from_db()
    assert order.refunded_minor == 4000
    assert [one.amount_minor for one in Refund.objects.all()] == [4000]
    refund_in_full(order, reason="returned")
    assert sorted(one.amount_minor for one in Refund.objects.all()) == [2400, 4000]


def test_before_shipping_an_order_is_cancelled_not_refunded(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)

    with pytest.raises(CannotRefund):
        refund_in_full(order, reason="goodwill")

    assert not Refund.objects.exists()
