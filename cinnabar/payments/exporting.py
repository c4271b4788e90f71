"""A person's payments and refunds, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.exports import Part, Row, plain
from cinnabar.payments.models import Payment, Refund

MONEY = ("amount_minor", "currency")


def _payments(person_id: int) -> Iterable[Row]:
    rows = Payment.objects.filter(payer_id=person_id).order_by("pk")
    return plain(rows, *MONEY, "provider", "state", "problem", "is_test", "created_at", "settled_at")


def _refunds(person_id: int) -> Iterable[Row]:
    rows = Refund.objects.filter(payment__payer_id=person_id).order_by("pk")
    return plain(rows, "amount_minor", "reason", "state", "created_at", "settled_at", currency=F("payment__currency"))


PAYMENTS = Part("payments", _("Payments"), _payments, ("payments.Payment",))
REFUNDS = Part("refunds", _("Refunds"), _refunds, ("payments.Refund",))
