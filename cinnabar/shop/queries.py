"""Questions about goods, each one statement: the product page, and what stands above a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cinnabar.kit import sql
from cinnabar.shop import rules
from cinnabar.shop.pricing import LOWEST_BEFORE


class Rated:
    """Has `stars`: how many ratings of one star, two, … five."""

    __slots__ = ()
    stars: Sequence[int]

    @property
    def rating(self) -> float | None:
        return rules.average(self.stars)

    @property
    def ratings(self) -> int:
        return rules.ratings_of(self.stars)

    @property
    def spread(self) -> list[rules.Bar]:
        return rules.spread(self.stars)


@dataclass(frozen=True, slots=True)
class GalleryPicture:
    secret: str
    width: int
    height: int
    thumbhash: str
    tone: str
    alt_en: str
    alt_zh: str


@dataclass(frozen=True, slots=True)
class VariantRow:
    id: int
    labels_en: Sequence[str]
    labels_zh: Sequence[str]
    price_minor: int
    compare_at_minor: int | None
    lowest_before: int | None  # in the thirty days before a reduction
    in_stock: int
    picture_position: int | None


@dataclass(frozen=True, slots=True)
class CategoryRow:
    slug: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class ProductPage(Rated):
    """Everything the landing page says of a product itself."""

    id: int
    status: str
    name_en: str
    name_zh: str
    description_en: str
    description_zh: str
    origin_country: str
    ships_from: str
    attributes: Mapping[str, Any]
    options: Sequence[Mapping[str, str]]
    brand_id: int
    brand_slug: str
    brand_name: str
    brand_name_zh: str
    category_slug: str
    category_name_en: str
    category_name_zh: str
    parent_slug: str | None
    parent_name_en: str | None
    parent_name_zh: str | None
    shop_id: int
    shop_slug: str
    shop_name: str
    shop_name_zh: str
    shop_kind: str
    shop_country: str
    shop_city: str
    shop_tint: int
    shop_is_open: bool
    currency: str
    shipping_minor: int
    free_from_minor: int | None
    ships_to: Sequence[str]
    days_min: int
    days_max: int
    returns_en: str
    returns_zh: str
    stars: Sequence[int]
    pictures: Sequence[GalleryPicture]
    variants: Sequence[VariantRow]

    @property
    def is_for_sale(self) -> bool:
        return self.status == "active" and self.shop_is_open

    @property
    def may_be_promoted(self) -> bool:
        return rules.may_promote(self.category_slug)


PRODUCT = f"""
SELECT p.id, p.status, p.name_en, p.name_zh, p.description_en, p.description_zh, p.origin_country, p.ships_from,
    p.attributes::json AS attributes, p.options::json AS options,
    b.id AS brand_id, b.slug AS brand_slug, b.name AS brand_name, b.name_zh AS brand_name_zh,
    c.slug AS category_slug, c.name_en AS category_name_en, c.name_zh AS category_name_zh,
    t.slug AS parent_slug, t.name_en AS parent_name_en, t.name_zh AS parent_name_zh,
    s.id AS shop_id, s.slug AS shop_slug, s.name AS shop_name, s.name_zh AS shop_name_zh, s.kind AS shop_kind,
    s.country AS shop_country, s.city AS shop_city, s.tint AS shop_tint, s.is_open AS shop_is_open, s.currency,
    s.shipping_minor, s.free_from_minor, s.ships_to::json AS ships_to, s.days_min, s.days_max,
    s.returns_en, s.returns_zh,
    COALESCE(ARRAY[k.stars_1, k.stars_2, k.stars_3, k.stars_4, k.stars_5], '{{0,0,0,0,0}}') AS stars,
    (SELECT COALESCE(json_agg(json_build_object(
            'secret', g.secret, 'width', g.width, 'height', g.height, 'thumbhash', g.thumbhash, 'tone', g.tone,
            'alt_en', g.alt_en, 'alt_zh', g.alt_zh) ORDER BY g.position), '[]')
        FROM shop_productpicture g WHERE g.product_id = p.id) AS pictures,
    (SELECT COALESCE(json_agg(json_build_object(
            'id', v.id, 'labels_en', v.labels_en, 'labels_zh', v.labels_zh, 'price_minor', v.price_minor,
            'compare_at_minor', v.compare_at_minor, 'in_stock', v.in_stock,
            'lowest_before', CASE WHEN v.compare_at_minor IS NOT NULL THEN {LOWEST_BEFORE} END,
            'picture_position', v.picture_position) ORDER BY v.position), '[]')
        FROM shop_variant v WHERE v.product_id = p.id AND NOT v.is_withdrawn) AS variants
FROM shop_product p
JOIN shop_shop s ON s.id = p.shop_id
JOIN shop_brand b ON b.id = p.brand_id
JOIN shop_category c ON c.id = p.category_id
LEFT JOIN shop_category t ON t.id = c.parent_id
LEFT JOIN shop_productcard k ON k.product_id = p.id
WHERE p.id = %(product)s AND (p.status <> 'draft' OR s.id = ANY(%(own_shops)s))
"""


def product_page(product_id: int, *, own_shops: Sequence[int] = ()) -> ProductPage | None:
    """What the landing page shows; None for what never was and for drafts, but those of `own_shops`.

    A paused product says so itself.
    """
    found = sql.row(_Raw, PRODUCT, {"product": product_id, "own_shops": list(own_shops)})
    return found.page if found else None


class _Raw:
    def __init__(self, **columns: Any) -> None:
        columns["pictures"] = [GalleryPicture(**told) for told in columns["pictures"]]
        columns["variants"] = [VariantRow(**told) for told in columns["variants"]]
        self.page = ProductPage(**columns)


@dataclass(frozen=True, slots=True)
class ShopPage(Rated):
    id: int
    slug: str
    name: str
    name_zh: str
    kind: str
    country: str
    city: str
    currency: str
    story_en: str
    story_zh: str
    returns_en: str
    returns_zh: str
    banner: str
    banner_width: int
    banner_height: int
    tint: int
    shipping_minor: int
    free_from_minor: int | None
    ships_to: Sequence[str]
    days_min: int
    days_max: int
    legal_name: str
    legal_address: str
    register_number: str
    contact_email: str
    contact_phone: str
    is_open: bool
    stars: Sequence[int]


SHOP = """
SELECT s.id, s.slug, s.name, s.name_zh, s.kind, s.country, s.city, s.currency, s.story_en, s.story_zh,
    s.returns_en, s.returns_zh, s.banner, s.banner_width, s.banner_height, s.tint, s.shipping_minor,
    s.free_from_minor, s.ships_to::json AS ships_to, s.days_min, s.days_max,
    s.legal_name, s.legal_address, s.register_number, s.contact_email, s.contact_phone, s.is_open,
    (SELECT ARRAY[COALESCE(sum(stars_1), 0), COALESCE(sum(stars_2), 0), COALESCE(sum(stars_3), 0),
            COALESCE(sum(stars_4), 0), COALESCE(sum(stars_5), 0)]
        FROM shop_productcard k WHERE k.shop_id = s.id) AS stars
FROM shop_shop s WHERE s.slug = %(slug)s
"""


def shop_page(slug: str) -> ShopPage | None:
    """A shop with the ratings of all its products. One that is closed says so: its buyers may still have to ask it."""
    return sql.row(ShopPage, SHOP, {"slug": slug})


@dataclass(frozen=True, slots=True)
class BrandPage(Rated):
    id: int
    slug: str
    name: str
    name_zh: str
    country: str
    story_en: str
    story_zh: str
    keeper_handle: str | None
    keeper_name: str | None
    stars: Sequence[int]


BRAND = """
SELECT b.id, b.slug, b.name, b.name_zh, b.country, b.story_en, b.story_zh,
    k.handle AS keeper_handle, k.name AS keeper_name,
    (SELECT ARRAY[COALESCE(sum(stars_1), 0), COALESCE(sum(stars_2), 0), COALESCE(sum(stars_3), 0),
            COALESCE(sum(stars_4), 0), COALESCE(sum(stars_5), 0)]
        FROM shop_productcard c WHERE c.brand_id = b.id) AS stars
FROM shop_brand b LEFT JOIN people_person k ON k.id = b.keeper_id AND k.is_active WHERE b.slug = %(slug)s
"""


def brand_page(slug: str) -> BrandPage | None:
    """A brand with the ratings of all its products."""
    return sql.row(BrandPage, BRAND, {"slug": slug})


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """A category with its place in the tree: `chips` are its children, or its sisters when it has none."""

    id: int
    slug: str
    name_en: str
    name_zh: str
    channel: str
    parent_slug: str | None
    parent_name_en: str | None
    parent_name_zh: str | None
    ids: Sequence[int]
    chips: Sequence[Any] = field(default_factory=list)  # JSON at first, then CategoryRow

    def __post_init__(self) -> None:
        object.__setattr__(self, "chips", [CategoryRow(**chip) for chip in self.chips])

    @property
    def may_be_promoted(self) -> bool:
        return rules.may_promote(self.slug)


CATEGORY = """
SELECT c.id, c.slug, c.name_en, c.name_zh, c.channel,
    t.slug AS parent_slug, t.name_en AS parent_name_en, t.name_zh AS parent_name_zh,
    (SELECT array_agg(below.id) FROM shop_category below WHERE below.id = c.id OR below.parent_id = c.id) AS ids,
    (SELECT COALESCE(json_agg(json_build_object('slug', n.slug, 'name_en', n.name_en, 'name_zh', n.name_zh)
            ORDER BY n.position, n.id), '[]')
        FROM shop_category n WHERE n.parent_id = COALESCE(c.parent_id, c.id)) AS chips
FROM shop_category c LEFT JOIN shop_category t ON t.id = c.parent_id
WHERE c.slug = %(slug)s
"""


def category_page(slug: str) -> CategoryPage | None:
    """A category, its branch of the tree, and the ids of itself and its children."""
    return sql.row(CategoryPage, CATEGORY, {"slug": slug})
