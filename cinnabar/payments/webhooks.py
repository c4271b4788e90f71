"""A provider's message, from whatever door it comes."""

from __future__ import annotations

from collections.abc import Mapping

from cinnabar.payments.actions import record_answer
from cinnabar.payments.choice import provider


def receive(provider_name: str, headers: Mapping[str, str], body: bytes) -> None:
    """Record what the message says; BadWebhook, AmountDiffers, NoProvider or Payment.DoesNotExist say why not."""
    record_answer(provider_name, provider(provider_name).parse_webhook(headers, body))
