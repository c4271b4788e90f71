"""Paying: once, the right amount, and late or doubled money goes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cinnabar.kit.clock import at, now
from cinnabar.orders.actions.cancelling import TooLate, cancel_order, release_hold
from cinnabar.orders.actions.paying import AlreadyPaid, HoldIsOver, PaymentUnderWay, begin_payment, pay
from cinnabar.orders.actions.shipping import mark_shipped
from cinnabar.orders.jobs import release_unpaid_holds
from cinnabar.orders.models import LedgerLine, Order, Purchase
from cinnabar.orders.reasons import CancelReason
from cinnabar.orders.tests.props import a_paid_order, a_purchase, euros
from cinnabar.payments.actions import AmountDiffers, record_answer
from cinnabar.payments.jobs import deliver_test_webhook, send_refund
from cinnabar.payments.models import Payment, Refund
from cinnabar.payments.providers import Answer, Verdict
from cinnabar.people.models import Person
from cinnabar.shop.models import ProductCard, Variant

pytestmark = pytest.mark.usefixtures("demo")


def succeed(payment: Payment, **other: Any) -> None:
    """What the provider's webhook says."""
    answer = {"verdict": Verdict.SUCCEEDED, "amount": payment.amount, "reference": f"test_{payment.pk}", **other}
    record_answer("test", Answer(payment.pk, **answer))


def accounts(order: Order) -> dict[str, int]:
    """What stands on each account for an order, zeros left out."""
    sums = LedgerLine.objects.filter(order_id=order.pk).values_list("account").annotate(Sum("amount_minor"))
    return {account.partition(":")[0]: amount for account, amount in sums if amount}


def test_an_approved_payment_pays_every_order(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral, 2)

    assert (order.state, order.is_test, order.purchase.state) == ("to_ship", True, "paid")
    assert accounts(order) == {"provider": -4400, "shop": 4000, "shipping": 400}
    assert ProductCard.objects.get(product=coral.product).sold == 2


def test_a_declined_payment_changes_nothing_and_may_be_tried_again(tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)

    attempt = pay(tom, purchase.pk, agreed=purchase.total, means="decline")

    assert (attempt.state, Purchase.objects.get().state) == ("declined", "placed")
    assert not LedgerLine.objects.exists()
    assert pay(tom, purchase.pk, agreed=purchase.total, means="approve").state == "succeeded"
    assert Purchase.objects.get().state == "paid"


def test_only_the_shown_amount_is_asked_for(tom: Person, coral: Variant) -> None:
    """BSK-4, third trial."""
    purchase = a_purchase(tom, coral)

    with pytest.raises(AmountDiffers):
        pay(tom, purchase.pk, agreed=euros(10), means="approve")

    assert not Payment.objects.exists()
    assert Purchase.objects.get().state == "placed"


def test_after_a_declined_card_the_new_total_is_charged(tom: Person, coral: Variant, rose: Variant) -> None:
    """BSK-4, first trial: the dear purchase was declined, the cheaper one is charged for itself."""
    dear = a_purchase(tom, coral, 2, key="dear")
    pay(tom, dear.pk, agreed=dear.total, means="decline")
    cancel_order(dear.orders.get(), reason=CancelReason.BUYER)
    cheap = a_purchase(tom, rose, 1, key="cheap")

    payment = pay(tom, cheap.pk, agreed=cheap.total, means="approve")

    assert payment.amount == euros(24)
    assert Purchase.objects.get(pk=dear.pk).state == "cancelled"


@pytest.mark.parametrize("amount", [euros(23), euros(25)])
def test_a_webhook_of_another_amount_never_pays(tom: Person, coral: Variant, amount: Any) -> None:
    purchase = a_purchase(tom, coral)
    payment = begin_payment(tom, purchase.pk, agreed=purchase.total)

    with pytest.raises(AmountDiffers):
        succeed(payment, amount=amount)

    payment.refresh_from_db()
    assert (payment.state, Purchase.objects.get().state) == ("started", "placed")
    assert payment.problem == f"other amount: {amount.minor} EUR"


def test_a_webhook_that_comes_twice_pays_once(tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)
    payment = pay(tom, purchase.pk, agreed=purchase.total, means="pending")
    assert (payment.state, Purchase.objects.get().state) == ("pending", "placed")

    succeed(payment)
    succeed(payment)

    assert LedgerLine.objects.filter(reason="sale").values("entry_id").distinct().count() == 1
    assert ProductCard.objects.get(product=coral.product).sold == 1


def test_a_late_decline_does_not_unpay(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)

    succeed(Payment.objects.get(), verdict=Verdict.DECLINED)

    assert (Payment.objects.get().state, Order.objects.get(pk=order.pk).state) == ("succeeded", "to_ship")


def test_the_test_provider_answers_later_through_the_same_door(tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)
    payment = pay(tom, purchase.pk, agreed=purchase.total, means="pending")

    job = ProcrastinateJob.objects.get(task_name="cinnabar.payments.jobs.deliver_test_webhook")
    assert timedelta(seconds=15) < job.scheduled_at - timezone.now() <= timedelta(seconds=20)
    for _again in range(2):
        deliver_test_webhook(**job.args)

    assert job.args == {"payment_id": payment.pk}
    assert Purchase.objects.get().state == "paid"
    assert LedgerLine.objects.filter(reason="sale").values("entry_id").distinct().count() == 1


def test_a_refund_reaches_the_provider_by_a_job(tom: Person, coral: Variant) -> None:
    cancel_order(a_paid_order(tom, coral), reason=CancelReason.BUYER)

    job = ProcrastinateJob.objects.get(task_name="cinnabar.payments.jobs.send_refund")
    send_refund(**job.args)

    assert Refund.objects.get().state == "succeeded"


def test_while_an_answer_is_awaited_nothing_more_is_asked_for(tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)
    pay(tom, purchase.pk, agreed=purchase.total, means="pending")

    with pytest.raises(PaymentUnderWay):
        pay(tom, purchase.pk, agreed=purchase.total, means="approve")

    assert Payment.objects.count() == 1


def test_a_paid_purchase_is_not_paid_again(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)

    with pytest.raises(AlreadyPaid):
        pay(tom, order.purchase_id, agreed=order.total, means="approve")

    assert Payment.objects.count() == 1


def test_a_second_success_goes_back(tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)
    slow = begin_payment(tom, purchase.pk, agreed=purchase.total)
    with at(now() + timedelta(minutes=2)):
        pay(tom, purchase.pk, agreed=purchase.total, means="approve")

        succeed(slow)
        succeed(slow)

    refund = Refund.objects.get()
    assert (refund.payment_id, refund.amount_minor) == (slow.pk, 2400)
    order = purchase.orders.get()
    assert (order.state, order.refunded_minor) == ("to_ship", 0)
    assert accounts(order) == {"provider": -2400, "shop": 2000, "shipping": 400}


def test_what_is_not_paid_in_time_is_cancelled_and_its_stock_given_back(tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral, 2)
    with at(now() + timedelta(minutes=14)):
        release_unpaid_holds()
        assert Purchase.objects.get().state == "placed"

    with at(now() + timedelta(minutes=16)):
        with pytest.raises(HoldIsOver):
            pay(tom, purchase.pk, agreed=purchase.total, means="approve")
        release_unpaid_holds()
        release_unpaid_holds()

    order = purchase.orders.get()
    assert (order.state, order.cancel_reason) == ("cancelled", "unpaid")
    assert Variant.objects.get(pk=coral.pk).in_stock == 5
    assert not Payment.objects.exists()


def test_a_paid_purchase_is_never_released(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)

    with at(now() + timedelta(hours=1)):
        release_hold(order.purchase_id)

    assert Order.objects.get(pk=order.pk).state == "to_ship"
    assert Variant.objects.get(pk=coral.pk).in_stock == 4


def test_money_for_a_cancelled_order_is_recorded_and_goes_back(tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)
    payment = pay(tom, purchase.pk, agreed=purchase.total, means="pending")
    cancel_order(purchase.orders.get(), reason=CancelReason.BUYER)

    succeed(payment)
    succeed(payment)

    order = purchase.orders.get()
    assert (order.state, order.refunded_minor, order.paid_at) == ("cancelled", 2400, None)
    assert Refund.objects.get().amount_minor == 2400
    assert accounts(order) == {}
    assert Variant.objects.get(pk=coral.pk).in_stock == 5


def test_cancelling_before_shipping_gives_stock_and_money_back_once(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral, 2)

    cancel_order(order, reason=CancelReason.BUYER)
    cancel_order(order, reason=CancelReason.BUYER)

    order.refresh_from_db()
    assert (order.state, order.refunded_minor) == ("cancelled", 4400)
    assert Variant.objects.get(pk=coral.pk).in_stock == 5
    assert ProductCard.objects.get(product=coral.product).sold == 0
    assert Refund.objects.get().amount_minor == 4400
    assert accounts(order) == {}


def test_what_was_sent_cannot_be_cancelled(tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)
    mark_shipped(order, carrier="DHL")

    with pytest.raises(TooLate):
        cancel_order(order, reason=CancelReason.BUYER)

    order.refresh_from_db()
    assert (order.state, order.refunded_minor) == ("shipped", 0)
    assert Variant.objects.get(pk=coral.pk).in_stock == 4


@pytest.mark.django_db(transaction=True)
def test_the_ledger_takes_no_entry_that_does_not_balance() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerLine.objects.create(
            entry_id=1, account="shop:9", amount_minor=5, currency="EUR", reason="sale", order_id=1
        )

    assert not LedgerLine.objects.exists()


def test_every_entry_of_a_sold_and_refunded_order_balances(tom: Person, coral: Variant) -> None:
    cancel_order(a_paid_order(tom, coral), reason=CancelReason.BUYER)

    connection.check_constraints()
    sums = LedgerLine.objects.values("entry_id").annotate(sum=Sum("amount_minor"))
    assert [entry["sum"] for entry in sums] == [0, 0, 0]
