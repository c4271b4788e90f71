"""What payments announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaymentSucceeded:
    payment_id: int
    purchase_id: int


@dataclass(frozen=True, slots=True)
class PaymentPending:
    payment_id: int
    is_test: bool


@dataclass(frozen=True, slots=True)
class RefundBegun:
    """A refund is written down; the provider does not know of it yet."""

    refund_id: int
