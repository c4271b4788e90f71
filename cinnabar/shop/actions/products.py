"""Making and editing products with their variants and gallery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from cinnabar.kit.events import announce
from cinnabar.media.actions import conceal, show
from cinnabar.shop import pricing
from cinnabar.shop.actions.offers import check_stock_seen
from cinnabar.shop.actions.pictures import ready_pictures
from cinnabar.shop.cards import renew_card
from cinnabar.shop.events import ProductDescribed
from cinnabar.shop.models import (
    Product,
    ProductPicture,
    ProductStatus,
    Shop,
    Variant,
)
from cinnabar.shop.specs import (
    CannotSell,
    ChangedMeanwhile,
    ProductSpec,
    check_spec,
)

WORDS = ("brand", "category", "name_en", "name_zh", "description_en", "description_zh", "origin_country", "ships_from")


@transaction.atomic
def create_product(shop: Shop, spec: ProductSpec) -> Product:
    """A product of `shop` with variants and gallery.

    The same reference again brings the words, prices and pictures up to date; a variant that is there keeps its
    stock, because some of it may have been sold since.
    """
    check_spec(spec)
    shop = Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    known = (
        Product.objects.select_for_update(no_key=True).filter(shop=shop, reference=spec.reference).exclude(reference="")
    )
    product = known.first() or Product(shop=shop, reference=spec.reference)
    _write_product(product, spec)
    # Locked in id order as everywhere, then told by their places.
    locked = product.variants.select_for_update(no_key=True).filter(is_withdrawn=False).order_by("pk")
    there = sorted(locked, key=lambda variant: (variant.position, variant.pk))
    _write_variants(product, spec, known=dict(enumerate(there)), currency=shop.currency)
    _write_pictures(product, spec)
    renew_card(product.pk)
    announce(ProductDescribed(product.pk))
    return product


@transaction.atomic
def edit_product(product: Product, spec: ProductSpec, *, seen: int | None = None) -> Product:
    """Make `product` what `spec` says; its status stays. Twice changes nothing.

    Variants are known by their ids, so that another name or order never turns one into another. Stock is written only
    where it differs from `stock_seen`, and then StockMoved is raised when somebody bought meanwhile. ChangedMeanwhile
    when it is not the edition any more that was `seen`.
    """
    check_spec(spec)
    product = Product.objects.select_for_update(of=("self",), no_key=True).select_related("shop").get(pk=product.pk)
    there = list(product.variants.select_for_update(no_key=True).order_by("pk"))
    known, before = _told_again(spec, there), _described(product)
    check_stock_seen(
        [(known[at], told.in_stock, told.stock_seen) for at, told in enumerate(spec.variants) if at in known]
    )
    came_back = {variant.pk for variant in known.values() if variant.is_withdrawn}
    _write_product(product, spec, status=ProductStatus(product.status))
    _write_variants(product, spec, known=known, currency=product.shop.currency)
    for position, variant in known.items():
        told = spec.variants[position]
        if variant.pk in came_back or (told.stock_seen is not None and told.in_stock != told.stock_seen):
            Variant.objects.filter(pk=variant.pk).update(in_stock=told.in_stock)
    _write_pictures(product, spec)
    if _described(product) != before:
        if seen is not None and product.edition != seen:
            raise ChangedMeanwhile(product.edition)
        product.edition += 1
        product.save(update_fields=["edition"])
    renew_card(product.pk)
    announce(ProductDescribed(product.pk))
    return product


def _told_again(spec: ProductSpec, there: Sequence[Variant]) -> dict[int, Variant]:
    """Which of the rows that are there each described variant is, by its place.

    One without an id is the row of the same labels if there is one: what a second press of the button adds, and what
    was taken out before and stands in orders, is not made anew.
    """
    by_id = {variant.pk: variant for variant in there}
    known = {at: by_id[told.variant_id] for at, told in enumerate(spec.variants) if told.variant_id in by_id}
    claimed = {variant.pk for variant in known.values()}
    for at, told in enumerate(spec.variants):
        labels = list(told.labels_en or told.labels_zh)
        free = [one for one in there if one.pk not in claimed and one.labels_en == labels] if at not in known else []
        if free:
            known[at] = min(free, key=lambda variant: (variant.is_withdrawn, -variant.pk))
            claimed.add(known[at].pk)
    return known


def _described(product: Product) -> tuple[object, ...]:
    """Everything that a seller says of a product, stock apart, to tell whether a change changed anything."""
    words = Product.objects.filter(pk=product.pk).values_list(*WORDS, "attributes", "options").get()
    variants = product.variants.filter(is_withdrawn=False).order_by("position", "pk")
    pictures = product.pictures.order_by("position")
    return (
        words,
        list(
            variants.values_list("pk", "labels_en", "labels_zh", "price_minor", "compare_at_minor", "picture_position")
        ),
        list(pictures.values_list("picture_id", "alt_en", "alt_zh")),
    )


@transaction.atomic
def publish_product(product: Product) -> None:
    """Put a product on sale; CannotSell without a picture. Twice changes nothing."""
    if not ProductPicture.objects.filter(product=product).exists():
        raise CannotSell("a product needs a picture")
    set_status(product, ProductStatus.ACTIVE)


@transaction.atomic
def set_status(product: Product, status: ProductStatus) -> None:
    """Put a product on sale, pause it or take it away. Twice changes nothing."""
    Product.objects.filter(pk=product.pk).update(status=status)
    renew_card(product.pk)


def _write_product(product: Product, spec: ProductSpec, *, status: ProductStatus | None = None) -> None:
    for name in WORDS:
        setattr(product, name, getattr(spec, name))
    product.status = spec.status if status is None else status
    product.attributes = dict(spec.attributes)
    product.options = [{"name_en": english, "name_zh": chinese} for english, chinese in spec.options]
    product.save()


def _write_variants(product: Product, spec: ProductSpec, *, known: Mapping[int, Variant], currency: str) -> None:
    """Write what is described; `known` are the rows that are there, by place. Their stock stays."""
    kept = set()
    for position, told in enumerate(spec.variants):
        variant = known.get(position) or Variant(product=product, in_stock=told.in_stock)
        variant.position = position
        variant.labels_en = list(told.labels_en or told.labels_zh)
        variant.labels_zh = list(told.labels_zh or told.labels_en)
        variant.price_minor, variant.compare_at_minor = told.price_minor, told.compare_at_minor
        variant.currency, variant.picture_position = currency, told.picture
        variant.is_withdrawn = False
        variant.save()
        kept.add(variant.pk)
    product.variants.exclude(pk__in=kept).update(in_stock=0, is_withdrawn=True)
    pricing.note_prices(sorted(kept))


def _write_pictures(product: Product, spec: ProductSpec) -> None:
    pictures = ready_pictures([told.picture_id for told in spec.pictures])
    dropped = set(product.pictures.values_list("picture_id", flat=True)) - set(pictures)
    product.pictures.all().delete()
    ProductPicture.objects.bulk_create(
        ProductPicture(
            product=product,
            position=position,
            picture_id=told.picture_id,
            alt_en=told.alt_en,
            alt_zh=told.alt_zh,
            **{
                name: getattr(pictures[told.picture_id], name)
                for name in ("secret", "width", "height", "thumbhash", "tone")
            },
        )
        for position, told in enumerate(spec.pictures)
    )
    show(list(pictures))
    still_shown = ProductPicture.objects.filter(picture_id__in=dropped).values_list("picture_id", flat=True)
    conceal(list(dropped.difference(still_shown)))
