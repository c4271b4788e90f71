"""Short builders of goods for tests, through the same actions as everybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from cinnabar.kit.clock import at, now
from cinnabar.media import files
from cinnabar.media.models import Picture
from cinnabar.people.models import Person
from cinnabar.shop.actions import create_product
from cinnabar.shop.models import Product, ProductCard, Shop
from cinnabar.shop.specs import PictureSpec, ProductSpec, VariantSpec
from tests.cast import a_brand, a_category, a_picture


def a_stored_picture(owner: Person) -> Picture:
    """A ready picture with a file of every size; what is in them matters to nobody here."""
    picture = a_picture(owner)
    for name in files.names_of(picture):
        files.stem(picture.secret).with_name(name).touch()
    return picture


def a_spec(owner: Person | None = None, **fields: Any) -> ProductSpec:
    """Two shades at 20.00 and 24.00, with one picture of `owner` if there is one."""
    pictures = (
        (PictureSpec(picture_id=a_stored_picture(owner).pk, alt_en="A lipstick", alt_zh="口红"),) if owner else ()
    )
    spec = ProductSpec(
        brand=a_brand(),
        category=a_category(),
        reference="petal-melt",
        name_en="Petal Melt Lipstick",
        name_zh="花瓣融唇膏",
        origin_country="KR",
        ships_from="KR",
        options=(("Shade", "色号"),),
        variants=(
            VariantSpec(labels_en=("Coral",), labels_zh=("珊瑚橘",), price_minor=2000, in_stock=3),
            VariantSpec(labels_en=("Rose",), labels_zh=("玫瑰",), price_minor=2400, in_stock=0),
        ),
        pictures=pictures,
    )
    return replace(spec, **fields)


def a_good(shop: Shop, number: int = 0, *, stars: tuple[int, ...] = (), price: int = 2000, **fields: Any) -> Product:
    """A product of one variant, `number` hours older than the first, with that many ratings of one star, two, …"""
    variant = VariantSpec(price_minor=price, in_stock=fields.pop("in_stock", 5))
    moment: datetime = now() - timedelta(hours=number)
    told = {"reference": f"good-{number}", "name_en": f"Good {number}", "options": (), "variants": (variant,)}
    with at(moment):
        product = create_product(shop, a_spec(**{**told, **fields}))
    if stars:
        counted = {f"stars_{value}": count for value, count in enumerate(stars, start=1)}
        ProductCard.objects.filter(product=product).update(**counted)
    return product
