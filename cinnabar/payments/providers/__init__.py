"""Payment providers: the few verbs we need of them, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cinnabar.kit.money import Money


class Verdict(StrEnum):
    SUCCEEDED = "succeeded"
    PENDING = "pending"  # the provider will tell by webhook
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider says about one of our payments, at once or by webhook."""

    payment_id: int
    verdict: Verdict
    amount: Money
    reference: str
    problem: str = ""


class ProviderUnreachable(Exception):
    """The provider gave no answer; what became of the request is not known yet."""


class BadWebhook(Exception):
    """The message is not the provider's, too old, or not readable."""


class Provider(Protocol):
    """Somebody who takes and returns money. Every call may be repeated with the same key without a second effect."""

    name: str
    is_test: bool

    def charge(self, payment_id: int, amount: Money, *, means: str) -> Answer:
        """Take `amount` by `means` (what the payer chose); the payment's id is the idempotency key."""

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> str:
        """Return `amount` of the payment known as `reference`; the answer is the refund's own reference."""

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer inside a genuine message, else BadWebhook."""
