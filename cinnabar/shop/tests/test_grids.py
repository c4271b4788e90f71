"""Grids: what passes the filters, in which order, and that paging repeats and leaves out nothing."""

from __future__ import annotations

import pytest

from cinnabar.kit.paging import BadCursor
from cinnabar.people.models import Person
from cinnabar.shop import grids, ratings
from cinnabar.shop.actions import set_price, set_status
from cinnabar.shop.grids import Filters, Grid, Sort, facets, product_grid
from cinnabar.shop.models import Category, Product, ProductStatus, Shop
from cinnabar.shop.queries import CategoryRow, brand_page, category_page, product_page, shop_page
from cinnabar.shop.tests.props import a_good
from tests.cast import a_brand, a_category, a_shop


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "PAGE", 3)


def names(grid: Grid) -> list[str]:
    return [cell.name_en for cell in grid.cells]


def test_the_newest_come_first_page_by_page(hanok: Shop) -> None:
    for number in range(7):
        a_good(hanok, number)

    first = product_grid(Filters(shop_id=hanok.pk))
    second = product_grid(Filters(shop_id=hanok.pk), cursor=first.cursor)
    third = product_grid(Filters(shop_id=hanok.pk), cursor=second.cursor)

    pages = [names(page) for page in (first, second, third)]
    assert pages == [["Good 0", "Good 1", "Good 2"], ["Good 3", "Good 4", "Good 5"], ["Good 6"]]
    assert third.cursor == ""


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.CHEAPEST, ["Good 2", "Good 0", "Good 1"]),
        (Sort.DEAREST, ["Good 1", "Good 0", "Good 2"]),
        (Sort.RATING, ["Good 1", "Good 2", "Good 0"]),
    ],
)
def test_the_other_orders(hanok: Shop, sort: Sort, order: list[str]) -> None:
    a_good(hanok, 0, price=2000, stars=(5, 0, 0, 0, 7))
    a_good(hanok, 1, price=2400, stars=(0, 0, 1, 4, 20))
    a_good(hanok, 2, price=1800, stars=(0, 0, 0, 0, 1))  # one five alone does not lead

    assert names(product_grid(Filters(shop_id=hanok.pk), sort=sort)) == order


def test_amounts_of_two_currencies_are_never_compared(hanok: Shop, lin: Person) -> None:
    seoul = a_shop(lin, "seoul", currency="CNY")
    a_good(hanok, 0, price=9000)
    a_good(seoul, 1, price=20000)
    a_good(hanok, 2, price=100)
    category = a_category().pk

    grid = product_grid(Filters(category_ids=[category]), sort=Sort.CHEAPEST)

    assert [(cell.currency, cell.price_minor) for cell in grid.cells] == [("CNY", 20000), ("EUR", 100), ("EUR", 9000)]


def test_a_list_by_rating_repeats_and_leaves_out_nothing_while_it_moves(hanok: Shop) -> None:
    goods = [a_good(hanok, number, stars=(0, 0, 0, 0, 20 - number)) for number in range(8)]
    within = Filters(shop_id=hanok.pk)
    first = product_grid(within, sort=Sort.RATING)
    assert names(first) == ["Good 0", "Good 1", "Good 2"]

    for _ in range(20):
        ratings.replace(goods[2].pk, old=None, new=1)  # the last one shown falls
        ratings.replace(goods[7].pk, old=None, new=5)  # the last of all rises above what was shown
    second = product_grid(within, sort=Sort.RATING, cursor=first.cursor)
    set_status(goods[1], ProductStatus.PAUSED)
    third = product_grid(within, sort=Sort.RATING, cursor=second.cursor)

    assert names(second) == ["Good 7", "Good 3", "Good 4"]
    assert names(third) == ["Good 5", "Good 6"]
    assert third.cursor == ""


def test_a_list_by_price_goes_on_when_the_last_one_shown_is_gone(hanok: Shop) -> None:
    goods = [a_good(hanok, number, price=1000 + number) for number in range(5)]
    within = Filters(shop_id=hanok.pk)
    first = product_grid(within, sort=Sort.CHEAPEST)

    set_status(goods[2], ProductStatus.ARCHIVED)
    set_price(goods[0].variants.get(), 9000)

    assert names(product_grid(within, sort=Sort.CHEAPEST, cursor=first.cursor)) == ["Good 3", "Good 4"]


def test_the_newest_go_on_when_the_last_one_shown_is_gone(hanok: Shop) -> None:
    goods = [a_good(hanok, number) for number in range(5)]
    first = product_grid(Filters(shop_id=hanok.pk))

    set_status(goods[2], ProductStatus.DRAFT)

    assert names(product_grid(Filters(shop_id=hanok.pk), cursor=first.cursor)) == ["Good 3", "Good 4"]


def test_a_very_long_visit_asks_for_a_filter(hanok: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "LONGEST_VISIT", 6)
    for number in range(8):
        a_good(hanok, number)

    first = product_grid(Filters(shop_id=hanok.pk), sort=Sort.RATING)
    second = product_grid(Filters(shop_id=hanok.pk), sort=Sort.RATING, cursor=first.cursor)

    assert (len(second.cells), second.cursor, second.is_cut) == (3, "", True)


@pytest.mark.parametrize("cursor", ["x", "newest.AAAA:bad", "é"])
def test_a_made_up_cursor_is_refused(hanok: Shop, cursor: str) -> None:
    for sort in Sort:
        with pytest.raises(BadCursor):
            product_grid(Filters(shop_id=hanok.pk), sort=sort, cursor=cursor)


def test_a_cursor_of_another_order_is_refused(hanok: Shop) -> None:
    for number in range(4):
        a_good(hanok, number)
    cursor = product_grid(Filters(shop_id=hanok.pk)).cursor

    with pytest.raises(BadCursor):
        product_grid(Filters(shop_id=hanok.pk), sort=Sort.RATING, cursor=cursor)


def test_filters_and_what_may_be_chosen(hanok: Shop, lin: Person, zoe: Person) -> None:
    a_category("lips")
    nails = a_category("nails")
    other = a_shop(zoe, "other")
    a_good(hanok, 0, origin_country="KR")
    a_good(hanok, 1, origin_country="FR", category=nails)
    a_good(hanok, 2, origin_country="JP", in_stock=0)
    a_good(other, 3, origin_country="NO")
    within = Filters(shop_id=hanok.pk)
    lips = CategoryRow(slug="lips", name_en="Lips", name_zh="唇妆")
    nails_row = CategoryRow(slug="nails", name_en="Nails", name_zh="唇妆")

    assert names(product_grid(Filters(shop_id=hanok.pk, origin="FR"))) == ["Good 1"]
    assert names(product_grid(Filters(shop_id=hanok.pk, only_in_stock=True))) == ["Good 0", "Good 1"]
    assert names(product_grid(Filters(shop_id=hanok.pk, category_slug="lips"))) == ["Good 0", "Good 2"]
    assert names(product_grid(Filters(category_ids=[nails.pk]))) == ["Good 1"]
    assert names(product_grid(Filters(brand_id=a_brand().pk, shop_id=other.pk))) == ["Good 3"]
    assert names(product_grid(Filters(shop_id=hanok.pk, origin="NO"))) == []
    assert facets(within) == grids.Facets(["FR", "JP", "KR"], [lips, nails_row])
    assert facets(Filters(shop_id=hanok.pk, origin="FR")) == grids.Facets(["FR", "JP", "KR"], [nails_row])
    assert facets(Filters(shop_id=hanok.pk, category_slug="lips")).origins == ["JP", "KR"]


@pytest.mark.parametrize("status", [ProductStatus.DRAFT, ProductStatus.PAUSED, ProductStatus.ARCHIVED])
def test_what_is_not_on_sale_is_in_no_grid_and_no_facet(hanok: Shop, status: ProductStatus) -> None:
    hidden = a_good(hanok, 0, origin_country="IS")
    a_good(hanok, 1)

    set_status(hidden, status)

    assert names(product_grid(Filters(shop_id=hanok.pk))) == ["Good 1"]
    assert facets(Filters(shop_id=hanok.pk)).origins == ["KR"]
    set_status(hidden, ProductStatus.ACTIVE)
    assert names(product_grid(Filters(shop_id=hanok.pk))) == ["Good 0", "Good 1"]


def test_a_product_page_says_what_the_rows_say(lipstick: Product) -> None:
    page = product_page(lipstick.pk)

    assert page is not None
    assert (page.name_en, page.brand_slug, page.category_slug, page.parent_slug) == (
        "Petal Melt Lipstick",
        "petal-theory",
        "lips",
        None,
    )
    assert [(variant.labels_zh, variant.price_minor, variant.in_stock) for variant in page.variants] == [
        (["珊瑚橘"], 2000, 5),
        (["玫瑰"], 2000, 5),
    ]
    assert page.options == [{"name_en": "Shade", "name_zh": "色号"}]
    assert [picture.width for picture in page.pictures] == [960]
    assert (page.rating, page.ratings, page.ships_to, page.is_for_sale) == (None, 0, ["*"], True)


def test_drafts_and_unknown_products_have_no_page(lipstick: Product) -> None:
    set_status(lipstick, ProductStatus.DRAFT)

    assert product_page(lipstick.pk) is None
    assert product_page(404) is None


@pytest.mark.parametrize("status", [ProductStatus.PAUSED, ProductStatus.ARCHIVED])
def test_what_is_no_longer_sold_has_a_page_that_says_so(lipstick: Product, status: ProductStatus) -> None:
    set_status(lipstick, status)

    page = product_page(lipstick.pk)
    assert page is not None and not page.is_for_sale


def test_a_shop_is_rated_by_all_its_products_and_says_when_it_is_closed(hanok: Shop) -> None:
    a_good(hanok, 0, stars=(1, 0, 0, 0, 2))
    a_good(hanok, 1, stars=(0, 0, 0, 1, 0))

    page = shop_page("hanok")
    Shop.objects.update(is_open=False)

    assert page is not None
    assert (page.stars, page.rating, page.ratings) == ([1, 0, 0, 1, 2], 3.8, 4)
    closed = shop_page("hanok")
    assert page.is_open and closed is not None and not closed.is_open


def test_a_brand_is_rated_by_all_its_products(hanok: Shop) -> None:
    a_good(hanok, 0, stars=(0, 0, 0, 0, 2))

    page = brand_page("petal-theory")

    assert page is not None
    assert (page.name_zh, page.country, page.rating, page.ratings) == ("花瓣理论", "KR", 5.0, 2)
    assert brand_page("nobody") is None


@pytest.mark.django_db
def test_a_category_knows_its_branch() -> None:
    beauty = Category.objects.create(slug="beauty", name_en="Beauty", name_zh="美妆", channel="beauty")
    lips, eyes = [
        Category.objects.create(
            slug=slug, name_en=slug.title(), name_zh=slug, channel="beauty", parent=beauty, position=position
        )
        for position, slug in enumerate(("lips", "eyes"))
    ]

    top, below = category_page("beauty"), category_page("eyes")

    assert top is not None and below is not None
    assert sorted(top.ids) == sorted([beauty.pk, lips.pk, eyes.pk])
    assert (below.ids, below.parent_slug) == ([eyes.pk], "beauty")
    assert [chip.slug for chip in top.chips] == [chip.slug for chip in below.chips] == ["lips", "eyes"]
    assert category_page("nothing") is None
