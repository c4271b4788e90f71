"""Signed webhooks in the manner of Standard Webhooks: id, timestamp and an HMAC over both and the body."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from cinnabar.payments.providers import BadWebhook

TOLERANCE_SECONDS = 300


def headers_for(name: str, body: bytes, *, secret: str, at: datetime) -> dict[str, str]:
    """The three headers of a message called `name`."""
    moment = str(int(at.timestamp()))
    return {
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": _signature(name, moment, body, secret),
    }


def check(headers: Mapping[str, str], body: bytes, *, secret: str, at: datetime) -> None:
    """BadWebhook unless the body was signed with `secret` within five minutes of `at`.

    A message caught and sent again within that time changes nothing: recording an answer twice is harmless.
    """
    name, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not name or not moment.isdecimal() or len(moment) > 12:
        raise BadWebhook("not signed")
    expected = _signature(name, moment, body, secret).encode()
    given = headers.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(expected, signature.encode()) for signature in given):
        raise BadWebhook("wrong signature")
    if abs(at.timestamp() - int(moment)) > TOLERANCE_SECONDS:
        raise BadWebhook("too old, or from the future")


def _signature(name: str, moment: str, body: bytes, secret: str) -> str:
    signed = f"{name}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret.encode(), signed, hashlib.sha256)).decode()
