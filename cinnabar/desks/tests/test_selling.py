"""Selling in the browser without any script: open a shop, ask for help, make goods, change prices."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.kit.models import Installation
from cinnabar.people.models import Person
from cinnabar.shop.categories import ensure_base_categories
from cinnabar.shop.models import Product, Shop, ShopRole, ShopStaff, Variant
from cinnabar.shop.stock import hold
from cinnabar.shop.tests.props import a_stored_picture
from tests.cast import a_product, a_shop

FLOWERS = {
    "name": "花店",
    "kind": "individual",
    "country": "CN",
    "currency": "EUR",
    "legal_name": "Lin Hua",
    "legal_address": "1 Lane, Suzhou",
    "contact_email": "lin@example.com",
    "shipping": "4.90",
    "everywhere": "on",
    "days_min": "3",
    "days_max": "7",
}


@pytest.fixture(autouse=True)
def demo(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_FOLDER = tmp_path
    Installation.objects.create(is_demo=True)


@pytest.fixture
def blush() -> dict[str, Any]:
    ensure_base_categories()
    return {
        "name_en": "Cloud Blush",
        "brand": "Moss & Co",
        "category": "lips",
        "option": ["0"],
        "o-0-en": "Shade",
        "variant": ["n1", "n2"],
        "v-n1-en-0": "Coral",
        "v-n1-zh-0": "珊瑚橘",
        "v-n1-price": "12.50",
        "v-n1-stock": "3",
        "v-n2-en-0": "Rose",
        "v-n2-price": "14",
        "v-n2-was": "16.00",
        "v-n2-stock": "0",
        "attribute": ["size"],
        "a-size-en": "9 ml",
        "key": "a" * 24,
    }


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_shop_is_opened_once_with_an_address_in_its_own_script(browser_of: Any, zoe: Person) -> None:
    for _press in range(2):
        answer = browser_of(zoe).post("/desk/shop/new", FLOWERS)
        assert answer.status_code == 302

    shop = Shop.objects.get()
    assert (shop.slug, shop.shipping_minor, shop.ships_to, shop.legal_name) == ("花店", 490, ["*"], "Lin Hua")
    assert ShopStaff.objects.get().role == "owner"
    assert browser_of().get("/shops/花店").status_code == 200
    assert browser_of(zoe).get("/desk/shop/花店/settings").status_code == 200


def test_a_shop_called_new_can_be_reached(browser_of: Any, zoe: Person) -> None:
    browser_of(zoe).post("/desk/shop/new", FLOWERS | {"name": "New"})

    assert Shop.objects.get().slug == "new-2"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("shipping", "4,90"),
        ("shipping", "-1"),
        ("free_from", "1e3"),
        ("days_max", "2"),
        ("days_min", "1.5"),
        ("name", ""),
        ("name", "x" * 81),
        ("country", "XX"),
        ("currency", "XXX"),
        ("everywhere", ""),
    ],
)
def test_a_wrong_field_is_told_at_the_field(browser_of: Any, zoe: Person, field: str, text: str) -> None:
    answer = browser_of(zoe).post("/desk/shop/new", FLOWERS | {field: text})

    named = "ships_to" if field == "everywhere" else field
    assert answer.status_code == 422
    assert f'id="id_{named}-error"' in answer.content.decode()
    assert not Shop.objects.exists()


def test_an_address_stays_when_a_shop_gets_another_name(browser_of: Any, zoe: Person) -> None:
    browser_of(zoe).post("/desk/shop/new", FLOWERS)

    browser_of(zoe).post(
        "/desk/shop/花店/settings", FLOWERS | {"name": "Flowers", "currency": "JPY", "shipping": "490"}
    )

    shop = Shop.objects.get()
    assert (shop.slug, shop.name, shop.currency, shop.shipping_minor) == ("花店", "Flowers", "JPY", 490)


PAGES = ("", "/staff", "/packing", "/orders.csv", "/products", "/products/new", "/products.csv", "/settings")


@pytest.mark.parametrize("role", ShopRole.values)
def test_every_role_finds_what_it_may_do(browser_of: Any, hanok: Shop, zoe: Person, role: str) -> None:
    may = {"owner": 8, "manager": 7, "support": 4}[role]
    ShopStaff.objects.create(shop=hanok, person=zoe, role=role)

    found = [browser_of(zoe).get(f"/desk/shop/hanok{page}").status_code for page in PAGES]

    assert found == [200] * may + [404] * (8 - may)


def test_the_invited_answer_on_a_page_of_theirs(browser_of: Any, hanok: Shop, lin: Person, zoe: Person) -> None:
    lin_s, zoe_s = browser_of(lin), browser_of(zoe)
    assert lin_s.post("/desk/shop/hanok/staff", {"handle": "nobody", "role": "support"}).status_code == 422
    lin_s.post("/desk/shop/hanok/staff", {"handle": "@zoe", "role": "manager"})
    assert "Hanok" in text_of(zoe_s.get("/desk/invitations"))
    assert zoe_s.get("/desk/shop/hanok").status_code == 404

    zoe_s.post("/desk/invitations/hanok", {"answer": "accept"})

    assert zoe_s.get("/desk/shop/hanok/products").status_code == 200
    assert zoe_s.post("/desk/invitations/hanok", {"answer": "accept"}).status_code == 404
    lin_s.post("/desk/shop/hanok/staff/zoe", {"role": "none"})
    assert zoe_s.get("/desk/shop/hanok").status_code == 404
    assert lin_s.post("/desk/shop/hanok/staff/lin", {"role": "none"}).status_code == 422
    assert list(ShopStaff.objects.values_list("person_id", flat=True)) == [lin.pk]


def test_who_works_in_a_shop_may_leave_it_but_the_last_owner(
    browser_of: Any, hanok: Shop, lin: Person, zoe: Person
) -> None:
    ShopStaff.objects.create(shop=hanok, person=zoe, role="support")
    page = text_of(browser_of(zoe).get("/desk/shop/hanok/staff"))
    assert "Leave the shop" in page
    assert "Invite somebody" not in page
    assert browser_of(zoe).post("/desk/shop/hanok/staff", {"handle": "tom", "role": "owner"}).status_code == 404

    refused = browser_of(lin).post("/desk/shop/hanok/leaving")
    assert refused.status_code == 422
    assert "keeps at least one owner" in text_of(refused)
    assert browser_of(zoe).post("/desk/shop/hanok/leaving").status_code == 302

    assert list(ShopStaff.objects.values_list("person_id", flat=True)) == [lin.pk]
    assert browser_of(zoe).post("/desk/shop/hanok/leaving").status_code == 404


def test_the_owner_closes_and_opens_the_shop(browser_of: Any, hanok: Shop, lin: Person, lipstick: Product) -> None:
    lin_s, page = browser_of(lin), f"/products/{encode(lipstick.pk)}"

    lin_s.post("/desk/shop/hanok/opening", {"state": "closed"})
    assert "not on sale at the moment" in text_of(browser_of().get(page))
    assert "Open the shop again" in text_of(lin_s.get("/desk/shop/hanok/settings"))
    lin_s.post("/desk/shop/hanok/opening", {"state": "nonsense"})
    lin_s.post("/desk/shop/hanok/opening", {"state": "open"})

    assert "Buy now" in text_of(browser_of().get(page))


def test_a_banner_is_chosen_from_what_one_sent_oneself(browser_of: Any, hanok: Shop, lin: Person, mei: Person) -> None:
    mine, other = a_stored_picture(lin), a_stored_picture(mei)
    type(mine).objects.update(purpose="shop")
    lin_s = browser_of(lin)

    lin_s.post("/desk/shop/hanok/banner", {"picture": encode(other.pk)})
    assert Shop.objects.get().banner == ""
    page = lin_s.get(f"/desk/shop/hanok/settings?pictures={encode(mine.pk)}").content.decode()
    assert "Show this picture" in page
    lin_s.post("/desk/shop/hanok/banner", {"picture": encode(mine.pk)})
    assert Shop.objects.get().banner == mine.secret
    lin_s.post("/desk/shop/hanok/banner")

    assert Shop.objects.get().banner == ""


def test_a_product_is_made_published_and_found(
    browser_of: Any, hanok: Shop, lin: Person, zoe: Person, blush: Any
) -> None:
    lin_s = browser_of(lin)
    for _press in range(2):
        lin_s.post("/desk/shop/hanok/products/new", blush | {"do": "save"})
    product = Product.objects.get()
    here, page = f"/desk/shop/hanok/products/{encode(product.pk)}", f"/products/{encode(product.pk)}"
    assert (product.status, product.brand.name, product.attributes) == ("draft", "Moss & Co", {"size": "9 ml"})
    assert [*product.variants.order_by("position").values_list("price_minor", "compare_at_minor", "in_stock")] == [
        (1250, None, 3),
        (1400, 1600, 0),
    ]
    assert browser_of(zoe).get(page).status_code == 404
    assert "Only the staff of the shop sees this draft." in text_of(lin_s.get(page))

    coral, rose = (encode(pk) for pk in product.variants.order_by("position").values_list("pk", flat=True))
    edited = {
        **{name: value for name, value in blush.items() if not name.startswith("v")},
        "variant": [rose, coral],
        f"v-{rose}-en-0": "Rose",
        f"v-{rose}-price": "14",
        f"v-{rose}-stock": "5",
        f"v-{rose}-seen": "0",
        f"v-{coral}-en-0": "Deep Coral",
        f"v-{coral}-price": "12.50",
        f"v-{coral}-stock": "3",
        f"v-{coral}-seen": "3",
    }
    refused = lin_s.post(here, edited | {"do": "publish"})
    assert refused.status_code == 422
    assert "please add a picture" in text_of(refused)
    picture = a_stored_picture(lin)
    type(picture).objects.filter(pk=picture.pk).update(purpose="product")
    key = encode(picture.pk)
    answer = lin_s.post(
        here, edited | {"picture": [key], f"alt-{key}-en": "A pot", f"v-{coral}-picture": key, "do": "publish"}
    )

    assert answer.status_code == 302
    product.refresh_from_db()
    assert product.status == "active"
    assert [*product.variants.order_by("position").values_list("labels_en", "in_stock", "picture_position")] == [
        (["Rose"], 5, None),
        (["Deep Coral"], 3, 0),
    ]
    assert "Deep Coral" in text_of(browser_of(zoe).get(page))
    lin_s.post(f"{here}/status", {"status": "paused"})
    product.refresh_from_db()
    assert product.status == "paused"


def test_nobody_puts_anothers_picture_into_a_shop(
    browser_of: Any, hanok: Shop, lin: Person, mei: Person, blush: Any
) -> None:
    key = encode(a_stored_picture(mei).pk)

    answer = browser_of(lin).post("/desk/shop/hanok/products/new", blush | {"picture": [key]})

    assert answer.status_code == 422
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("v-n1-price", "12,50"),
        ("v-n1-price", "0"),
        ("v-n1-price", ""),
        ("v-n1-stock", "-1"),
        ("v-n1-stock", "1.5"),
        ("v-n1-stock", "2147483648"),
        ("v-n2-was", "14.00"),
        ("v-n2-en-0", ""),
        ("v-n2-en-0", "coral"),
        ("o-0-en", ""),
        ("name_en", "x" * 161),
        ("name_en", ""),
        ("brand", ""),
        ("category", "beauty"),
    ],
)
def test_a_wrong_field_of_a_product(
    browser_of: Any, hanok: Shop, lin: Person, blush: Any, field: str, text: str
) -> None:
    answer = browser_of(lin).post("/desk/shop/hanok/products/new", blush | {field: text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'aria-describedby="{field}-error"' in page
    assert f'id="{field}-error"' in page
    assert "珊瑚橘" in page
    assert not Product.objects.exists()


def test_rows_come_and_go_without_script(browser_of: Any, hanok: Shop, lin: Person, blush: Any) -> None:
    lin_s = browser_of(lin)

    def rows_after(step: str, **more: Any) -> int:
        page = lin_s.post("/desk/shop/hanok/products/new", blush | more | {"do": step})
        assert page.status_code == 200
        return page.content.decode().count('name="variant"')

    assert rows_after("add-variant") == 3
    assert rows_after("drop-variant:n1") == 1
    assert rows_after("combine", **{"o-0-values": "Coral / 珊瑚橘, Plum, Fig"}) == 4
    assert rows_after("add-option") == 2
    assert rows_after("drop-option:0") == 2
    assert not Product.objects.exists()


def test_prices_and_stock_change_in_the_table(
    browser_of: Any, hanok: Shop, lin: Person, coral: Variant, rose: Variant
) -> None:
    lin_s, address = browser_of(lin), "/desk/shop/hanok/products"
    one, other = encode(coral.pk), encode(rose.pk)
    for bad in (
        {f"price-{other}": "1,250"},
        {f"stock-{other}": "-1"},
        {f"was-{other}": "1"},
        {f"stock-{other}": "1e3"},
    ):
        answer = lin_s.post(address, {f"price-{one}": "12.50", **bad})
        name = next(iter(bad))
        assert answer.status_code == 422
        assert f'aria-describedby="{name}-error"' in answer.content.decode()
        assert 'value="12.50"' in answer.content.decode()
    assert set(Variant.objects.values_list("price_minor", "in_stock")) == {(2000, 5)}

    assert lin_s.post(address, {f"price-{one}": "12.50", f"stock-{other}": "８"}).status_code == 302
    assert [*Variant.objects.order_by("position").values_list("price_minor", "in_stock")] == [(1250, 5), (2000, 8)]

    hold({coral.pk: 1})
    answer = lin_s.post(address, {f"stock-{one}": "9", f"seen-{one}": "5"})
    assert answer.status_code == 422
    assert "Meanwhile there are 4." in text_of(answer)
    assert Variant.objects.get(pk=coral.pk).in_stock == 4


def test_the_table_of_one_shop_never_changes_another(browser_of: Any, hanok: Shop, lin: Person, zoe: Person) -> None:
    stranger = a_product(a_shop(zoe, "fjord")).variants.first()

    browser_of(lin).post("/desk/shop/hanok/products", {f"price-{encode(stranger.pk)}": "1"})

    assert Variant.objects.get(pk=stranger.pk).price_minor == 2000
    assert browser_of(lin).get(f"/desk/shop/hanok/products/{encode(stranger.product_id)}").status_code == 404


def test_the_table_takes_few_queries(
    browser_of: Any, hanok: Shop, lin: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        a_product(hanok, f"Product {number}")
    lin_s = browser_of(lin)

    with django_assert_max_num_queries(8):  # session, person, bell, shop, role, products, variants, pictures
        lin_s.get("/desk/shop/hanok/products")
