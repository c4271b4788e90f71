"""A payment provider that is down, slow or mad: the order waits, its buyer reads a clear word, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cinnabar.kit.clock import at, now
from cinnabar.kit.ids import encode
from cinnabar.kit.money import Money
from cinnabar.orders.actions.cancelling import cancel_order
from cinnabar.orders.jobs import release_unpaid_holds
from cinnabar.orders.models import LedgerLine, Order, Purchase
from cinnabar.orders.reasons import CancelReason
from cinnabar.orders.tests.props import a_paid_order, a_purchase
from cinnabar.payments import jobs
from cinnabar.payments.models import Payment, Refund
from cinnabar.payments.providers import Answer, ProviderUnreachable, Verdict
from cinnabar.payments.providers.test import TestProvider
from cinnabar.people.models import Person
from cinnabar.shop.models import Variant

pytestmark = pytest.mark.usefixtures("demo")

Charge = Callable[[int, Money], Any]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Callable[[Charge | None], None]:
    """Let the provider do something else when it is asked for money; None: what it should."""
    right = TestProvider.charge

    def behave(charge: Charge | None) -> None:
        changed = right if charge is None else lambda _self, number, amount, *, means: charge(number, amount)
        monkeypatch.setattr(TestProvider, "charge", changed)

    return behave


def raises(problem: Exception) -> Charge:
    def charge(_number: int, _amount: Money) -> Any:
        raise problem

    return charge


def good(number: int, amount: Money) -> Answer:
    return Answer(number, Verdict.SUCCEEDED, amount, f"test_{number}")


DOWN = {
    "unreachable": raises(ProviderUnreachable()),
    "timeout": raises(TimeoutError("read timed out")),
    "reset": raises(ConnectionResetError()),
    "a page instead of an answer": raises(ValueError("<html> is no JSON")),
    "nothing": lambda _number, _amount: None,
    "a list": lambda _number, _amount: [],
    "about another payment": lambda number, amount: replace(good(number, amount), payment_id=number + 1),
    "an unknown verdict": lambda number, amount: replace(good(number, amount), verdict="perhaps"),
    "no amount": lambda number, amount: replace(good(number, amount), amount=None),
}


@pytest.mark.parametrize("what", DOWN)
def test_the_order_waits_with_a_word_and_can_be_paid_a_minute_later(
    browser_of: Any, tom: Person, coral: Variant, provider: Any, what: str
) -> None:
    purchase, toms = a_purchase(tom, coral), browser_of(tom)
    form = {"amount": "2400 EUR", "means": "approve"}
    address = f"/purchases/{encode(purchase.pk)}/payment"
    provider(DOWN[what])

    answer = toms.post(address, form)

    assert answer.status_code == 422
    if what != "no amount":
        assert "The payment provider did not answer. Your order waits" in answer.content.decode()
    assert (Purchase.objects.get().state, Order.objects.get().state) == ("placed", "placed")
    assert not LedgerLine.objects.exists()
    provider(None)
    assert toms.post(address, form)["Location"] == f"/purchases/{encode(purchase.pk)}"  # not asked twice at once
    assert Payment.objects.count() == 1

    with at(now() + timedelta(minutes=2)):
        toms.post(address, form)

    assert (Purchase.objects.get().state, Order.objects.get().state) == ("paid", "to_ship")
    assert list(Payment.objects.order_by("pk").values_list("state", flat=True)) == ["started", "succeeded"]
    assert LedgerLine.objects.filter(reason="sale").values("entry_id").distinct().count() == 1


def test_what_a_silent_provider_never_answers_is_released_in_the_end(
    browser_of: Any, tom: Person, coral: Variant, provider: Any
) -> None:
    purchase = a_purchase(tom, coral, 2)
    provider(DOWN["timeout"])
    browser_of(tom).post(f"/purchases/{encode(purchase.pk)}/payment", {"amount": "4400 EUR", "means": "approve"})

    with at(now() + timedelta(minutes=16)):
        release_unpaid_holds()

    assert (Purchase.objects.get().state, Variant.objects.get(pk=coral.pk).in_stock) == ("cancelled", 5)
    page = browser_of(tom).get(f"/purchases/{encode(purchase.pk)}").content.decode()
    assert "money that still comes goes back by itself" in page


def test_the_reference_of_another_payment_pays_nothing(
    browser_of: Any, tom: Person, zoe: Person, coral: Variant, provider: Any
) -> None:
    a_paid_order(zoe, coral, key="first")
    other = Payment.objects.get()
    purchase = a_purchase(tom, coral)
    provider(lambda number, amount: replace(good(number, amount), reference=other.provider_reference))

    answer = browser_of(tom).post(
        f"/purchases/{encode(purchase.pk)}/payment", {"amount": "2400 EUR", "means": "approve"}
    )

    assert answer.status_code == 422
    assert Purchase.objects.get(buyer=tom).state == "placed"
    assert Payment.objects.filter(state="succeeded").get() == other


def test_an_endless_reference_with_a_nul_is_cut(tom: Person, coral: Variant, provider: Any) -> None:
    provider(lambda number, amount: replace(good(number, amount), reference="a\0" + "x" * 500, problem="y" * 500))

    assert a_paid_order(tom, coral).state == "to_ship"
    assert Payment.objects.get().provider_reference == "a" + "x" * 119


def test_a_refund_that_no_try_brought_through_is_sent_when_the_provider_is_back(
    tom: Person, coral: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel_order(a_paid_order(tom, coral), reason=CancelReason.BUYER)
    refund, right = Refund.objects.get(), TestProvider.refund
    for broken in (raises(TimeoutError()), lambda *_args: None):
        monkeypatch.setattr(TestProvider, "refund", lambda _self, *_a, broken=broken, **_k: broken(0, Money(1, "EUR")))
        with pytest.raises((TimeoutError, ProviderUnreachable)):
            jobs.send_refund(refund_id=refund.pk)
    with at(now() + timedelta(hours=2)):
        jobs.send_waiting_refunds()
    assert Refund.objects.get().state == "started"
    monkeypatch.setattr(TestProvider, "refund", right)

    jobs.send_waiting_refunds()
    assert Refund.objects.get().state == "started"  # its own job still has tries left
    with at(now() + timedelta(hours=2)):
        for _time in range(2):
            jobs.send_waiting_refunds()

    assert Refund.objects.get().state == "succeeded"
