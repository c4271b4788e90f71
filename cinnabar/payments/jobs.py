"""What payments does later."""

from __future__ import annotations

from cinnabar.kit.jobs import every, job
from cinnabar.payments import actions, webhooks
from cinnabar.payments.events import PaymentPending
from cinnabar.payments.models import Payment
from cinnabar.payments.providers import Answer, Verdict
from cinnabar.payments.providers.test import PENDING_SECONDS, message


@job()
def send_refund(refund_id: int) -> None:
    """Tell the provider of a refund. Twice changes nothing."""
    actions.send_refund(refund_id)


@every("47 * * * *")
def send_waiting_refunds(timestamp: int = 0) -> None:
    """Money that a provider was too long down to take back. Safe to repeat."""
    actions.send_waiting_refunds()


@job()
def deliver_test_webhook(payment_id: int) -> None:
    """Play the provider: send the message that a pending test payment succeeded. Twice changes nothing."""
    payment = Payment.objects.get(pk=payment_id, is_test=True)
    answer = Answer(payment.pk, Verdict.SUCCEEDED, payment.amount, payment.provider_reference)
    headers, body = message(answer)
    webhooks.receive(payment.provider, headers, body)


def remind_test_provider(fact: PaymentPending) -> None:
    """A reaction: a pending test payment succeeds a little later."""
    if fact.is_test:
        deliver_test_webhook.configure(schedule_in={"seconds": PENDING_SECONDS}).defer(payment_id=fact.payment_id)
