"""Opening shops and keeping their goods."""

from __future__ import annotations

from django.db import transaction

from cinnabar.media.actions import conceal, show
from cinnabar.media.models import Picture, PictureState
from cinnabar.people.models import Person
from cinnabar.shop.cards import refresh_cards, renew_card
from cinnabar.shop.models import (
    Brand,
    Product,
    ProductPicture,
    ProductStatus,
    Shop,
    ShopRole,
    ShopStaff,
    Variant,
)
from cinnabar.shop.slugs import free_slug
from cinnabar.shop.specs import BrandSpec, CannotSell, ProductSpec, ShopSpec, check_price, check_spec, check_stock


class SlugTaken(ValueError):
    """Another shop has that address already."""


@transaction.atomic
def create_brand(spec: BrandSpec) -> Brand:
    """The brand of that address, else of that name; made if there is none. Twice brings its words up to date."""
    known = Brand.objects.filter(slug=spec.slug) if spec.slug else Brand.objects.filter(name=spec.name)
    brand = known.select_for_update().first() or Brand(
        slug=spec.slug or free_slug(spec.name, is_taken=lambda slug: Brand.objects.filter(slug=slug).exists())
    )
    for name in ("name", "name_zh", "country", "story_en", "story_zh"):
        setattr(brand, name, getattr(spec, name))
    brand.save()
    return brand


@transaction.atomic
def open_shop(owner: Person, spec: ShopSpec) -> Shop:
    """A shop of `owner`. The same owner and address again brings it up to date; another owner gets SlugTaken."""
    shop = Shop.objects.select_for_update().filter(slug=spec.slug).first() if spec.slug else None
    if shop and not ShopStaff.objects.filter(shop=shop, person=owner, role=ShopRole.OWNER).exists():
        raise SlugTaken(spec.slug)
    shop = shop or Shop(
        slug=spec.slug or free_slug(spec.name, is_taken=lambda slug: Shop.objects.filter(slug=slug).exists())
    )
    _write_shop(shop, spec)
    add_staff(shop, owner, role=ShopRole.OWNER)
    refresh_cards(list(shop.products.values_list("pk", flat=True)))
    return shop


@transaction.atomic
def add_staff(shop: Shop, person: Person, *, role: ShopRole) -> None:
    """Let `person` work in `shop` as `role`. Twice changes nothing; another role replaces the former one."""
    ShopStaff.objects.update_or_create(shop=shop, person=person, defaults={"role": role})


@transaction.atomic
def create_product(shop: Shop, spec: ProductSpec) -> Product:
    """A product of `shop` with variants and gallery.

    The same reference again brings the words, prices and pictures up to date; a variant that is there keeps its
    stock, because some of it may have been sold since.
    """
    check_spec(spec)
    shop = Shop.objects.select_for_update().get(pk=shop.pk)
    known = Product.objects.select_for_update().filter(shop=shop, reference=spec.reference).exclude(reference="")
    product = known.first() or Product(shop=shop, reference=spec.reference)
    _write_product(product, spec)
    _write_variants(product, spec, currency=shop.currency)
    _write_pictures(product, spec)
    renew_card(product.pk)
    return product


@transaction.atomic
def set_price(variant: Variant, minor: int, *, compare_at_minor: int | None = None) -> None:
    """Let `variant` cost `minor` from now on; orders keep what was agreed. Twice changes nothing."""
    check_price(minor)
    if compare_at_minor is not None and compare_at_minor <= minor:
        raise CannotSell("a price to compare with must be higher than the price")
    Variant.objects.filter(pk=variant.pk).update(price_minor=minor, compare_at_minor=compare_at_minor)
    renew_card(variant.product_id)


@transaction.atomic
def set_stock(variant: Variant, number: int) -> None:
    """Say how many of `variant` lie in the store now. Twice changes nothing."""
    check_stock(number)
    Variant.objects.filter(pk=variant.pk).update(in_stock=number)
    renew_card(variant.product_id)


@transaction.atomic
def set_status(product: Product, status: ProductStatus) -> None:
    """Put a product on sale, pause it or take it away. Twice changes nothing."""
    Product.objects.filter(pk=product.pk).update(status=status)
    renew_card(product.pk)


def _write_shop(shop: Shop, spec: ShopSpec) -> None:
    same = ("name", "name_zh", "kind", "country", "city", "currency", "story_en", "story_zh", "returns_en")
    for name in (*same, "returns_zh", "tint", "shipping_minor", "free_from_minor", "days_min", "days_max"):
        setattr(shop, name, getattr(spec, name))
    shop.ships_to = list(spec.ships_to)
    if spec.banner_id is not None:
        banner = _ready_pictures([spec.banner_id])[spec.banner_id]
        shop.banner, shop.banner_width, shop.banner_height = banner.secret, banner.width, banner.height
        show([banner.pk])
    shop.save()


def _write_product(product: Product, spec: ProductSpec) -> None:
    same = ("brand", "category", "name_en", "name_zh", "description_en", "description_zh", "origin_country")
    for name in (*same, "ships_from", "status"):
        setattr(product, name, getattr(spec, name))
    product.attributes = dict(spec.attributes)
    product.options = [{"name_en": english, "name_zh": chinese} for english, chinese in spec.options]
    product.save()


def _write_variants(product: Product, spec: ProductSpec, *, currency: str) -> None:
    for position, variant in enumerate(spec.variants):
        told = {
            "labels_en": list(variant.labels_en or variant.labels_zh),
            "labels_zh": list(variant.labels_zh or variant.labels_en),
            "price_minor": variant.price_minor,
            "compare_at_minor": variant.compare_at_minor,
            "currency": currency,
            "picture_position": variant.picture,
        }
        Variant.objects.update_or_create(
            product=product,
            position=position,
            defaults=told,
            create_defaults={**told, "in_stock": variant.in_stock},
        )
    # One that is no longer described may lie in baskets and stand in orders: it stays, sold out.
    Variant.objects.filter(product=product, position__gte=len(spec.variants)).update(in_stock=0)


def _write_pictures(product: Product, spec: ProductSpec) -> None:
    pictures = _ready_pictures([told.picture_id for told in spec.pictures])
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


def _ready_pictures(picture_ids: list[int]) -> dict[int, Picture]:
    pictures = Picture.objects.filter(pk__in=picture_ids, state=PictureState.READY).in_bulk()
    if missing := set(picture_ids) - set(pictures):
        raise CannotSell(f"pictures are not ready: {sorted(missing)}")
    return pictures
