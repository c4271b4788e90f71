"""How an author came by a product: what may be said about it, and what the system says itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from cinnabar.notes.models import Provenance, PurchaseProof
from cinnabar.people.models import Person
from cinnabar.shop.models import Product


@dataclass(frozen=True, slots=True)
class Choices:
    """What may stand on a tag: `offered`, the likeliest first; a single one is no choice, the system sets it."""

    offered: tuple[Provenance, ...]

    @property
    def is_forced(self) -> bool:
        return len(self.offered) == 1

    def settle(self, said: str) -> Provenance | None:
        """What the tag gets when its author said `said`; None when the author has to choose (again).

        A purchase and its return are facts: a claim of the one becomes the other as soon as the proof says so.
        """
        if self.is_forced:
            return self.offered[0]
        if said in (Provenance.HERE, Provenance.RETURNED):
            by_proof = {Provenance.HERE, Provenance.RETURNED} & set(self.offered)
            return next(iter(by_proof), None)
        return Provenance(said) if said in self.offered else None


OUTSIDE = Choices((Provenance.ELSEWHERE, Provenance.GIFTED, Provenance.OWN_SHOP))
STAFF = Choices((Provenance.OWN_SHOP,))
BOUGHT = Choices((Provenance.HERE, Provenance.ELSEWHERE, Provenance.GIFTED))
GIVEN_BACK = Choices((Provenance.RETURNED, Provenance.GIFTED))
UNKNOWN = Choices((Provenance.ELSEWHERE, Provenance.GIFTED))


def choices_for(author: Person, product: Product | None) -> Choices:
    """What `author` may say about `product`; None stands for a product that no shop here sells."""
    return OUTSIDE if product is None else choices_for_products(author, [product.pk])[product.pk]


def choices_for_products(author: Person, product_ids: Iterable[int]) -> Mapping[int, Choices]:
    """The same for many products, in two queries."""
    ids = list(product_ids)
    if not ids:
        return {}
    own = set(Product.objects.filter(pk__in=ids, shop__staff__person=author).values_list("pk", flat=True))
    proofs = PurchaseProof.objects.filter(person=author, product__in=ids).values_list("product_id", "withdrawn_at")
    live = {product_id for product_id, withdrawn_at in proofs if withdrawn_at is None}
    returned = {product_id for product_id, _withdrawn_at in proofs} - live
    known = dict.fromkeys(returned, GIVEN_BACK) | dict.fromkeys(live, BOUGHT) | dict.fromkeys(own, STAFF)
    return {product_id: known.get(product_id, UNKNOWN) for product_id in ids}


def serialise_seals_of(person_id: int) -> None:
    """Let only one transaction at a time decide about this person's seals: a proof must not be withdrawn while a
    note that claims it is being published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('seals', %s))", [person_id])
