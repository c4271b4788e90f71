"""Opening shops and keeping goods: what is written, what is refused, what a second run does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from cinnabar.kit import events
from cinnabar.media import files
from cinnabar.people.models import Person
from cinnabar.shop import ratings
from cinnabar.shop.actions import (
    SlugTaken,
    add_staff,
    create_brand,
    create_product,
    open_shop,
    set_price,
    set_status,
    set_stock,
)
from cinnabar.shop.categories import create_category, ensure_base_categories
from cinnabar.shop.events import ProductChanged
from cinnabar.shop.models import (
    Brand,
    Category,
    Product,
    ProductCard,
    ProductPicture,
    ProductStatus,
    Shop,
    ShopRole,
    ShopStaff,
    Variant,
)
from cinnabar.shop.specs import BrandSpec, CannotSell, PictureSpec, ShopSpec, VariantSpec
from cinnabar.shop.staff import is_staff, shops_of
from cinnabar.shop.tests.props import a_spec, a_stored_picture
from tests.cast import a_picture

HANOK = ShopSpec(
    name="Hanok Beauty", slug="hanok-beauty", kind="cross_border", country="KR", currency="CNY", shipping_minor=1800
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The ProductChanged facts that were announced."""
    facts: list[Any] = []
    monkeypatch.setattr(events, "_reactions", lambda: {ProductChanged: (facts.append,)})
    return facts


def test_a_shop_opened_twice_is_one_shop_with_the_newer_words(lin: Person) -> None:
    first = open_shop(lin, HANOK)

    second = open_shop(lin, replace(HANOK, city="Seoul", free_from_minor=19900))

    assert second.pk == first.pk
    assert list(Shop.objects.values_list("slug", "city", "free_from_minor")) == [("hanok-beauty", "Seoul", 19900)]
    assert list(ShopStaff.objects.values_list("person_id", "role")) == [(lin.pk, "owner")]


def test_nobody_takes_over_the_address_of_anothers_shop(lin: Person, zoe: Person) -> None:
    open_shop(lin, HANOK)

    with pytest.raises(SlugTaken):
        open_shop(zoe, replace(HANOK, name="Zoe's"))

    assert list(Shop.objects.values_list("name", flat=True)) == ["Hanok Beauty"]
    assert not is_staff(zoe, Shop.objects.get().pk)


def test_two_shops_of_one_name_have_two_addresses(lin: Person, zoe: Person) -> None:
    slugs = [open_shop(owner, replace(HANOK, slug="", name="花店")).slug for owner in (lin, zoe)]

    assert slugs == ["花店", "花店-2"]


def test_a_banner_is_shown_to_everybody(lin: Person) -> None:
    picture = a_stored_picture(lin)

    shop = open_shop(lin, replace(HANOK, banner_id=picture.pk))

    assert (shop.banner, shop.banner_width, shop.banner_height) == (picture.secret, 960, 1280)
    assert public_files(picture.secret) == len(files.names_of(picture))


def test_staff_are_known_and_a_new_role_replaces_the_old(hanok: Shop, lin: Person, tom: Person, zoe: Person) -> None:
    add_staff(hanok, tom, role=ShopRole.SUPPORT)
    add_staff(hanok, tom, role=ShopRole.MANAGER)

    assert [is_staff(person, hanok.pk) for person in (lin, tom, zoe)] == [True, True, False]
    assert list(shops_of(tom)) == [hanok]
    assert list(shops_of(zoe)) == []
    assert ShopStaff.objects.get(person=tom).role == "manager"


@pytest.mark.django_db
def test_a_brand_named_twice_is_one_brand() -> None:
    first = create_brand(BrandSpec(name="青岚 Qinglan", country="CN"))
    second = create_brand(BrandSpec(name="青岚 Qinglan", country="CN", story_en="Lacquer."))

    assert (second.pk, second.slug) == (first.pk, "青岚-qinglan")
    assert Brand.objects.get().story_en == "Lacquer."


def test_a_product_is_made_with_variants_gallery_and_card(hanok: Shop, lin: Person) -> None:
    product = create_product(hanok, a_spec(lin))

    card = ProductCard.objects.get(product=product)
    variants = product.variants.order_by("position").values_list("labels_zh", "price_minor", "currency", "in_stock")
    picture = product.pictures.get()
    assert list(variants) == [(["珊瑚橘"], 2000, "EUR", 3), (["玫瑰"], 2400, "EUR", 0)]
    assert (picture.alt_zh, picture.width, picture.height) == ("口红", 960, 1280)
    assert (card.price_minor, card.price_varies, card.in_stock, card.is_on_sale) == (2000, True, True, True)
    assert card.secret == picture.secret
    assert public_files(picture.secret) == 6


def test_the_same_reference_again_changes_nothing(hanok: Shop, lin: Person, told: list[Any]) -> None:
    spec = a_spec(lin)
    first = create_product(hanok, spec)
    before = everything()

    second = create_product(hanok, spec)

    assert second.pk == first.pk
    assert everything() == before
    assert told == []


def test_an_update_keeps_what_was_sold_and_moves_the_words(
    hanok: Shop, lin: Person, told: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    spec = a_spec(lin)
    product = create_product(hanok, spec)
    old_picture = product.pictures.get().secret
    Variant.objects.filter(product=product, position=0).update(in_stock=1)
    newer = VariantSpec(labels_en=("Coral",), labels_zh=("珊瑚",), price_minor=1900, in_stock=50)

    fresh = PictureSpec(picture_id=a_stored_picture(lin).pk)
    with django_capture_on_commit_callbacks(execute=True):
        create_product(hanok, replace(spec, name_en="Petal Melt", variants=(newer,), pictures=(fresh,)))

    variants = product.variants.order_by("position").values_list("labels_zh", "price_minor", "in_stock")
    assert list(variants) == [(["珊瑚"], 1900, 1), (["玫瑰"], 2400, 0)]
    assert list(product.pictures.values_list("picture_id", flat=True)) == [fresh.picture_id]
    assert ProductCard.objects.get().name_en == "Petal Melt"
    assert told == [ProductChanged(product.pk)]
    assert public_files(old_picture) == 0


def test_products_without_a_reference_are_different_products(hanok: Shop) -> None:
    for _ in range(2):
        create_product(hanok, a_spec(reference=""))

    assert Product.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_en": " ", "name_zh": ""},
        {"variants": ()},
        {"options": ()},
        {"options": (("A", "A"),) * 4},
        {"variants": (VariantSpec(labels_en=("Coral",), price_minor=0),)},
        {"variants": (VariantSpec(labels_en=("Coral",), price_minor=-1),)},
        {"variants": (VariantSpec(labels_en=("Coral",), price_minor=10**13),)},
        {"variants": (VariantSpec(labels_en=("Coral",), price_minor=100, in_stock=-1),)},
        {"variants": (VariantSpec(labels_en=("Coral",), price_minor=100, in_stock=2147483648),)},
        {"variants": (VariantSpec(labels_en=("Coral",), price_minor=100, compare_at_minor=100),)},
        {"variants": (VariantSpec(labels_en=("Coral", "30 ml"), price_minor=100),)},
        {"variants": (VariantSpec(price_minor=100),)},
        {"variants": (VariantSpec(labels_en=("Coral",), price_minor=100, picture=0),)},
        {"pictures": (PictureSpec(picture_id=404),)},
    ],
)
def test_what_cannot_be_sold_leaves_nothing_behind(hanok: Shop, wrong: dict[str, Any]) -> None:
    with pytest.raises(CannotSell):
        create_product(hanok, a_spec(**wrong))

    assert everything() == {"products": [], "variants": [], "pictures": [], "cards": []}


def test_a_picture_that_is_not_ready_is_refused(hanok: Shop, lin: Person) -> None:
    waiting = a_picture(lin, state="waiting")

    with pytest.raises(CannotSell):
        create_product(hanok, a_spec(pictures=(PictureSpec(picture_id=waiting.pk),)))

    assert not Product.objects.exists()


def test_a_price_is_told_once(lipstick: Product, coral: Variant, told: list[Any]) -> None:
    for _ in range(2):
        set_price(coral, 1500, compare_at_minor=2000)

    card = ProductCard.objects.get(product=lipstick)
    assert (card.price_minor, card.price_varies, card.compare_at_minor) == (1500, True, 2000)
    assert told == [ProductChanged(lipstick.pk)]


@pytest.mark.parametrize(("minor", "compare"), [(0, None), (-5, None), (10**13, None), (500, 500), (500, 100)])
def test_a_senseless_price_is_refused(coral: Variant, told: list[Any], minor: int, compare: int | None) -> None:
    with pytest.raises(CannotSell):
        set_price(coral, minor, compare_at_minor=compare)

    coral.refresh_from_db()
    assert (coral.price_minor, coral.compare_at_minor, told) == (2000, None, [])


def test_stock_is_told_only_when_the_last_goes_or_the_first_comes(
    lipstick: Product, coral: Variant, rose: Variant, told: list[Any]
) -> None:
    set_stock(coral, 0)
    assert told == []

    set_stock(rose, 0)
    assert told == [ProductChanged(lipstick.pk)]
    assert ProductCard.objects.get(product=lipstick).in_stock is False

    set_stock(rose, 7)
    assert told == [ProductChanged(lipstick.pk)] * 2


def test_stock_is_never_negative(coral: Variant) -> None:
    with pytest.raises(CannotSell):
        set_stock(coral, -1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Variant.objects.filter(pk=coral.pk).update(in_stock=-1)

    coral.refresh_from_db()
    assert coral.in_stock == 5


def test_a_paused_product_leaves_the_grids(lipstick: Product, told: list[Any]) -> None:
    set_status(lipstick, ProductStatus.PAUSED)

    assert ProductCard.objects.get(product=lipstick).is_on_sale is False
    assert list(Product.objects.on_sale()) == []
    assert told == [ProductChanged(lipstick.pk)]


def test_ratings_move_between_the_counters(lipstick: Product) -> None:
    ratings.replace(lipstick.pk, old=None, new=5)
    ratings.replace(lipstick.pk, old=None, new=2)
    ratings.replace(lipstick.pk, old=5, new=3)
    ratings.replace(lipstick.pk, old=2, new=None)
    ratings.replace(lipstick.pk, old=4, new=4)

    assert stars(lipstick) == [0, 0, 1, 0, 0]


def test_infant_formula_never_shows_a_reduction_on_its_card(hanok: Shop) -> None:
    formula = Category.objects.create(slug="formula", name_en="Infant formula", name_zh="奶粉", channel="baby")
    tin = VariantSpec(price_minor=3990, compare_at_minor=4990, in_stock=4)

    product = create_product(hanok, a_spec(category=formula, options=(), variants=(tin,)))

    assert ProductCard.objects.get(product=product).compare_at_minor is None


@pytest.mark.django_db
def test_the_base_tree_comes_once_and_leaves_changed_names_alone() -> None:
    assert ensure_base_categories() == 45
    Category.objects.filter(slug="lips").update(name_en="Lip things")

    assert ensure_base_categories() == 0
    lips = Category.objects.get(slug="lips")
    assert (lips.name_en, lips.name_zh, lips.channel, lips.parent.slug) == ("Lip things", "唇妆", "beauty", "beauty")
    assert Category.objects.filter(parent=None).count() == 7


@pytest.mark.django_db
def test_a_chinese_category_has_an_address() -> None:
    ensure_base_categories()
    home = Category.objects.get(slug="home")

    made = [create_category(home, name_en="", name_zh="加工包装") for _ in range(2)]

    assert made[0] == made[1]
    assert (made[0].slug, made[0].name_en, made[0].channel, made[0].position) == ("加工包装", "加工包装", "home", 4)


def everything() -> dict[str, list[Any]]:
    return {
        "products": list(Product.objects.values()),
        "variants": list(Variant.objects.order_by("pk").values()),
        "pictures": list(ProductPicture.objects.values()),
        "cards": list(ProductCard.objects.values()),
    }


def stars(product: Product) -> list[int]:
    card = ProductCard.objects.get(product=product)
    return [getattr(card, f"stars_{value}") for value in range(1, 6)]


def public_files(secret: str) -> int:
    return len(list((Path(settings.MEDIA_FOLDER) / "public" / secret[:2]).glob(f"{secret}-*")))
