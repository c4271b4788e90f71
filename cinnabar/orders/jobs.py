"""The timetables of orders. Each may run twice, late, or beside itself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from cinnabar.kit.clock import now
from cinnabar.kit.jobs import every
from cinnabar.orders.actions.cancelling import release_hold
from cinnabar.orders.actions.shipping import assume_delivery, complete_order
from cinnabar.orders.models import Basket, Order, OrderState, Parcel, Purchase, PurchaseState

AT_ONCE = 500
GUEST_BASKET_DAYS = 30


@every("* * * * *")
def release_unpaid_holds(timestamp: int = 0) -> None:
    """Give back the stock of purchases that were not paid in time."""
    overdue = Purchase.objects.filter(state=PurchaseState.PLACED, held_until__lte=now())
    for purchase_id in overdue.order_by("held_until").values_list("id", flat=True)[:AT_ONCE]:
        release_hold(purchase_id)


@every("7 * * * *")
def assume_deliveries(timestamp: int = 0) -> None:
    """Count parcels as arrived some days after the carrier says so, or else after the end of the promised time."""
    long_ago = now() - timedelta(days=settings.AUTO_DELIVERY_DAYS)
    of_order = Parcel.objects.filter(order=OuterRef("pk"))
    arrived = Exists(of_order) & ~Exists(of_order.exclude(delivered_at__lte=long_ago))
    promised = Exists(of_order.filter(delivered_at=None)) & Q(promised_to__lt=long_ago.date())
    shipped = Order.objects.filter(arrived | promised, state=OrderState.SHIPPED)
    for order in shipped.order_by("promised_to", "id")[:AT_ONCE]:
        assume_delivery(order)


@every("17 * * * *")
def complete_orders(timestamp: int = 0) -> None:
    """Close what was delivered long ago."""
    long_ago = now() - timedelta(days=settings.AUTO_DELIVERY_DAYS)
    for order in Order.objects.filter(state=OrderState.DELIVERED, delivered_at__lte=long_ago)[:AT_ONCE]:
        complete_order(order)


@every("27 3 * * *")
def forget_guest_baskets(timestamp: int = 0) -> None:
    """Remove guests' baskets that nobody touched for a month."""
    long_ago = now() - timedelta(days=GUEST_BASKET_DAYS)
    Basket.objects.filter(person=None, touched_at__lt=long_ago).delete()
