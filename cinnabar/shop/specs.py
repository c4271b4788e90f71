"""What a shop, a brand or a product is to be, as whoever makes it says so: a form, an import, the town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cinnabar.shop.models import Brand, Category, ProductStatus, ShopKind

MOST_OPTIONS = 3
LARGEST_AMOUNT = 10**12
LARGEST_STOCK = 10**6
MOST_VARIANTS = 100


class CannotSell(ValueError):
    """A product cannot be sold as it was described; the sentence says why."""


class PricesMoved(CannotSell):
    """A price was changed since the form was shown; `now` says what stands there, by variant id."""

    def __init__(self, now: Mapping[int, tuple[int, int | None]]) -> None:
        super().__init__(f"prices have changed: {dict(now)}")
        self.now = dict(now)


class ChangedMeanwhile(ValueError):
    """Somebody else saved it since the form was shown; `edition` is the one that is there."""

    def __init__(self, edition: int) -> None:
        super().__init__(f"edition {edition} is there")
        self.edition = edition


class StockMoved(CannotSell):
    """Something was sold or put back since the form was shown; `left` says how much there is, by variant id."""

    def __init__(self, left: Mapping[int, int]) -> None:
        super().__init__(f"the stock has changed: {dict(left)}")
        self.left = dict(left)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandSpec:
    name: str
    slug: str = ""  # made of the name when empty
    name_zh: str = ""
    country: str = ""
    story_en: str = ""
    story_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSpec:
    name: str
    kind: ShopKind | str
    country: str
    currency: str
    shipping_minor: int
    slug: str = ""  # made of the name when empty
    name_zh: str = ""
    city: str = ""
    story_en: str = ""
    story_zh: str = ""
    returns_en: str = ""
    returns_zh: str = ""
    banner_id: int | None = None  # a ready media.Picture
    tint: int = 1
    free_from_minor: int | None = None
    ships_to: tuple[str, ...] = ("*",)
    days_min: int = 3
    days_max: int = 7
    legal_name: str = ""
    legal_address: str = ""
    register_number: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSpec:
    picture_id: int  # a ready media.Picture
    alt_en: str = ""
    alt_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSpec:
    price_minor: int
    in_stock: int = 0
    compare_at_minor: int | None = None
    labels_en: tuple[str, ...] = ()  # one per option
    labels_zh: tuple[str, ...] = ()
    picture: int | None = None  # place in the product's pictures
    variant_id: int | None = None  # of one that is edited
    stock_seen: int | None = None  # what whoever edits it saw in the store


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSpec:
    brand: Brand
    category: Category
    name_en: str
    variants: tuple[VariantSpec, ...]
    reference: str = ""  # the shop's own key; what finds the product again
    name_zh: str = ""
    description_en: str = ""
    description_zh: str = ""
    origin_country: str = ""
    ships_from: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)  # a text, or {"en": …, "zh": …}
    options: tuple[tuple[str, str], ...] = ()  # names: English, Chinese
    pictures: tuple[PictureSpec, ...] = ()
    status: ProductStatus | str = ProductStatus.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSpec:
    """What one variant is to cost, and how many of it there are; what was seen before is not written over unseen."""

    variant_id: int
    price_minor: int
    in_stock: int
    compare_at_minor: int | None = None
    stock_seen: int | None = None
    prices_seen: tuple[int, int | None] | None = None  # price, and the price before

    @property
    def prices(self) -> tuple[int, int | None]:
        return self.price_minor, self.compare_at_minor


def check_offer(offer: OfferSpec | VariantSpec) -> None:
    """Raise CannotSell for a price or a stock that no variant can have."""
    check_price(offer.price_minor)
    check_stock(offer.in_stock)
    if offer.compare_at_minor is not None and not offer.price_minor < offer.compare_at_minor <= LARGEST_AMOUNT:
        raise CannotSell("a price to compare with must be higher than the price")


def check_spec(spec: ProductSpec) -> None:
    """Raise CannotSell when a product so described could not be shown or bought."""
    if not (spec.name_en or spec.name_zh).strip():
        raise CannotSell("a product needs a name")
    if len(spec.options) > MOST_OPTIONS:
        raise CannotSell(f"at most {MOST_OPTIONS} options")
    if not spec.variants:
        raise CannotSell("a product needs at least one variant")
    if len(spec.variants) > MOST_VARIANTS:
        raise CannotSell(f"at most {MOST_VARIANTS} variants")
    if not spec.options and len(spec.variants) > 1:
        raise CannotSell("several variants need an option that tells them apart")
    for variant in spec.variants:
        _check_variant(variant, spec=spec)


def _check_variant(variant: VariantSpec, *, spec: ProductSpec) -> None:
    check_offer(variant)
    for labels in (variant.labels_en, variant.labels_zh):
        if labels and len(labels) != len(spec.options):
            raise CannotSell("each variant needs one label per option")
    if spec.options and not (variant.labels_en or variant.labels_zh):
        raise CannotSell("each variant needs one label per option")
    if variant.picture is not None and not 0 <= variant.picture < len(spec.pictures):
        raise CannotSell("a variant shows a picture that the product does not have")


def check_price(minor: int) -> None:
    if not 0 < minor <= LARGEST_AMOUNT:
        raise CannotSell("a price must be above zero")


def check_stock(number: int) -> None:
    if not 0 <= number <= LARGEST_STOCK:
        raise CannotSell(f"stock is a whole number from 0 to {LARGEST_STOCK}")
