"""Why an order was cancelled or its money went back; codes in rows, words on pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CancelReason(models.TextChoices):
    BUYER = "buyer", _("Cancelled by the buyer")
    UNPAID = "unpaid", _("Not paid in time")
    NOT_IN_STOCK = "not_in_stock", _("The shop has run out of it")
    CANNOT_SEND = "cannot_send", _("The shop cannot send it")


class RefundReason(models.TextChoices):
    RETURNED = "returned", _("Sent back")
    DAMAGED = "damaged", _("Arrived damaged")
    NOT_AS_DESCRIBED = "not_as_described", _("Not as described")
    WRONG = "wrong", _("The wrong thing was sent")
    LOST = "lost", _("Never arrived")
    GOODWILL = "goodwill", _("Goodwill")


def reason_words(reason: str) -> str:
    """A reason in the reader's words; nothing for one that nobody knows any more."""
    kind = next((kind for kind in (RefundReason, CancelReason) if reason in kind.values), None)
    return str(kind(reason).label) if kind else ""


BY_SHOP = (CancelReason.NOT_IN_STOCK, CancelReason.CANNOT_SEND)
