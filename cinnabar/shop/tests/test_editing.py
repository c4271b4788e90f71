"""Editing a product and many offers at once: variants stay themselves, stock is never written over unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cinnabar.people.models import Person
from cinnabar.shop.actions import (
    CurrencyFixed,
    brand_named,
    change_offers,
    create_product,
    edit_product,
    open_shop,
    publish_product,
    verify_brand,
    withdraw_verification,
)
from cinnabar.shop.models import Brand, Product, ProductCard, Shop, Variant
from cinnabar.shop.queries import brand_page, product_page
from cinnabar.shop.specs import CannotSell, OfferSpec, ShopSpec, StockMoved, VariantSpec
from cinnabar.shop.stock import hold
from cinnabar.shop.tests.props import a_spec
from tests.cast import a_brand, a_product, a_shop

FLOWERS = ShopSpec(name="花店", kind="individual", country="CN", currency="CNY", shipping_minor=0)


@pytest.fixture
def product(hanok: Shop, lin: Person) -> Product:
    return create_product(hanok, a_spec(lin))


def described(product: Product) -> list[VariantSpec]:
    return [
        VariantSpec(
            variant_id=variant.pk,
            labels_en=tuple(variant.labels_en),
            price_minor=variant.price_minor,
            in_stock=variant.in_stock,
            stock_seen=variant.in_stock,
        )
        for variant in product.variants.filter(is_withdrawn=False).order_by("position")
    ]


def test_a_variant_stays_itself_when_another_goes(product: Product, lin: Person) -> None:
    coral, rose = described(product)
    plum = VariantSpec(labels_en=("Plum",), price_minor=2600, in_stock=7)

    for _press in range(2):
        edit_product(product, a_spec(lin, variants=(plum, rose)))
        plum = described(product)[0]

    page = product_page(product.pk)
    assert page is not None
    assert [(one.labels_en, one.in_stock) for one in page.variants] == [(["Plum"], 7), (["Rose"], 0)]
    assert page.variants[1].id == rose.variant_id
    gone = Variant.objects.get(pk=coral.variant_id)
    assert (gone.is_withdrawn, gone.in_stock, gone.labels_en) == (True, 0, ["Coral"])


def test_editing_does_not_bring_back_what_was_sold_meanwhile(product: Product, lin: Person) -> None:
    coral, rose = described(product)
    assert coral.variant_id is not None
    hold({coral.variant_id: 1})

    with pytest.raises(StockMoved) as surprise:
        edit_product(product, a_spec(lin, name_en="Other", variants=(replace(coral, in_stock=10), rose)))
    assert surprise.value.left == {coral.variant_id: 2}
    assert Product.objects.get().name_en == "Petal Melt Lipstick"

    edit_product(product, a_spec(lin, variants=(coral, rose)))  # whose stock the seller did not touch
    assert Variant.objects.get(pk=coral.variant_id).in_stock == 2


def test_many_offers_change_together_or_not_at_all(product: Product, hanok: Shop, zoe: Person) -> None:
    coral, rose = product.variants.order_by("position")
    stranger = a_product(a_shop(zoe, "fjord")).variants.first()
    good = OfferSpec(variant_id=coral.pk, price_minor=1500, in_stock=9, stock_seen=3)

    for bad in (
        OfferSpec(variant_id=rose.pk, price_minor=0, in_stock=1),
        OfferSpec(variant_id=rose.pk, price_minor=100, compare_at_minor=100, in_stock=1),
        OfferSpec(variant_id=rose.pk, price_minor=100, in_stock=-1),
        OfferSpec(variant_id=rose.pk, price_minor=100, in_stock=4, stock_seen=2),
        OfferSpec(variant_id=stranger.pk, price_minor=100, in_stock=1),
    ):
        with pytest.raises(CannotSell):
            change_offers(hanok, [good, bad])
    assert list(product.variants.order_by("position").values_list("price_minor", "in_stock")) == [(2000, 3), (2400, 0)]

    for _press in range(2):
        change_offers(hanok, [good])
    assert ProductCard.objects.get(product=product).price_minor == 1500
    assert Variant.objects.get(pk=coral.pk).in_stock == 9


def test_nothing_is_published_without_a_picture(hanok: Shop) -> None:
    product = create_product(hanok, a_spec(status="draft"))

    with pytest.raises(CannotSell):
        publish_product(product)

    assert Product.objects.get().status == "draft"


def test_a_second_press_opens_no_second_shop(lin: Person) -> None:
    slugs = {open_shop(lin, FLOWERS).slug for _press in range(2)}

    assert slugs == {"花店"}
    assert Shop.objects.count() == 1


def test_a_shop_with_products_keeps_its_currency(lin: Person) -> None:
    shop = open_shop(lin, FLOWERS)
    create_product(shop, a_spec())

    with pytest.raises(CurrencyFixed):
        open_shop(lin, replace(FLOWERS, slug=shop.slug, currency="JPY"))

    assert Shop.objects.get().currency == "CNY"


@pytest.mark.django_db
def test_a_brand_is_found_by_either_name() -> None:
    brand = a_brand()

    assert {brand_named(name).pk for name in ("petal theory", "花瓣理论")} == {brand.pk}
    assert brand_named("Moss & Co").slug == "moss-co"
    assert Brand.objects.count() == 2


def test_a_verified_brand_names_who_speaks_for_it(mei: Person) -> None:
    brand = a_brand()
    for _press in range(2):
        verify_brand(brand, mei)
    page = brand_page(brand.slug)
    assert page is not None and page.keeper_handle == "mei"

    withdraw_verification(brand)

    page = brand_page(brand.slug)
    assert page is not None and page.keeper_handle is None
