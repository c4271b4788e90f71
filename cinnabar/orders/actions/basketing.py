"""Filling and changing a basket."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.notes.models import ProductTag
from cinnabar.orders.baskets import Holder
from cinnabar.orders.guests import find_key
from cinnabar.orders.models import Basket, BasketLine
from cinnabar.people.events import SignedIn
from cinnabar.shop.models import Product, Variant

DOUBLE_CLICK = timedelta(seconds=1)  # nobody sees the basket, goes back and adds the same again within it


class CannotTake(Exception):
    """That many of a variant cannot be in the basket."""

    def __init__(self, variant: Variant) -> None:
        super().__init__(variant.pk)
        self.variant = variant


class NotOnSale(CannotTake):
    """Nobody can buy it now."""


class TooMany(CannotTake):
    """More than one line may hold."""


class NotEnough(CannotTake):
    """More than is left; `in_basket` of them are in the basket already."""

    def __init__(self, variant: Variant, *, in_basket: int) -> None:
        super().__init__(variant)
        self.in_basket = in_basket

    @property
    def left(self) -> int:
        return self.variant.in_stock


@transaction.atomic
def add_to_basket(holder: Holder, variant_id: int, quantity: int, *, from_note_id: int | None = None) -> BasketLine:
    """Put `quantity` more of a variant into the basket. Twice adds twice, but a double click is one."""
    basket = _basket_locked(holder)
    line = basket.lines.filter(variant_id=variant_id).first()
    if line and line.put_quantity == quantity and line.put_at > now() - DOUBLE_CLICK:
        return line
    in_basket = line.quantity if line else 0
    line = _put(basket, variant_id, in_basket + quantity, in_basket=in_basket, from_note_id=from_note_id)
    line.put_at, line.put_quantity = now(), quantity
    line.save(update_fields=["put_at", "put_quantity"])
    return line


@transaction.atomic
def buy_now(holder: Holder, variant_id: int, quantity: int, *, from_note_id: int | None = None) -> BasketLine:
    """Have exactly `quantity` of a variant in the basket. Twice changes nothing."""
    return _put(_basket_locked(holder), variant_id, quantity, in_basket=0, from_note_id=from_note_id)


@transaction.atomic
def change_line(holder: Holder, variant_id: int, quantity: int) -> BasketLine:
    """Have exactly `quantity` of what is in the basket already. Twice changes nothing."""
    basket = _basket_locked(holder)
    if not _quantity_of(basket, variant_id):
        raise BasketLine.DoesNotExist
    return _put(basket, variant_id, quantity, in_basket=0)


@transaction.atomic
def remove_line(holder: Holder, variant_id: int) -> None:
    """Take a variant out of the basket. Twice changes nothing."""
    _basket_locked(holder).lines.filter(variant_id=variant_id).delete()


def bring_guest_basket(fact: SignedIn) -> None:
    """A reaction: who signs in keeps what they chose before. A cookie that is not ours, or too old, brings nothing."""
    if guest_key := find_key(fact.guest_key):
        merge_baskets(fact.person_id, guest_key)


@transaction.atomic
def merge_baskets(person_id: int, guest_key: str) -> None:
    """Put what a guest chose into their basket when they sign in. Twice changes nothing."""
    if not Basket.objects.filter(guest_key=guest_key).exists():
        return
    Basket.objects.get_or_create(person_id=person_id)
    both = Basket.objects.filter(person_id=person_id) | Basket.objects.filter(guest_key=guest_key)
    baskets = list(both.order_by("id").select_for_update(no_key=True))
    guest = next((basket for basket in baskets if basket.guest_key == guest_key), None)
    if guest is None:
        return
    own = next(basket for basket in baskets if basket.person_id == person_id)
    for line in guest.lines.all():
        quantity = min(_quantity_of(own, line.variant_id) + line.quantity, settings.BASKET_LINE_MOST)
        _write(own, line.variant_id, quantity, from_note_id=line.from_note_id)
    guest.delete()


def _basket_locked(holder: Holder) -> Basket:
    whose = {"person_id": holder.person_id} if holder.person_id is not None else {"guest_key": holder.guest_key}
    Basket.objects.get_or_create(**whose)
    return Basket.objects.select_for_update(no_key=True).get(**whose)


def _quantity_of(basket: Basket, variant_id: int) -> int:
    return basket.lines.filter(variant_id=variant_id).values_list("quantity", flat=True).first() or 0


def _put(
    basket: Basket, variant_id: int, quantity: int, *, in_basket: int, from_note_id: int | None = None
) -> BasketLine:
    variant = Variant.objects.select_related("product").get(pk=variant_id)
    if variant.is_withdrawn or not Product.objects.on_sale().filter(pk=variant.product_id).exists():
        raise NotOnSale(variant)
    if quantity > settings.BASKET_LINE_MOST:
        raise TooMany(variant)
    if quantity > variant.in_stock:
        raise NotEnough(variant, in_basket=in_basket)
    return _write(basket, variant_id, quantity, from_note_id=_note_that_tags(variant, from_note_id))


def _write(basket: Basket, variant_id: int, quantity: int, *, from_note_id: int | None) -> BasketLine:
    changed = {"quantity": quantity, **({"from_note_id": from_note_id} if from_note_id else {})}
    line, _is_new = BasketLine.objects.update_or_create(
        basket=basket, variant_id=variant_id, defaults=changed, create_defaults=changed
    )
    Basket.objects.filter(pk=basket.pk).update(touched_at=now())
    return line


def _note_that_tags(variant: Variant, note_id: int | None) -> int | None:
    """`note_id` where that note is published and shows the product: credit is never given on somebody's word."""
    if note_id is None:
        return None
    shown = ProductTag.objects.filter(note_id=note_id, product_id=variant.product_id, note__state="published")
    return note_id if shown.exists() else None
