"""What a reduction is compared with, opening and closing, and the banner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cinnabar.kit.clock import at, now
from cinnabar.people.models import Person
from cinnabar.shop.actions import (
    change_offers,
    close_shop,
    create_product,
    hang_banner,
    publish_product,
    reopen_shop,
    set_price,
)
from cinnabar.shop.models import PricePoint, Product, ProductCard, Shop, Variant
from cinnabar.shop.queries import product_page
from cinnabar.shop.specs import OfferSpec
from cinnabar.shop.tests.props import a_spec, a_stored_picture


@pytest.fixture
def product(hanok: Shop, lin: Person, settings: object, tmp_path: object) -> Product:
    settings.MEDIA_FOLDER = tmp_path  # type: ignore[attr-defined]
    with at(now() - timedelta(days=60)):
        return create_product(hanok, a_spec(lin))


def lowest(product: Product) -> int | None:
    page = product_page(product.pk)
    assert page is not None
    return page.variants[0].lowest_before


def price(product: Product, minor: int, *, days_ago: float, was: int | None = None) -> None:
    with at(now() - timedelta(days=days_ago)):
        set_price(product.variants.get(position=0), minor, compare_at_minor=was)


def test_a_reduction_shows_the_lowest_price_of_the_thirty_days_before_it(product: Product) -> None:
    price(product, 1500, days_ago=50)  # over for longer than thirty days when the reduction begins
    price(product, 1900, days_ago=40)
    price(product, 2200, days_ago=8)
    price(product, 1800, days_ago=2, was=2500)

    assert lowest(product) == 1900


def test_what_never_had_another_price_has_no_lowest_one(product: Product) -> None:
    coral = product.variants.get(position=0)
    set_price(coral, 2000, compare_at_minor=2500)
    set_price(coral, 2000, compare_at_minor=2500)

    assert lowest(product) is None
    assert PricePoint.objects.filter(variant=coral).count() == 1


def test_without_a_reduction_nothing_is_compared(product: Product) -> None:
    price(product, 1800, days_ago=2)

    assert lowest(product) is None


@pytest.mark.parametrize(
    ("before", "said", "struck"),
    [(2000, 2500, 2000), (2500, 2500, 2500), (1500, 2500, None), (1800, 2500, 2500)],
)
def test_a_card_strikes_out_no_more_than_the_lowest_price_of_thirty_days(
    product: Product, before: int, said: int, struck: int | None
) -> None:
    price(product, 2600, days_ago=60)
    price(product, before, days_ago=20)
    price(product, 1800, days_ago=2, was=said)

    assert ProductCard.objects.get(product=product).compare_at_minor == struck


def test_the_table_writes_the_history_too(product: Product, hanok: Shop) -> None:
    coral = product.variants.get(position=0)

    change_offers(hanok, [OfferSpec(variant_id=coral.pk, price_minor=1700, compare_at_minor=2000, in_stock=3)])

    assert [*PricePoint.objects.filter(variant=coral).order_by("since").values_list("price_minor", "until")] == [
        (2000, PricePoint.objects.get(variant=coral, price_minor=1700).since),
        (1700, None),
    ]
    assert lowest(product) == 2000


def test_a_closed_shop_sells_nothing_until_it_opens_again(product: Product, hanok: Shop) -> None:
    publish_product(product)

    for _press in range(2):
        close_shop(hanok)
    assert not ProductCard.objects.get().is_on_sale
    assert not Product.objects.on_sale().exists()
    reopen_shop(hanok)

    assert ProductCard.objects.get().is_on_sale
    assert Variant.objects.filter(is_withdrawn=False).count() == 2


def test_a_banner_comes_and_goes_with_its_files(product: Product, hanok: Shop, lin: Person) -> None:
    first, second = a_stored_picture(lin), a_stored_picture(lin)

    hang_banner(hanok, first)
    hang_banner(hanok, second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (Shop.objects.get().banner, first.is_public, second.is_public) == (second.secret, False, True)
    for _press in range(2):
        hang_banner(hanok, None)

    second.refresh_from_db()
    assert (Shop.objects.get().banner, second.is_public) == ("", False)
