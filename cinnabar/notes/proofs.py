"""Purchase proofs: written when goods reach their buyer, withdrawn by a full refund."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.notes import jobs
from cinnabar.notes.models import PurchaseProof
from cinnabar.shop.models import ShopStaff

Line = tuple[int, int]  # order line id, product id


class Delivered(Protocol):
    """What `ParcelDelivered` of orders carries."""

    @property
    def buyer_id(self) -> int: ...
    @property
    def shop_id(self) -> int: ...
    @property
    def is_test(self) -> bool: ...
    @property
    def lines(self) -> Sequence[Line]: ...


class Refunded(Protocol):
    """What `OrderRefunded` of orders carries."""

    @property
    def buyer_id(self) -> int: ...
    @property
    def is_full(self) -> bool: ...
    @property
    def lines(self) -> Sequence[Line]: ...


@transaction.atomic
def grant_proofs(fact: Delivered) -> None:
    """Remember that the buyer received the goods. Twice changes nothing, and a withdrawn proof stays withdrawn.

    A shop's own people gain none for its goods, and a test payment proves something in a demo only.
    """
    if fact.is_test and not settings.DEMO:
        return
    if ShopStaff.objects.filter(shop_id=fact.shop_id, person_id=fact.buyer_id).exists():
        return
    PurchaseProof.objects.bulk_create(
        [
            PurchaseProof(person_id=fact.buyer_id, product_id=product_id, order_line_id=line_id, since=now())
            for line_id, product_id in fact.lines
        ],
        ignore_conflicts=True,
    )
    _settle_later(fact.buyer_id, fact.lines)


@transaction.atomic
def withdraw_proofs(fact: Refunded) -> None:
    """Take back the proofs of an order that was refunded in full. Twice changes nothing."""
    if not fact.is_full:
        return
    lines = [line_id for line_id, _product_id in fact.lines]
    PurchaseProof.objects.filter(order_line_id__in=lines, withdrawn_at=None).update(withdrawn_at=now())
    _settle_later(fact.buyer_id, fact.lines)


def _settle_later(person_id: int, lines: Sequence[Line]) -> None:
    # A job of its own: the order's rows are locked here, and notes are locked before anything of a shop.
    products = sorted({product_id for _line_id, product_id in lines})
    jobs.settle_seals.defer(person_id=person_id, product_ids=products)
