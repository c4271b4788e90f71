"""Mails about orders, and forgetting old mails."""

from __future__ import annotations

from datetime import timedelta

from cinnabar.kit.clock import now
from cinnabar.kit.jobs import every, job
from cinnabar.notifications import mails
from cinnabar.notifications.models import Mail, Mailed, NoMail
from cinnabar.notifications.sending import send_mail
from cinnabar.notifications.telling import (
    forget_entries,
    tell_of_case,
    tell_of_comment,
    tell_of_decision,
    tell_of_export,
    tell_of_invitation,
    tell_of_mentions,
    tell_of_order,
    tell_of_review,
    tell_of_sale,
)
from cinnabar.orders.events import OrderRefunded
from cinnabar.orders.models import Order, Parcel
from cinnabar.shop.models import ShopStaff

__all__ = [
    "forget_entries",
    "forget_mails",
    "mail_corrected",
    "mail_paid",
    "mail_refunded",
    "mail_sale",
    "mail_shipped",
    "send_mail",
    "tell_of_case",
    "tell_of_comment",
    "tell_of_decision",
    "tell_of_export",
    "tell_of_invitation",
    "tell_of_mentions",
    "tell_of_order",
    "tell_of_refund",
    "tell_of_review",
    "tell_of_sale",
]

KEPT_DAYS = 14
LATEST = timedelta(days=7)  # a mail about something older helps nobody: an import, a queue that stood still


@job(queue="mail")
def mail_paid(order_id: int, buyer_id: int) -> None:
    """Tell a buyer that the order is paid. A second run writes nothing."""
    order = _order(order_id)
    if order.paid_at and order.paid_at > now() - LATEST:
        mails.tell_paid(order)


@job(queue="mail")
def mail_shipped(order_id: int, parcel_id: int, buyer_id: int) -> None:
    """Tell a buyer that a parcel left. A second run writes nothing."""
    parcel = Parcel.objects.get(pk=parcel_id)
    if parcel.shipped_at > now() - LATEST:
        mails.tell_shipped(_order(order_id), parcel)


@job(queue="mail")
def mail_corrected(order_id: int, parcel_id: int, buyer_id: int) -> None:
    """Tell a buyer that a parcel travels otherwise. A second run writes nothing."""
    mails.tell_corrected(_order(order_id), Parcel.objects.get(pk=parcel_id))


@job(queue="mail")
def mail_sale(order_id: int, buyer_id: int) -> None:
    """Tell everybody who works in the shop and wants it by mail. A second run writes nothing."""
    order = _order(order_id)
    if order.paid_at is None or order.paid_at < now() - LATEST:
        return
    unwanted = NoMail.objects.filter(kind=Mailed.SALE).values("person_id")
    staff = ShopStaff.objects.filter(shop_id=order.shop_id, person__is_active=True).exclude(person__in=unwanted)
    for one in staff.select_related("person").order_by("person_id"):
        mails.tell_sale(order, one.person)


@job(queue="mail")
def mail_refunded(order_id: int, amount_minor: int, refunded_minor: int) -> None:
    """Tell a buyer that money goes back. A second run writes nothing."""
    mails.tell_refunded(_order(order_id), amount_minor=amount_minor, refunded_minor=refunded_minor)


def tell_of_refund(fact: OrderRefunded) -> None:
    """Reaction: a mail for this refund; the sum reached so far keeps two equal refunds apart."""
    reached = Order.objects.values_list("refunded_minor", flat=True).get(pk=fact.order_id)
    mail_refunded.defer(order_id=fact.order_id, amount_minor=fact.amount_minor, refunded_minor=reached)


@every("41 3 * * *")
def forget_mails(timestamp: int) -> None:
    """Drop mails that have had their time: they hold addresses and links. Safe to repeat."""
    Mail.objects.filter(at__lt=now() - timedelta(days=KEPT_DAYS)).delete()


def _order(order_id: int) -> Order:
    return Order.objects.select_related("buyer", "purchase", "shop").get(pk=order_id)
