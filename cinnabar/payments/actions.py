"""Writing down what is asked of a provider, asking it, and writing down what it answered."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Sum

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.kit.money import Money
from cinnabar.payments.choice import provider
from cinnabar.payments.events import PaymentPending, PaymentSucceeded, RefundBegun
from cinnabar.payments.models import Payment, PaymentState, Refund, RefundState
from cinnabar.payments.providers import Answer, ProviderUnreachable, Verdict

GIVEN_UP = timedelta(hours=1)  # after it the job of a refund has had its five tries
AT_ONCE = 500

logger = logging.getLogger(__name__)

# Which states an answer may still change: an answer that comes late or twice finds none of them.
OPEN_TO = {
    Verdict.PENDING: [PaymentState.STARTED],
    Verdict.DECLINED: [PaymentState.STARTED, PaymentState.PENDING],
    Verdict.SUCCEEDED: [PaymentState.STARTED, PaymentState.PENDING, PaymentState.DECLINED],
}


class AnswerUnusable(Exception):
    """A provider says something that cannot be about this payment; nothing counts as paid."""


class AmountDiffers(AnswerUnusable):
    """It speaks of another amount or currency than was asked for."""


class RefundTooLarge(Exception):
    """More would go back than was paid."""


def start_payment(purchase_id: int, *, payer_id: int, amount: Money) -> Payment:
    """Write down that money is about to be asked for; the caller commits before it calls `charge`."""
    chosen = provider()
    return Payment.objects.create(
        purchase_id=purchase_id,
        payer_id=payer_id,
        provider=chosen.name,
        amount_minor=amount.minor,
        currency=amount.currency,
        is_test=chosen.is_test,
    )


def charge(payment: Payment, *, means: str) -> None:
    """Ask the provider for the money and record its answer. Twice asks with the same key: no second charge.

    ProviderUnreachable when there is no answer that counts: the attempt stays open for what the webhook may say.
    """
    chosen = provider(payment.provider)
    try:
        # No transaction is open here: a slow provider must not hold row locks.
        answer = chosen.charge(payment.pk, payment.amount, means=means)
        if answer.payment_id != payment.pk:
            raise AnswerUnusable(f"{answer.payment_id} instead of {payment.pk}")
        record_answer(payment.provider, answer)
    except (ProviderUnreachable, AmountDiffers):
        raise
    except Exception as problem:  # whatever a supplier's library does when the other end is broken
        logger.exception("payment %s: the provider did not answer as it should", payment.pk)
        raise ProviderUnreachable from problem


def record_answer(provider_name: str, answer: Answer) -> None:
    """Record what a provider says, at once or by webhook. Late, twice or out of order changes nothing more."""
    payment = Payment.objects.get(pk=answer.payment_id, provider=provider_name)
    if answer.amount != payment.amount:
        logger.error("payment %s: the provider speaks of %s", payment.pk, answer.amount)
        Payment.objects.filter(pk=payment.pk).update(
            problem=f"other amount: {answer.amount.minor} {answer.amount.currency}"
        )
        raise AmountDiffers(f"{answer.amount} instead of {payment.amount}")
    try:
        _settle(payment, answer)
    except IntegrityError as problem:
        logger.error("payment %s: the reference %s is another payment's", payment.pk, answer.reference)
        raise AnswerUnusable("the reference of another payment") from problem


@transaction.atomic
def _settle(payment: Payment, answer: Answer) -> None:
    changed = Payment.objects.filter(pk=payment.pk, state__in=OPEN_TO[answer.verdict]).update(
        state=answer.verdict.value,
        provider_reference=_written(answer.reference),
        problem=_written(answer.problem),
        settled_at=None if answer.verdict is Verdict.PENDING else now(),
    )
    if changed and answer.verdict is Verdict.SUCCEEDED:
        announce(PaymentSucceeded(payment.pk, payment.purchase_id))
    elif changed and answer.verdict is Verdict.PENDING:
        announce(PaymentPending(payment.pk, payment.is_test))


def _written(text: str) -> str:
    """Foreign words as a column of ours takes them."""
    return str(text).replace("\0", "")[:120]


@transaction.atomic
def begin_refund(payment_id: int, *, amount: Money, reason: str, key: str) -> Refund:
    """Write down a refund, never of more than was paid; a job tells the provider. The same key is the same refund."""
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment_id, state=PaymentState.SUCCEEDED)
    if found := payment.refunds.filter(key=key).first():
        return found
    refunded = payment.refunds.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    if payment.amount < Money(refunded, payment.currency) + amount:
        raise RefundTooLarge(f"{amount} after {refunded} of {payment.amount}")
    refund = payment.refunds.create(key=key, amount_minor=amount.minor, reason=reason)
    announce(RefundBegun(refund.pk))
    return refund


def send_refund(refund_id: int) -> None:
    """Tell the provider of a refund and record that it did. Twice asks with the same key: no second refund."""
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state == RefundState.SUCCEEDED:
        return
    payment = refund.payment
    amount = Money(refund.amount_minor, payment.currency)
    # No transaction is open here either.
    reference = provider(payment.provider).refund(payment.provider_reference, amount, idempotency_key=refund.key)
    if not reference:
        raise ProviderUnreachable
    Refund.objects.filter(pk=refund_id, state=RefundState.STARTED).update(
        state=RefundState.SUCCEEDED, provider_reference=_written(reference), settled_at=now()
    )


def send_waiting_refunds() -> None:
    """Ask again for refunds that no try has brought through. Safe to repeat; one that fails holds up no other."""
    waiting = Refund.objects.filter(state=RefundState.STARTED, created_at__lt=now() - GIVEN_UP)
    for refund_id in waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        try:
            send_refund(refund_id)
        except Exception:
            logger.exception("refund %s: the provider did not answer as it should", refund_id)
