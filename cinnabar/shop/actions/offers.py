"""Prices and stock."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from cinnabar.shop import pricing
from cinnabar.shop.cards import renew_card
from cinnabar.shop.models import (
    Product,
    Shop,
    Variant,
)
from cinnabar.shop.specs import (
    CannotSell,
    OfferSpec,
    PricesMoved,
    StockMoved,
    check_offer,
    check_price,
    check_stock,
)


@transaction.atomic
def change_offers(shop: Shop, offers: Sequence[OfferSpec]) -> None:
    """Write prices and stock of many variants of `shop`, all or none. Twice changes nothing.

    Raises StockMoved when stock was sold or put back since the form was shown, PricesMoved when a price was changed,
    CannotSell for a variant of others.
    """
    for offer in offers:
        check_offer(offer)
    chosen = Variant.objects.filter(pk__in=[offer.variant_id for offer in offers], product__shop=shop)
    there = {variant.pk: variant for variant in chosen.select_for_update(of=("self",), no_key=True).order_by("pk")}
    if len(there) < len({offer.variant_id for offer in offers}):
        raise CannotSell("that is no variant of this shop")
    check_stock_seen([(there[offer.variant_id], offer.in_stock, offer.stock_seen) for offer in offers])
    _check_prices_seen([(there[offer.variant_id], offer) for offer in offers])
    for offer in offers:
        _write_offer(there[offer.variant_id], offer)
    pricing.note_prices(list(there))
    for product_id in sorted({variant.product_id for variant in there.values()}):
        renew_card(product_id)


def _write_offer(variant: Variant, offer: OfferSpec) -> None:
    changed: dict[str, int | None] = {}
    if offer.prices != offer.prices_seen:
        changed = {"price_minor": offer.price_minor, "compare_at_minor": offer.compare_at_minor}
    if offer.in_stock != offer.stock_seen:
        changed["in_stock"] = offer.in_stock
    Variant.objects.filter(pk=variant.pk).update(**changed)
    if "price_minor" in changed and offer.prices != (variant.price_minor, variant.compare_at_minor):
        Product.objects.filter(pk=variant.product_id).update(edition=F("edition") + 1)


def _check_prices_seen(told: Sequence[tuple[Variant, OfferSpec]]) -> None:
    """Raise PricesMoved where a price is to be written over one that nobody has seen."""
    moved = {}
    for variant, offer in told:
        there = variant.price_minor, variant.compare_at_minor
        if offer.prices_seen is not None and offer.prices != offer.prices_seen != there != offer.prices:
            moved[variant.pk] = there
    if moved:
        raise PricesMoved(moved)


def check_stock_seen(told: Sequence[tuple[Variant, int, int | None]]) -> None:
    """Raise StockMoved where a number is to be written over one that nobody has seen."""
    moved = {
        variant.pk: variant.in_stock
        for variant, wanted, seen in told
        if seen is not None and wanted != seen and variant.in_stock not in (seen, wanted)
    }
    if moved:
        raise StockMoved(moved)


@transaction.atomic
def set_price(variant: Variant, minor: int, *, compare_at_minor: int | None = None) -> None:
    """Let `variant` cost `minor` from now on; orders keep what was agreed. Twice changes nothing."""
    check_price(minor)
    if compare_at_minor is not None and compare_at_minor <= minor:
        raise CannotSell("a price to compare with must be higher than the price")
    Variant.objects.filter(pk=variant.pk).update(price_minor=minor, compare_at_minor=compare_at_minor)
    Product.objects.filter(pk=variant.product_id).update(edition=F("edition") + 1)
    pricing.note_prices([variant.pk])
    renew_card(variant.product_id)


@transaction.atomic
def set_stock(variant: Variant, number: int) -> None:
    """Say how many of `variant` lie in the store now. Twice changes nothing."""
    check_stock(number)
    Variant.objects.filter(pk=variant.pk).update(in_stock=number)
    renew_card(variant.product_id)
