"""An order in several parcels, and money that goes back in parts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cinnabar.kit.clock import at, now
from cinnabar.kit.money import Money
from cinnabar.orders.actions.cancelling import TooLate, cancel_order
from cinnabar.orders.actions.refunding import RefundedMeanwhile, refund
from cinnabar.orders.actions.shipping import (
    NotInParcel,
    NotOnItsWay,
    confirm_delivery,
    mark_shipped,
    record_carrier_delivery,
    send_no_more,
)
from cinnabar.orders.jobs import assume_deliveries
from cinnabar.orders.models import Order, Parcel
from cinnabar.orders.queries import refunds_of, unsent
from cinnabar.orders.reasons import CancelReason
from cinnabar.orders.tests.props import a_paid_order
from cinnabar.people.models import Person
from cinnabar.shop.models import Variant

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def order(tom: Person, coral: Variant) -> Order:
    return a_paid_order(tom, coral, 3)


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state


def test_the_order_is_sent_when_its_last_piece_is(order: Order) -> None:
    line = order.lines.get().pk

    for _press in range(2):
        mark_shipped(order, carrier="DHL", contents={line: 1})
    assert (state_of(order), unsent(order), Parcel.objects.count()) == ("part_sent", {line: 2}, 1)
    mark_shipped(order, carrier="UPS", nth=2)

    assert (state_of(order), unsent(order)) == ("shipped", {})
    assert [*Parcel.objects.order_by("pk").values_list("carrier", "contents")] == [
        ("DHL", [[line, 1]]),
        ("UPS", [[line, 2]]),
    ]


@pytest.mark.parametrize("pieces", [0, 4, -1])
def test_a_parcel_holds_what_was_bought_and_waits(order: Order, pieces: int) -> None:
    with pytest.raises(NotInParcel):
        mark_shipped(order, carrier="DHL", contents={order.lines.get().pk: pieces})
    with pytest.raises(NotInParcel):
        mark_shipped(order, carrier="DHL", contents={7: 1})

    assert (state_of(order), Parcel.objects.count()) == ("to_ship", 0)


def test_what_is_partly_sent_is_not_cancelled_and_not_confirmed(order: Order) -> None:
    mark_shipped(order, carrier="DHL", contents={order.lines.get().pk: 1})

    with pytest.raises(TooLate):
        cancel_order(order, reason=CancelReason.BUYER)
    with pytest.raises(NotOnItsWay):
        confirm_delivery(order)

    assert (state_of(order), Order.objects.get().refunded_minor) == ("part_sent", 0)


def test_what_never_comes_is_refunded_and_the_rest_confirmed(order: Order) -> None:
    mark_shipped(order, carrier="DHL", contents={order.lines.get().pk: 1})
    refund(order, Money(4000, "EUR"), reason="goodwill", key="rest")

    for _press in range(2):
        send_no_more(order)
    confirm_delivery(order)

    assert (state_of(order), Order.objects.get().refunded_minor) == ("delivered", 4000)


def test_it_has_not_arrived_while_one_parcel_is_on_its_way(order: Order) -> None:
    first = mark_shipped(order, carrier="DHL", contents={order.lines.get().pk: 1})
    second = mark_shipped(order, carrier="DHL", nth=2)
    record_carrier_delivery(first, at=now())

    with at(now() + timedelta(days=11)):
        assume_deliveries()
        assert state_of(order) == "shipped"
        record_carrier_delivery(second, at=now() - timedelta(days=10, hours=1))
        assume_deliveries()

    assert state_of(order) == "delivered"


def test_two_windows_never_refund_twice_unseen(order: Order) -> None:
    mark_shipped(order, carrier="DHL")
    for _press in range(2):
        refund(order, Money(1000, "EUR"), reason="damaged", key="a", seen_minor=0)

    with pytest.raises(RefundedMeanwhile):
        refund(order, Money(1000, "EUR"), reason="damaged", key="b", seen_minor=0)

    assert Order.objects.get().refunded_minor == 1000
    assert [one.amount_minor for one in refunds_of(Order.objects.get())] == [1000]
