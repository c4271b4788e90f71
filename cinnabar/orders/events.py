"""What orders announces."""

from __future__ import annotations

from dataclasses import dataclass

Lines = tuple[tuple[int, int], ...]  # (order line id, product id)


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    order_id: int
    buyer_id: int


@dataclass(frozen=True, slots=True)
class OrderPaid:
    order_id: int
    buyer_id: int


@dataclass(frozen=True, slots=True)
class ParcelShipped:
    order_id: int
    parcel_id: int
    buyer_id: int


@dataclass(frozen=True, slots=True)
class ParcelCorrected:
    """The shop says with which carrier or number a parcel travels after all."""

    order_id: int
    parcel_id: int
    buyer_id: int


@dataclass(frozen=True, slots=True)
class ParcelDelivered:
    """Confirmed by the buyer, or automatically after the waiting time."""

    order_id: int
    buyer_id: int
    shop_id: int
    is_test: bool
    lines: Lines


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    order_id: int
    buyer_id: int


@dataclass(frozen=True, slots=True)
class OrderRefunded:
    """Money is on its way back; `is_full` when nothing of what was paid is left."""

    order_id: int
    buyer_id: int
    amount_minor: int
    is_full: bool
    lines: Lines
