"""The star counters of a product; moved one rating at a time, shown only with their number and spread."""

from __future__ import annotations

from django.db.models import F

from cinnabar.shop.models import ProductCard


def replace(product_id: int, *, old: int | None, new: int | None) -> None:
    """Take one rating `old` away and count one `new`; None for neither. The caller knows whether it happened before."""
    if old == new:
        return
    moves = {f"stars_{value}": F(f"stars_{value}") + step for value, step in ((old, -1), (new, 1)) if value}
    ProductCard.objects.filter(product_id=product_id).update(**moves)


def count_note(product_id: int, step: int) -> None:
    """One public note about the product more (`step` 1) or fewer (-1)."""
    if step:
        ProductCard.objects.filter(product_id=product_id).update(notes=F("notes") + step)
