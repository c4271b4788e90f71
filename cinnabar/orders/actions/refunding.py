"""Sending money back."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit.events import announce
from cinnabar.kit.money import Money
from cinnabar.orders import ledger
from cinnabar.orders.events import OrderRefunded
from cinnabar.orders.models import Order, OrderState
from cinnabar.orders.queries import lines_of
from cinnabar.payments.actions import RefundTooLarge, begin_refund
from cinnabar.payments.models import Payment, Refund

REFUNDABLE = (OrderState.PART_SENT, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED)


class CannotRefund(Exception):
    """The order is not in a state from which the shop sends money back; before shipping it is cancelled instead."""


class RefundedMeanwhile(Exception):
    """Money went back since the form was shown; `refunded_minor` is what went back in all."""

    def __init__(self, refunded_minor: int) -> None:
        super().__init__(f"{refunded_minor} went back")
        self.refunded_minor = refunded_minor


@transaction.atomic
def refund_in_full(order: Order, *, reason: str) -> None:
    """Send back everything of a shipped order that was not sent back before. Twice changes nothing."""
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if order.state not in REFUNDABLE:
        raise CannotRefund
    if order.left_minor:
        return_money(order, order.left_minor, reason=reason, key=f"full-{order.pk}")


@transaction.atomic
def refund(order: Order, amount: Money, *, reason: str, key: str, seen_minor: int | None = None) -> None:
    """Send back a part. The same key again changes nothing; more than was paid raises RefundTooLarge.

    RefundedMeanwhile when another sum went back before than whoever sends this has seen.
    """
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    key = f"part-{order.pk}-{key}"
    if order.state not in REFUNDABLE:
        raise CannotRefund
    if amount.minor <= 0 or amount.currency != order.currency:
        raise ValueError(f"not an amount to refund: {amount}")
    if seen_minor is not None and seen_minor != order.refunded_minor and not Refund.objects.filter(key=key).exists():
        raise RefundedMeanwhile(order.refunded_minor)
    return_money(order, amount.minor, reason=reason, key=key)


def return_money(order: Order, amount_minor: int, *, reason: str, key: str) -> None:
    """Write the refund of a locked, paid order: payment, ledger and order agree, or nothing is written."""
    if Refund.objects.filter(key=key).exists():
        return
    if amount_minor > order.left_minor:
        raise RefundTooLarge(f"{amount_minor} of {order.left_minor} left")
    payment = Payment.objects.get(pk=order.purchase.paid_by_id or 0)
    begin_refund(payment.pk, amount=Money(amount_minor, order.currency), reason=reason, key=key)
    ledger.write_refund(order, amount_minor, provider=payment.provider)
    order.refunded_minor += amount_minor
    order.save(update_fields=["refunded_minor"])
    announce(OrderRefunded(order.pk, order.buyer_id, amount_minor, is_full=order.is_refunded, lines=lines_of(order)))
