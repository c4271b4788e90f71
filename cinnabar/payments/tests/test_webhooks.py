"""A provider's message counts when it is signed, fresh and right; sent again it changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cinnabar.kit.clock import at, now
from cinnabar.kit.models import Installation
from cinnabar.kit.money import Money
from cinnabar.payments import webhooks
from cinnabar.payments.actions import RefundTooLarge, begin_refund, charge, send_refund, start_payment
from cinnabar.payments.choice import NoProvider, can_pay, provider
from cinnabar.payments.models import Payment, Refund
from cinnabar.payments.providers import Answer, BadWebhook, Verdict
from cinnabar.payments.providers.signatures import headers_for
from cinnabar.payments.providers.test import message

SECRET = settings.PAYMENT_WEBHOOK_SECRET


@pytest.fixture
def payment(demo: Installation, monkeypatch: pytest.MonkeyPatch) -> Payment:
    """A pending payment of 24.00 € for a purchase that only the tests of orders know."""
    monkeypatch.setattr("cinnabar.payments.actions.announce", lambda fact: None)
    started = start_payment(7, payer_id=1, amount=Money(2400, "EUR"))
    charge(started, means="pending")
    started.refresh_from_db()
    return started


def told(payment: Payment, **other: Any) -> tuple[dict[str, str], bytes]:
    answer = {"verdict": Verdict.SUCCEEDED, "amount": payment.amount, "reference": payment.provider_reference, **other}
    return message(Answer(payment.pk, **answer))


def send(headers: dict[str, str], body: bytes, provider: str = "test") -> int:
    # No Sec-Fetch-Site and no Origin: a provider is no browser.
    answer = Client(enforce_csrf_checks=True).post(
        f"/payments/{provider}/webhook", body, content_type="application/json", headers=headers
    )
    return answer.status_code


def state() -> str:
    return Payment.objects.get().state


def test_a_signed_message_is_recorded(payment: Payment) -> None:
    assert (send(*told(payment)), state()) == (200, "succeeded")


def test_the_same_message_again_changes_nothing(payment: Payment) -> None:
    headers, body = told(payment)
    send(headers, body)
    settled = Payment.objects.get().settled_at

    assert send(headers, body) == 200
    assert Payment.objects.get().settled_at == settled


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_message_without_a_header_is_refused(payment: Payment, name: str) -> None:
    headers, body = told(payment)
    del headers[name]

    assert (send(headers, body), state()) == (400, "pending")


def test_a_changed_message_is_refused(payment: Payment) -> None:
    headers, body = told(payment)

    assert (send(headers, body.replace(b"2400", b"0001")), state()) == (400, "pending")


def test_a_message_signed_by_somebody_else_is_refused(payment: Payment) -> None:
    _headers, body = told(payment)
    forged = headers_for("msg_1", body, secret="guessed", at=now())

    assert (send(forged, body), state()) == (400, "pending")


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_message_is_refused(payment: Payment, minutes: int) -> None:
    with at(now() + timedelta(minutes=minutes)):
        headers, body = told(payment)

    assert (send(headers, body), state()) == (400, "pending")


@pytest.mark.parametrize("amount", [Money(2399, "EUR"), Money(2400, "USD")])
def test_another_amount_is_refused(payment: Payment, amount: Money) -> None:
    assert (send(*told(payment, amount=amount)), state()) == (422, "pending")


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"data": 7}', b"\xff", b'{"data": {"payment": "x"}}'])
def test_an_unreadable_message_is_refused(payment: Payment, body: bytes) -> None:
    assert (send(headers_for("msg_1", body, secret=SECRET, at=now()), body), state()) == (400, "pending")


def test_an_unknown_payment_or_provider_is_not_there(payment: Payment) -> None:
    unknown = message(Answer(1, Verdict.SUCCEEDED, payment.amount, "test_1"))

    assert (send(*unknown), send(*told(payment), provider="stripe"), state()) == (404, 404, "pending")


def test_a_number_that_no_payment_can_have_is_refused(payment: Payment) -> None:
    huge = message(Answer(2**70, Verdict.SUCCEEDED, payment.amount, "test_1"))

    assert (send(*huge), state()) == (404, "pending")


def test_success_after_a_decline_counts_and_a_decline_after_success_does_not(payment: Payment) -> None:
    send(*told(payment, verdict=Verdict.DECLINED))
    assert state() == "declined"
    send(*told(payment))
    send(*told(payment, verdict=Verdict.DECLINED))

    assert state() == "succeeded"


def test_the_test_provider_exists_in_a_demo_only(db: None, settings: Any) -> None:
    assert can_pay() is False
    Installation.objects.create(is_demo=True)
    assert provider().is_test is True
    settings.DEMO = False
    with pytest.raises(NoProvider):
        provider("test")


def test_a_real_installation_refuses_test_webhooks(payment: Payment) -> None:
    Installation.objects.update(is_demo=False)

    assert (send(*told(payment)), state()) == (404, "pending")


def test_refunds_never_exceed_the_payment(payment: Payment) -> None:
    send(*told(payment))
    begin_refund(payment.pk, amount=Money(2000, "EUR"), reason="damaged", key="a")
    begin_refund(payment.pk, amount=Money(2000, "EUR"), reason="damaged", key="a")

    with pytest.raises(RefundTooLarge):
        begin_refund(payment.pk, amount=Money(401, "EUR"), reason="damaged", key="b")

    assert Refund.objects.get().amount_minor == 2000


def test_a_refund_is_sent_once(payment: Payment) -> None:
    send(*told(payment))
    refund = begin_refund(payment.pk, amount=Money(2400, "EUR"), reason="returned", key="a")

    send_refund(refund.pk)
    sent = Refund.objects.get().settled_at
    send_refund(refund.pk)

    refund.refresh_from_db()
    assert (refund.state, refund.settled_at) == ("succeeded", sent)
    assert refund.provider_reference.startswith(f"test_{payment.pk}_")


def test_a_webhook_that_is_no_object_is_bad(payment: Payment) -> None:
    body = json.dumps(["x"]).encode()

    with pytest.raises(BadWebhook):
        webhooks.receive("test", headers_for("msg_1", body, secret=SECRET, at=now()), body)
