"""The seals on tags follow the purchase proofs behind them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.models import Note, ProductTag, Provenance, PurchaseProof
from cinnabar.notes.provenance import STAFF, choices_for_tags, serialise_seals_of
from cinnabar.notes.standing import counted
from cinnabar.people.models import Person


def mark_own_goods(person_id: int) -> None:
    """Let the notes of somebody who works in shops now say so of those shops' goods. Twice changes nothing."""
    author = Person.objects.get(pk=person_id)
    tagged = Note.objects.filter(author=author, tags__isnull=False).order_by("pk").distinct()
    for note_id in tagged.values_list("pk", flat=True):
        _mark_own_goods_of(author, note_id)


@transaction.atomic
def _mark_own_goods_of(author: Person, note_id: int) -> None:
    serialise_seals_of(author.pk)
    Note.objects.select_for_update(no_key=True).get(pk=note_id)
    tags = list(ProductTag.objects.filter(note=note_id).order_by("pk"))
    own = [tag.pk for tag, choices in zip(tags, choices_for_tags(author, tags), strict=True) if choices == STAFF]
    wrong = ProductTag.objects.filter(pk__in=own).exclude(provenance=Provenance.OWN_SHOP)
    if wrong.exists():
        with counted(note_id):
            wrong.update(provenance=Provenance.OWN_SHOP)
        refresh_cards([note_id])


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
