"""From the shop to the doorstep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.orders.events import ParcelCorrected, ParcelDelivered, ParcelShipped
from cinnabar.orders.models import Order, OrderState, Parcel
from cinnabar.orders.queries import lines_of, unsent


class CannotShip(Exception):
    """The order is not paid, or it was cancelled."""


class NotInParcel(ValueError):
    """A parcel holds at least one piece, and no more than was bought and is not on its way yet."""


class NotOnItsWay(Exception):
    """Nothing was sent that could have arrived."""


@transaction.atomic
def mark_shipped(
    order: Order, *, carrier: str, tracking: str = "", contents: Mapping[int, int] | None = None, nth: int = 1
) -> Parcel:
    """The shop has sent the `nth` parcel with `contents` (line id → pieces), or with everything that was left.

    Twice changes nothing and returns the parcel that is there. NotInParcel for what was not bought or is sent already.
    """
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    sent = list(order.parcels.order_by("pk"))
    if len(sent) >= nth:
        return sent[nth - 1]
    if order.state not in (OrderState.TO_SHIP, OrderState.PART_SENT):
        raise CannotShip
    left = unsent(order)
    packed = left if contents is None else {line: pieces for line, pieces in contents.items() if pieces}
    if not packed or any(not 0 < pieces <= left.get(line, 0) for line, pieces in packed.items()):
        raise NotInParcel
    order.state = OrderState.SHIPPED if packed == left else OrderState.PART_SENT
    order.shipped_at = order.shipped_at or now()
    order.save(update_fields=["state", "shipped_at"])
    parcel = order.parcels.create(
        carrier=carrier, tracking=tracking, shipped_at=now(), contents=sorted(map(list, packed.items()))
    )
    announce(ParcelShipped(order.pk, parcel.pk, order.buyer_id))
    return parcel


@transaction.atomic
def correct_parcel(order: Order, parcel_id: int, *, carrier: str, tracking: str) -> None:
    """Say rightly with what a parcel travels, until it has arrived. What is said already changes nothing.

    Where the carrier saw another number belongs to somebody else's parcel and is forgotten.
    """
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    parcel = order.parcels.get(pk=parcel_id)
    if (parcel.carrier, parcel.tracking) == (carrier, tracking):
        return
    if not is_on_its_way(order, parcel):
        raise NotOnItsWay
    parcel.carrier, parcel.tracking, parcel.events = carrier, tracking, []
    parcel.corrections += 1
    parcel.save(update_fields=["carrier", "tracking", "events", "corrections"])
    announce(ParcelCorrected(order.pk, parcel.pk, order.buyer_id))


def is_on_its_way(order: Order, parcel: Parcel) -> bool:
    """Whether neither its buyer nor its carrier has said that it arrived."""
    return order.state in (OrderState.PART_SENT, OrderState.SHIPPED) and parcel.delivered_at is None


@transaction.atomic
def send_no_more(order: Order) -> None:
    """What is not on its way yet never will be; its money is refunded apart. Twice changes nothing."""
    Order.objects.filter(pk=order.pk, state=OrderState.PART_SENT).update(state=OrderState.SHIPPED)


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
