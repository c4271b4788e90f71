"""Opening shops and keeping their goods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from cinnabar.kit.clock import now
from cinnabar.kit.sql import values
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
from cinnabar.shop.specs import (
    BrandSpec,
    CannotSell,
    OfferSpec,
    ProductSpec,
    ShopSpec,
    StockMoved,
    check_offer,
    check_price,
    check_spec,
    check_stock,
)


class SlugTaken(ValueError):
    """Another shop has that address already."""


class CurrencyFixed(ValueError):
    """A shop that has products keeps the currency of their prices."""


@transaction.atomic
def create_brand(spec: BrandSpec) -> Brand:
    """The brand of that address, else of that name; made if there is none. Twice brings its words up to date."""
    known = Brand.objects.filter(slug=spec.slug) if spec.slug else Brand.objects.filter(name=spec.name)
    brand = known.select_for_update(no_key=True).first() or Brand(
        slug=spec.slug or free_slug(spec.name, is_taken=lambda slug: Brand.objects.filter(slug=slug).exists())
    )
    for name in ("name", "name_zh", "country", "story_en", "story_zh"):
        setattr(brand, name, getattr(spec, name))
    brand.save()
    return brand


@transaction.atomic
def brand_named(name: str) -> Brand:
    """The brand of that name in either language, in any case; made if there is none. Twice gives the same."""
    values("SELECT pg_advisory_xact_lock(hashtext(%(key)s))::text", {"key": f"brand {name.casefold()}"})
    known = Brand.objects.filter(Q(name__iexact=name) | Q(name_zh__iexact=name)).order_by("pk").first()
    return known or create_brand(BrandSpec(name=name))


@transaction.atomic
def verify_brand(brand: Brand, keeper: Person) -> None:
    """Let `keeper` speak for `brand`, with a mark on both pages. Twice changes nothing; another one takes over."""
    brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    if brand.keeper_id != keeper.pk:
        Brand.objects.filter(pk=brand.pk).update(keeper=keeper, verified_at=now())


@transaction.atomic
def withdraw_verification(brand: Brand) -> None:
    """Nobody speaks for `brand` any more. Twice changes nothing."""
    Brand.objects.filter(pk=brand.pk).update(keeper=None, verified_at=None)


@transaction.atomic
def open_shop(owner: Person, spec: ShopSpec) -> Shop:
    """A shop of `owner`. The same owner and address again brings it up to date; another owner gets SlugTaken.

    Without an address the owner's shop of that name is the one, so that a second press opens no second shop.
    """
    shop = _known_shop(owner, spec)
    if shop and not ShopStaff.objects.filter(shop=shop, person=owner, role=ShopRole.OWNER).exists():
        raise SlugTaken(spec.slug)
    if shop and shop.currency != spec.currency and shop.products.exists():
        raise CurrencyFixed(spec.currency)
    shop = shop or Shop(
        slug=spec.slug
        or free_slug(spec.name, is_taken=lambda slug: slug == "new" or Shop.objects.filter(slug=slug).exists())
    )
    _write_shop(shop, spec)
    add_staff(shop, owner, role=ShopRole.OWNER)
    refresh_cards(list(shop.products.values_list("pk", flat=True)))
    return shop


def _is_shop_address(slug: str) -> bool:
    """Whether a shop has that address, or none may: /desk/shop/new is the form for another one."""
    return slug == "new" or Shop.objects.filter(slug=slug).exists()


def _known_shop(owner: Person, spec: ShopSpec) -> Shop | None:
    if spec.slug:
        return Shop.objects.select_for_update(no_key=True).filter(slug=spec.slug).first()
    Person.objects.select_for_update(no_key=True).get(pk=owner.pk)  # the second press waits for the first
    own = Shop.objects.select_for_update(of=("self",), no_key=True).filter(
        staff__person=owner, staff__role=ShopRole.OWNER
    )
    return own.filter(name=spec.name).first()


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
    return product


@transaction.atomic
def edit_product(product: Product, spec: ProductSpec) -> Product:
    """Make `product` what `spec` says; its status stays. Twice changes nothing.

    Variants are known by their ids, so that another name or order never turns one into another. Stock is written only
    where it differs from `stock_seen`, and then StockMoved is raised when somebody bought meanwhile.
    """
    check_spec(spec)
    product = Product.objects.select_for_update(of=("self",), no_key=True).select_related("shop").get(pk=product.pk)
    there = {variant.pk: variant for variant in product.variants.select_for_update(no_key=True).order_by("pk")}
    known = {
        position: there[told.variant_id]
        for position, told in enumerate(spec.variants)
        if told.variant_id is not None and told.variant_id in there
    }
    _check_stock_seen(
        [(known[at], told.in_stock, told.stock_seen) for at, told in enumerate(spec.variants) if at in known]
    )
    _write_product(product, spec, status=ProductStatus(product.status))
    _write_variants(product, spec, known=known, currency=product.shop.currency)
    for position, variant in known.items():
        told = spec.variants[position]
        if told.stock_seen is not None and told.in_stock != told.stock_seen:
            Variant.objects.filter(pk=variant.pk).update(in_stock=told.in_stock)
    _write_pictures(product, spec)
    renew_card(product.pk)
    return product


@transaction.atomic
def change_offers(shop: Shop, offers: Sequence[OfferSpec]) -> None:
    """Write prices and stock of many variants of `shop`, all or none. Twice changes nothing.

    Raises StockMoved when stock was sold or put back since the form was shown, CannotSell for a variant of others.
    """
    for offer in offers:
        check_offer(offer)
    chosen = Variant.objects.filter(pk__in=[offer.variant_id for offer in offers], product__shop=shop)
    there = {variant.pk: variant for variant in chosen.select_for_update(of=("self",), no_key=True).order_by("pk")}
    if len(there) < len({offer.variant_id for offer in offers}):
        raise CannotSell("that is no variant of this shop")
    _check_stock_seen([(there[offer.variant_id], offer.in_stock, offer.stock_seen) for offer in offers])
    for offer in offers:
        changed = {"price_minor": offer.price_minor, "compare_at_minor": offer.compare_at_minor}
        if offer.in_stock != offer.stock_seen:
            changed["in_stock"] = offer.in_stock
        Variant.objects.filter(pk=offer.variant_id).update(**changed)
    for product_id in sorted({variant.product_id for variant in there.values()}):
        renew_card(product_id)


def _check_stock_seen(told: Sequence[tuple[Variant, int, int | None]]) -> None:
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
    renew_card(variant.product_id)


@transaction.atomic
def set_stock(variant: Variant, number: int) -> None:
    """Say how many of `variant` lie in the store now. Twice changes nothing."""
    check_stock(number)
    Variant.objects.filter(pk=variant.pk).update(in_stock=number)
    renew_card(variant.product_id)


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


def _write_shop(shop: Shop, spec: ShopSpec) -> None:
    same: tuple[str, ...] = (
        "name",
        "name_zh",
        "kind",
        "country",
        "city",
        "currency",
        "story_en",
        "story_zh",
        "returns_en",
    )
    same += ("returns_zh", "tint", "shipping_minor", "free_from_minor", "days_min", "days_max")
    same += ("legal_name", "legal_address", "register_number", "contact_email", "contact_phone")
    for name in same:
        setattr(shop, name, getattr(spec, name))
    shop.ships_to = list(spec.ships_to)
    if spec.banner_id is not None:
        banner = _ready_pictures([spec.banner_id])[spec.banner_id]
        shop.banner, shop.banner_width, shop.banner_height = banner.secret, banner.width, banner.height
        show([banner.pk])
    shop.save()


def _write_product(product: Product, spec: ProductSpec, *, status: ProductStatus | None = None) -> None:
    same = ("brand", "category", "name_en", "name_zh", "description_en", "description_zh", "origin_country")
    for name in (*same, "ships_from"):
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
