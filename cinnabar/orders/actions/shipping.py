"""From the shop to the doorstep."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.orders.events import ParcelDelivered, ParcelShipped
from cinnabar.orders.models import Order, OrderState, Parcel
from cinnabar.orders.queries import lines_of


class CannotShip(Exception):
    """The order is not paid, or it was cancelled."""


class NotOnItsWay(Exception):
    """Nothing was sent that could have arrived."""


@transaction.atomic
def mark_shipped(order: Order, *, carrier: str, tracking: str = "") -> Parcel:
    """The shop has sent everything in one parcel. Twice changes nothing and returns the first parcel."""
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if sent := order.parcels.first():
        return sent
    if order.state != OrderState.TO_SHIP:
        raise CannotShip
    order.state, order.shipped_at = OrderState.SHIPPED, now()
    order.save(update_fields=["state", "shipped_at"])
    parcel = order.parcels.create(carrier=carrier, tracking=tracking, shipped_at=order.shipped_at)
    announce(ParcelShipped(order.pk, parcel.pk, order.buyer_id))
    return parcel


@transaction.atomic
def record_parcel_event(parcel: Parcel, *, at: datetime, place: str, text_en: str, text_zh: str) -> None:
    """Write down where the carrier says a parcel is. Twice changes nothing."""
    parcel = Parcel.objects.select_for_update(no_key=True).get(pk=parcel.pk)
    event = {"at": at.isoformat(), "place": place, "text_en": text_en, "text_zh": text_zh}
    if event not in parcel.events:
        parcel.events = sorted([*parcel.events, event], key=lambda told: told["at"])
        parcel.save(update_fields=["events"])


@transaction.atomic
def record_carrier_delivery(parcel: Parcel, *, at: datetime) -> None:
    """The carrier says that it handed the parcel over; the buyer has not said so yet. Twice changes nothing."""
    Parcel.objects.filter(pk=parcel.pk, delivered_at=None).update(delivered_at=at)


@transaction.atomic
def confirm_delivery(order: Order) -> None:
    """The buyer says that everything arrived. Twice changes nothing."""
    _deliver(order, confirmed_by_buyer=True)


@transaction.atomic
def assume_delivery(order: Order) -> None:
    """The buyer said nothing for so long that it must have arrived. Twice changes nothing."""
    _deliver(order, confirmed_by_buyer=False)


@transaction.atomic
def complete_order(order: Order) -> None:
    """Nothing more is expected of anybody. Twice changes nothing."""
    Order.objects.filter(pk=order.pk, state=OrderState.DELIVERED).update(state=OrderState.COMPLETED, completed_at=now())


def _deliver(order: Order, *, confirmed_by_buyer: bool) -> None:
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if order.state in (OrderState.DELIVERED, OrderState.COMPLETED):
        return
    if order.state != OrderState.SHIPPED:
        raise NotOnItsWay
    order.state, order.delivered_at = OrderState.DELIVERED, now()
    order.save(update_fields=["state", "delivered_at"])
    order.parcels.filter(delivered_at=None).update(delivered_at=order.delivered_at)
    order.parcels.update(confirmed_by_buyer=confirmed_by_buyer)
    announce(ParcelDelivered(order.pk, order.buyer_id, order.shop_id, order.is_test, lines_of(order)))
