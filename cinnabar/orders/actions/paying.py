"""Paying for a purchase, and what happens when the money comes."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.kit.money import Money
from cinnabar.orders import ledger
from cinnabar.orders.events import OrderPaid, OrderRefunded
from cinnabar.orders.models import Order, OrderState, Purchase, PurchaseState
from cinnabar.orders.queries import lines_of, quantities_in, waiting_payments
from cinnabar.payments.actions import AmountDiffers, begin_refund, charge, start_payment
from cinnabar.payments.events import PaymentSucceeded
from cinnabar.payments.models import Payment
from cinnabar.people.models import Person
from cinnabar.shop import stock


class CannotPay(Exception):
    """No money may be asked for now."""


class AlreadyPaid(CannotPay):
    """It is paid."""


class HoldIsOver(CannotPay):
    """The goods are not held any more."""


class PaymentUnderWay(CannotPay):
    """Another attempt has no answer yet."""


def pay(buyer: Person, purchase_id: int, *, agreed: Money | None, means: str) -> Payment:
    """Ask for the money of a purchase. While one attempt waits for its answer, a second one raises PaymentUnderWay."""
    payment = begin_payment(buyer, purchase_id, agreed=agreed)
    charge(payment, means=means)
    payment.refresh_from_db()
    return payment


@transaction.atomic
def begin_payment(buyer: Person, purchase_id: int, *, agreed: Money | None) -> Payment:
    """Write down the attempt to take exactly what the buyer was shown."""
    purchase = Purchase.objects.select_for_update(no_key=True).get(pk=purchase_id, buyer=buyer)
    if purchase.state == PurchaseState.PAID:
        raise AlreadyPaid
    if purchase.state == PurchaseState.CANCELLED or purchase.held_until <= now():
        raise HoldIsOver
    if agreed != purchase.total:
        raise AmountDiffers(f"{agreed} instead of {purchase.total}")
    if waiting_payments(purchase).exists():
        raise PaymentUnderWay
    return start_payment(purchase.pk, payer_id=buyer.pk, amount=purchase.total)


@transaction.atomic
def record_payment(fact: PaymentSucceeded) -> None:
    """The money of a purchase has come: pay its orders, or send back what comes too late or a second time.

    Twice changes nothing.
    """
    purchase = Purchase.objects.select_for_update(no_key=True).get(pk=fact.purchase_id)
    if purchase.paid_by_id == fact.payment_id:
        return
    payment = Payment.objects.get(pk=fact.payment_id)
    orders = list(purchase.orders.order_by("id").select_for_update(no_key=True))
    if purchase.state == PurchaseState.PLACED:
        _count_as_paid(purchase, payment, orders)
    else:
        _send_back(payment, orders)


def _count_as_paid(purchase: Purchase, payment: Payment, orders: list[Order]) -> None:
    purchase.state, purchase.paid_by_id = PurchaseState.PAID, payment.pk
    purchase.save(update_fields=["state", "paid_by_id"])
    for order in orders:
        order.state, order.paid_at, order.is_test = OrderState.TO_SHIP, now(), payment.is_test
        order.save(update_fields=["state", "paid_at", "is_test"])
        ledger.write_payment(order, provider=payment.provider)
        ledger.write_sale(order)
    stock.count_sold(quantities_in(orders))
    for order in orders:
        announce(OrderPaid(order.pk, order.buyer_id))


def _send_back(payment: Payment, orders: list[Order]) -> None:
    begin_refund(payment.pk, amount=payment.amount, reason="too_late", key=f"late-{payment.pk}")
    for order in orders:
        ledger.write_payment(order, provider=payment.provider)
        ledger.write_return_of_payment(order, provider=payment.provider)
        if order.paid_at is None and not order.refunded_minor:
            order.refunded_minor = order.total_minor
            order.save(update_fields=["refunded_minor"])
            announce(OrderRefunded(order.pk, order.buyer_id, order.total_minor, is_full=True, lines=lines_of(order)))
