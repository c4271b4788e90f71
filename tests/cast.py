"""One cast, everywhere: Mei writes, Tom reads and buys, Lin sells, Ada moderates, Zoe is a stranger."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cinnabar.kit.clock import now
from cinnabar.media.models import Picture, PictureState
from cinnabar.people.models import Person, Role
from cinnabar.search.vocabulary import vocabulary
from cinnabar.shop.models import (
    Brand,
    Category,
    Product,
    ProductPicture,
    ProductStatus,
    Shop,
    ShopKind,
    ShopRole,
    ShopStaff,
    Variant,
)


def a_person(handle: str, **fields: Any) -> Person:
    fields.setdefault("email", f"{handle}@example.com")
    fields.setdefault("name", handle.title())
    return Person.objects.create(handle=handle, **fields)


def a_picture(owner: Person, **fields: Any) -> Picture:
    """A ready picture row without files."""
    defaults = {
        "purpose": "note",
        "state": PictureState.READY,
        "secret": secrets.token_hex(11),
        "width": 960,
        "height": 1280,
    }
    return Picture.objects.create(owner_id=owner.pk, **{**defaults, **fields})


def a_shop(owner: Person, slug: str = "hanok", **fields: Any) -> Shop:
    defaults = {
        "name": slug.title(),
        "kind": ShopKind.INDEPENDENT,
        "country": "KR",
        "currency": "EUR",
        "shipping_minor": 400,
        "ships_to": ["*"],
    }
    shop = Shop.objects.create(slug=slug, **{**defaults, **fields})
    ShopStaff.objects.create(shop=shop, person=owner, role=ShopRole.OWNER)
    return shop


def a_category(slug: str = "lips", channel: str = "beauty") -> Category:
    found = Category.objects.filter(slug=slug).first()
    return found or Category.objects.create(slug=slug, name_en=slug.title(), name_zh="唇妆", channel=channel)


def a_brand(slug: str = "petal-theory") -> Brand:
    found = Brand.objects.filter(slug=slug).first()
    return found or Brand.objects.create(slug=slug, name="Petal Theory", name_zh="花瓣理论", country="KR")


def a_product(shop: Shop, name: str = "Petal Melt Lipstick", *, stock: int = 5, price: int = 2000) -> Product:
    """A product on sale with two variants, Coral and Rose, `stock` of each at `price` minor units."""
    product = Product.objects.create(
        shop=shop,
        brand=a_brand(),
        category=a_category(),
        name_en=name,
        name_zh="花瓣融唇膏",
        origin_country="KR",
        ships_from="KR",
        options=[{"name_en": "Shade", "name_zh": "色号"}],
        status=ProductStatus.ACTIVE,
    )
    for position, (english, chinese) in enumerate((("Coral", "珊瑚橘"), ("Rose", "玫瑰"))):
        Variant.objects.create(
            product=product,
            position=position,
            labels_en=[english],
            labels_zh=[chinese],
            price_minor=price,
            currency=shop.currency,
            in_stock=stock,
        )
    ProductPicture.objects.create(
        product=product, position=0, picture_id=1, secret=secrets.token_hex(11), width=960, height=1280
    )
    from cinnabar.shop.cards import refresh_card  # the card is what grids and tags read

    refresh_card(product.pk)
    return product


@pytest.fixture(autouse=True)
def no_words_of_another_test() -> None:
    """A process keeps the words of a count of terms by its number, and each test counts from one."""
    vocabulary.cache_clear()


@pytest.fixture
def mei(db: None) -> Person:
    return a_person("mei", role=Role.CREATOR, language="zh-hans")


@pytest.fixture
def tom(db: None) -> Person:
    return a_person("tom", language="en")


@pytest.fixture
def lin(db: None) -> Person:
    return a_person("lin", language="en")


@pytest.fixture
def ada(db: None) -> Person:
    return a_person("ada", role=Role.MODERATOR)


@pytest.fixture
def zoe(db: None) -> Person:
    return a_person("zoe")


@pytest.fixture
def hanok(lin: Person) -> Shop:
    return a_shop(lin)


@pytest.fixture
def lipstick(hanok: Shop) -> Product:
    return a_product(hanok)


@pytest.fixture
def coral(lipstick: Product) -> Variant:
    return lipstick.variants.get(position=0)


@pytest.fixture
def rose(lipstick: Product) -> Variant:
    return lipstick.variants.get(position=1)


@pytest.fixture
def browser_of() -> Any:
    """A signed-in test client that sends `Sec-Fetch-Site` as a browser does: `browser_of(tom).post(…)`."""

    def client(person: Person | None = None, **headers: str) -> Client:
        made = Client(headers={"Sec-Fetch-Site": "same-origin", **headers})
        if person is not None:
            made.force_login(person)
        return made

    return client


@pytest.fixture
def today() -> Iterator[Any]:
    yield timezone.localdate(now())
