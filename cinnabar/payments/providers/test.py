"""The built-in test provider: no money moves, the payer says what shall happen. For demo installations only."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings

from cinnabar.kit.clock import now
from cinnabar.kit.money import Money
from cinnabar.payments.providers import Answer, BadWebhook, Verdict, signatures

VERDICTS = {"approve": Verdict.SUCCEEDED, "decline": Verdict.DECLINED, "pending": Verdict.PENDING}
PENDING_SECONDS = 20


class TestProvider:
    """Approves, declines, or answers later, as it is told."""

    __test__ = False  # not a test, whatever its name says to pytest
    name = "test"
    is_test = True

    def charge(self, payment_id: int, amount: Money, *, means: str) -> Answer:
        verdict = VERDICTS.get(means, Verdict.DECLINED)
        problem = "declined" if verdict is Verdict.DECLINED else ""
        return Answer(payment_id, verdict, amount, reference=f"test_{payment_id}", problem=problem)

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> str:
        return f"{reference}_{idempotency_key}"[:120]

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> Answer:
        signatures.check(headers, body, secret=settings.PAYMENT_WEBHOOK_SECRET, at=now())
        try:
            data = json.loads(body)["data"]
            amount = Money(data["amount_minor"], data["currency"])
            return Answer(int(data["payment"]), Verdict(data["verdict"]), amount, str(data["reference"])[:120])
        except (KeyError, TypeError, ValueError) as problem:
            raise BadWebhook("not readable") from problem


def message(answer: Answer) -> tuple[dict[str, str], bytes]:
    """Headers and body of the webhook that tells `answer`, as a provider would send it."""
    data = {
        "payment": str(answer.payment_id),
        "verdict": answer.verdict,
        "amount_minor": answer.amount.minor,
        "currency": answer.amount.currency,
        "reference": answer.reference,
    }
    body = json.dumps({"type": f"payment.{answer.verdict}", "timestamp": now().isoformat(), "data": data}).encode()
    name = f"msg_{answer.payment_id}_{answer.verdict}"
    return signatures.headers_for(name, body, secret=settings.PAYMENT_WEBHOOK_SECRET, at=now()), body
