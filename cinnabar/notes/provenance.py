"""How an author came by a product: what may be said about it, and what the system says itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection
from django.db.models import Q, QuerySet

from cinnabar.notes.models import Provenance, PurchaseProof
from cinnabar.people.models import Person
from cinnabar.shop.models import Brand, Product, ProductStatus


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


class Tagged(Protocol):
    """What a tag names: a product of a shop here, or a brand and a name that nobody sells here."""

    @property
    def product_id(self) -> int | None: ...
    @property
    def outside_brand(self) -> str: ...
    @property
    def outside_name(self) -> str: ...


def choices_for(author: Person, product: Product) -> Choices:
    """What `author` may say about `product`."""
    return choices_for_products(author, [product.pk])[product.pk]


def choices_for_tags(author: Person, tags: Sequence[Tagged]) -> list[Choices]:
    """The same for many tags, in three queries. Another name for one's own goods makes them no less one's own."""
    known = choices_for_products(author, [tag.product_id for tag in tags if tag.product_id is not None])
    own = _own_names(author) if any(tag.product_id is None for tag in tags) else None
    return [
        known[tag.product_id]
        if tag.product_id is not None
        else STAFF
        if own and own.search(_plain(f"{tag.outside_brand} {tag.outside_name}"))
        else OUTSIDE
        for tag in tags
    ]


def own_brands(author: Person) -> QuerySet[Brand]:
    """The brands that `author` speaks for, and those whose goods are sold where they work."""
    sold = Product.objects.filter(shop__staff__person=author).exclude(status=ProductStatus.ARCHIVED)
    return Brand.objects.filter(Q(keeper=author) | Q(pk__in=sold.values("brand_id")))


def _own_names(author: Person) -> re.Pattern[str] | None:
    """Finds the name of an own brand in a text, as a whole word where words have ends."""
    names = {
        _plain(name) for pair in own_brands(author).values_list("name", "name_zh") for name in pair if name.strip()
    }
    parts = [rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" for name in sorted(names) if name]
    return re.compile("|".join(parts)) if parts else None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def choices_for_products(author: Person, product_ids: Iterable[int]) -> Mapping[int, Choices]:
    """What may be said about each of these products, in two queries."""
    ids = list(product_ids)
    if not ids:
        return {}
    is_own = Q(shop__staff__person=author) | Q(brand__in=own_brands(author))
    own = set(Product.objects.filter(is_own, pk__in=ids).values_list("pk", flat=True))
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
