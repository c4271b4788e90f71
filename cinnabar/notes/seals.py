"""The seals on tags follow the purchase proofs behind them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.models import ProductTag, Provenance, PurchaseProof
from cinnabar.notes.provenance import serialise_seals_of


@transaction.atomic
def settle_seals(person_id: int, product_ids: Iterable[int]) -> None:
    """Let this person's tags say what their proofs say; what the author said by hand stays. Twice changes nothing."""
    serialise_seals_of(person_id)
    live = PurchaseProof.objects.filter(person_id=person_id, product=OuterRef("product"), withdrawn_at=None)
    tags = ProductTag.objects.filter(note__author_id=person_id, product__in=list(product_ids))
    changed = set()
    for before, after, is_live in (
        (Provenance.HERE, Provenance.RETURNED, False),
        (Provenance.RETURNED, Provenance.HERE, True),
    ):
        wrong = tags.filter(provenance=before).alias(live=Exists(live)).filter(live=is_live)
        ids = list(wrong.values_list("pk", "note_id"))
        ProductTag.objects.filter(pk__in=[pk for pk, _note_id in ids]).update(provenance=after)
        changed |= {note_id for _pk, note_id in ids}
    refresh_cards(sorted(changed))
