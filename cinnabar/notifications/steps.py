"""The steps of an order, as reactions that tell its buyer and its shop."""

from __future__ import annotations

from cinnabar.notifications.telling import is_fresh, tell_of_order, tell_of_sale
from cinnabar.orders.events import (
    OrderCancelled,
    OrderPaid,
    OrderRefunded,
    ParcelCorrected,
    ParcelDelivered,
    ParcelShipped,
)
from cinnabar.orders.models import Order, Parcel


def tell_paid(fact: OrderPaid) -> None:
    """Reaction: the buyer reads that the shop has it, the shop that there is something to send."""
    _tell(fact.order_id, "paid", f"paid:{fact.order_id}")
    if is_fresh():
        tell_of_sale.defer(order_id=fact.order_id, buyer_id=fact.buyer_id)


def tell_shipped(fact: ParcelShipped) -> None:
    """Reaction: once for each parcel."""
    _tell(fact.order_id, "shipped", f"shipped:{fact.parcel_id}")


def tell_corrected(fact: ParcelCorrected) -> None:
    """Reaction: once for each correction."""
    corrections = Parcel.objects.values_list("corrections", flat=True).get(pk=fact.parcel_id)
    _tell(fact.order_id, "corrected", f"corrected:{fact.parcel_id}:{corrections}")


def tell_delivered(fact: ParcelDelivered) -> None:
    """Reaction: it is there, and a note about it may carry the seal."""
    _tell(fact.order_id, "delivered", f"delivered:{fact.order_id}")


def tell_cancelled(fact: OrderCancelled) -> None:
    """Reaction: whoever cancelled it, the buyer finds it at the bell."""
    _tell(fact.order_id, "cancelled", f"cancelled:{fact.order_id}")


def tell_refunded(fact: OrderRefunded) -> None:
    """Reaction: once for each sum that was reached."""
    reached = Order.objects.values_list("refunded_minor", flat=True).get(pk=fact.order_id)
    _tell(fact.order_id, "refunded", f"refunded:{fact.order_id}:{reached}")


def _tell(order_id: int, step: str, key: str) -> None:
    if is_fresh():
        tell_of_order.defer(order_id=order_id, step=step, key=key)
