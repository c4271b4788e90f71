"""Cancelling before anything was sent."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.orders.actions.refunding import return_money
from cinnabar.orders.events import OrderCancelled
from cinnabar.orders.models import Order, OrderState, Purchase, PurchaseState
from cinnabar.orders.queries import quantities_in
from cinnabar.orders.reasons import CancelReason
from cinnabar.shop import stock


class TooLate(Exception):
    """It was sent already."""


@transaction.atomic
def cancel_order(order: Order, *, reason: CancelReason) -> None:
    """Cancel an order before it is sent and give stock and money back. Twice changes nothing.

    While nothing is paid, the whole purchase is cancelled: its one total was agreed for all of its orders.
    """
    purchase = Purchase.objects.select_for_update(no_key=True).get(pk=order.purchase_id)
    if purchase.state == PurchaseState.PLACED:
        _cancel_unpaid(purchase, reason=reason)
        return
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if order.state == OrderState.CANCELLED:
        return
    if order.state != OrderState.TO_SHIP:
        raise TooLate
    _mark_cancelled(order, reason)
    stock.take_back(quantities_in([order]))
    return_money(order, order.left_minor, reason=reason, key=f"cancelled-{order.pk}")
    announce(OrderCancelled(order.pk, order.buyer_id))


@transaction.atomic
def release_hold(purchase_id: int) -> None:
    """Cancel a purchase that was not paid in time. Twice, or when it was paid after all, changes nothing."""
    purchase = Purchase.objects.select_for_update(no_key=True).get(pk=purchase_id)
    if purchase.state == PurchaseState.PLACED and purchase.held_until <= now():
        _cancel_unpaid(purchase, reason=CancelReason.UNPAID)


def _cancel_unpaid(purchase: Purchase, *, reason: CancelReason) -> None:
    purchase.state = PurchaseState.CANCELLED
    purchase.save(update_fields=["state"])
    orders = list(purchase.orders.order_by("id").select_for_update(no_key=True))
    for order in orders:
        _mark_cancelled(order, reason)
    stock.give_back(quantities_in(orders))
    for order in orders:
        announce(OrderCancelled(order.pk, order.buyer_id))


def _mark_cancelled(order: Order, reason: CancelReason) -> None:
    order.state, order.cancel_reason, order.cancelled_at = OrderState.CANCELLED, reason, now()
    order.save(update_fields=["state", "cancel_reason", "cancelled_at"])
