"""Two windows, two presses, two people: what one of them wrote is never lost to the other without a word."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.kit.models import Installation
from cinnabar.orders.tests.props import a_paid_order
from cinnabar.people.models import Block, Person
from cinnabar.shop.actions import set_price
from cinnabar.shop.categories import ensure_base_categories
from cinnabar.shop.models import Product, Shop, Variant
from cinnabar.shop.tests.props import a_stored_picture
from tests.cast import a_product


@pytest.fixture(autouse=True)
def demo(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_FOLDER = tmp_path
    Installation.objects.create(is_demo=True)
    ensure_base_categories()


def form_on(browser: Any, address: str) -> dict[str, Any]:
    """What the form of a page sends when nothing is typed."""
    html = browser.get(address).content.decode()
    html = html[html.index("data-rows") if "data-rows" in html else html.index('class="stack desk-form"') :]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = (re.search(rf'{word}="([^"]*)"', tag) for word in ("name", "value"))
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "on")
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<', html):
        found[name] = [inside]
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = [chosen[1] if chosen else ""]
    return found


@pytest.fixture
def draft(lipstick: Product, lin: Person) -> str:
    picture = a_stored_picture(lin)
    lipstick.pictures.update(picture_id=picture.pk, secret=picture.secret)
    return f"/desk/shop/hanok/products/{encode(lipstick.pk)}"


def test_the_second_window_is_told_and_keeps_its_words(browser_of: Any, lin: Person, draft: str) -> None:
    lin_s = browser_of(lin)
    mine, other = form_on(lin_s, draft), form_on(lin_s, draft)
    assert lin_s.post(draft, other | {"name_en": "Other", "do": "save"}).status_code == 302

    refused = lin_s.post(draft, mine | {"name_en": "Mine", "do": "save"})

    assert refused.status_code == 422
    assert "in another window meanwhile" in refused.content.decode()
    assert 'value="Mine"' in refused.content.decode()
    assert Product.objects.get().name_en == "Other"
    (edition,) = re.findall(r'name="edition" value="(\d+)"', refused.content.decode())
    assert lin_s.post(draft, mine | {"name_en": "Mine", "edition": edition, "do": "save"}).status_code == 302
    assert Product.objects.get().name_en == "Mine"


def test_a_button_pressed_twice_says_nothing_of_another_window(browser_of: Any, lin: Person, draft: str) -> None:
    lin_s = browser_of(lin)
    form = form_on(lin_s, draft)
    form["variant"] = [*form["variant"], "n1"]
    form |= {"v-n1-en-0": "Plum", "v-n1-zh-0": "", "v-n1-price": "21", "v-n1-stock": "4", "do": "save"}

    answers = [lin_s.post(draft, form).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert sorted(Variant.objects.values_list("labels_en", "in_stock")) == [
        (["Coral"], 5),
        (["Plum"], 4),
        (["Rose"], 5),
    ]


def test_a_price_changed_in_the_table_is_not_lost_to_an_open_form(
    browser_of: Any, lin: Person, draft: str, coral: Variant
) -> None:
    lin_s = browser_of(lin)
    form = form_on(lin_s, draft)
    set_price(coral, 1800)

    assert lin_s.post(draft, form | {"name_en": "Mine", "do": "save"}).status_code == 422

    coral.refresh_from_db()
    assert (coral.price_minor, Product.objects.get().name_en) == (1800, "Petal Melt Lipstick")


def test_what_is_taken_out_and_put_back_is_the_same_in_old_orders(
    browser_of: Any, lin: Person, tom: Person, draft: str, coral: Variant
) -> None:
    line = a_paid_order(tom, coral).lines.get()
    lin_s = browser_of(lin)
    form = form_on(lin_s, draft)
    key = encode(coral.pk)
    lin_s.post(draft, form | {"variant": [one for one in form["variant"] if one != key], "do": "save"})
    assert Variant.objects.get(pk=coral.pk).is_withdrawn
    again = {"v-n1-en-0": "Coral", "v-n1-zh-0": "珊瑚橘", "v-n1-price": "20", "v-n1-stock": "2"}

    form = form_on(lin_s, draft)
    assert lin_s.post(draft, form | {"variant": [*form["variant"], "n1"], **again, "do": "save"}).status_code == 302

    back = Variant.objects.get(pk=line.variant_id)
    assert (back.is_withdrawn, back.in_stock, Variant.objects.count()) == (False, 2, 2)


def test_the_table_writes_only_what_was_typed(browser_of: Any, lin: Person, coral: Variant, rose: Variant) -> None:
    """A row that was left alone does not put back the price it was shown with."""
    one, other = encode(coral.pk), encode(rose.pk)
    shown = {f"{name}-{key}": "20.00" for name in ("price", "seen_price") for key in (one, other)}
    shown |= {f"{name}-{key}": "" for name in ("was", "seen_was") for key in (one, other)}
    set_price(coral, 1800)

    answer = browser_of(lin).post("/desk/shop/hanok/products", shown | {f"price-{other}": "25"})

    assert answer.status_code == 302
    assert [*Variant.objects.order_by("position").values_list("price_minor", flat=True)] == [1800, 2500]
    refused = browser_of(lin).post("/desk/shop/hanok/products", shown | {f"price-{one}": "25"})
    assert refused.status_code == 422
    assert "Meanwhile it costs 18.00." in refused.content.decode()
    coral.refresh_from_db()
    assert coral.price_minor == 1800


def test_the_settings_of_a_shop_are_not_lost_between_windows(browser_of: Any, lin: Person, hanok: Shop) -> None:
    Shop.objects.update(legal_name="Lin", contact_email="lin@example.com", legal_address="1 Lane")
    lin_s, address = browser_of(lin), "/desk/shop/hanok/settings"
    mine, other = form_on(lin_s, address), form_on(lin_s, address)
    assert [lin_s.post(address, other | {"city": "Seoul"}).status_code for _press in range(2)] == [302, 302]

    refused = lin_s.post(address, mine | {"city": "Busan"})

    assert refused.status_code == 422
    assert 'value="Busan"' in refused.content.decode()
    assert Shop.objects.get().city == "Seoul"


def test_a_row_stays_on_the_page_it_was_typed_on(browser_of: Any, lin: Person, hanok: Shop, coral: Variant) -> None:
    """Twenty newer products push it to the next page; what was typed is written nevertheless."""
    for number in range(20):
        a_product(hanok, f"Newer {number}")
    key = encode(coral.pk)

    browser_of(lin).post(
        "/desk/shop/hanok/products", {"shown": [encode(coral.product_id)], f"stock-{key}": "9", f"seen-{key}": "5"}
    )

    coral.refresh_from_db()
    assert coral.in_stock == 9


def test_chosen_products_turn_together_or_not_at_all(browser_of: Any, lin: Person, hanok: Shop) -> None:
    first, second = a_product(hanok, "First"), a_product(hanok, "Second")
    second.pictures.all().delete()
    lin_s, address = browser_of(lin), "/desk/shop/hanok/products"
    chosen = {"product": [encode(first.pk), encode(second.pk)]}

    assert lin_s.post(address, {"turn": "paused"}).status_code == 422
    assert lin_s.post(address, chosen | {"turn": "nonsense"}).status_code == 422
    assert lin_s.post(address, chosen | {"turn": "paused"}).status_code == 302
    assert set(Product.objects.values_list("status", flat=True)) == {"paused"}
    refused = lin_s.post(address, chosen | {"turn": "active"})

    assert refused.status_code == 422
    assert "each of them needs a picture" in refused.content.decode()
    assert set(Product.objects.values_list("status", flat=True)) == {"paused"}


def rows_in(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_tables_are_files_that_no_spreadsheet_runs(
    browser_of: Any, lin: Person, tom: Person, hanok: Shop, coral: Variant
) -> None:
    Product.objects.update(name_en='=HYPERLINK("https://evil.test")')
    a_paid_order(tom, coral, 2)

    goods = rows_in(browser_of(lin).get("/desk/shop/hanok/products.csv"))
    orders = rows_in(browser_of(lin).get("/desk/shop/hanok/orders.csv"))

    assert goods[1][1:] == [
        "active",
        '\'=HYPERLINK("https://evil.test")',
        "花瓣融唇膏",
        "Coral",
        "珊瑚橘",
        "20.00",
        "",
        "EUR",
        "3",
    ]
    assert len(goods) == 3
    assert orders[1][5:] == ["tom", "DE", "2", "40.00", "4.00", "44.00", "0.00", "EUR"]


def test_a_similar_product_begins_with_the_same_words(
    browser_of: Any, lin: Person, draft: str, lipstick: Product
) -> None:
    lin_s = browser_of(lin)

    form = form_on(lin_s, f"/desk/shop/hanok/products/new?like={encode(lipstick.pk)}")
    answer = lin_s.post("/desk/shop/hanok/products/new", form | {"name_en": "Twin", "do": "save"})

    assert answer.status_code == 302
    twin = Product.objects.get(name_en="Twin")
    assert (twin.status, twin.pictures.count()) == ("draft", 1)
    assert [*twin.variants.order_by("position").values_list("labels_zh", "price_minor", "in_stock")] == [
        (["珊瑚橘"], 2000, 0),
        (["玫瑰"], 2000, 0),
    ]


def test_a_new_option_keeps_price_and_stock_where_they_were(browser_of: Any, lin: Person, draft: str) -> None:
    lin_s = browser_of(lin)
    form = form_on(lin_s, draft)
    assert form["o-0-values"] == ["Coral / 珊瑚橘, Rose / 玫瑰"]
    form |= {"option": ["0", "1"], "o-1-en": "Size", "o-1-zh": "", "o-1-values": "3 g, 5 g"}

    html = lin_s.post(draft, form | {"do": "combine"}).content.decode()

    stock = re.findall(r'name="v-(\w+)-stock" value="(\d*)"', html)
    assert [count for _key, count in stock] == ["5", "0", "5", "0"]
    assert [key.startswith("n") for key, _count in stock] == [False, True, False, True]
    assert re.findall(r'name="v-\w+-en-1" value="([^"]*)"', html) == ["3 g", "5 g", "3 g", "5 g"]


def test_too_many_combinations_are_told(browser_of: Any, lin: Person, draft: str) -> None:
    lin_s = browser_of(lin)
    form = form_on(lin_s, draft) | {"o-0-values": ", ".join(map(str, range(90))), "do": "combine"}

    html = lin_s.post(draft, form).content.decode()

    assert html.count('name="variant"') == 60
    assert "At most 60 rows fit." in html


def test_a_session_that_ended_costs_no_word(browser_of: Any, lin: Person, draft: str) -> None:
    """The sign-in page carries the whole form, variants too, and sends it on afterwards."""
    form = form_on(browser_of(lin), draft) | {"name_en": "Written for an hour", "do": "save"}

    answer = browser_of(None).post(draft, form)

    assert answer.status_code == 401
    assert 'name="kept"' in answer.content.decode()
    assert Product.objects.get().name_en == "Petal Melt Lipstick"


def test_whom_the_owner_blocks_finds_no_desk(browser_of: Any, lin: Person, zoe: Person, draft: str) -> None:
    Block.objects.create(blocker=lin, blocked=zoe)

    pages = ("", "/staff", "/settings", "/packing", "/orders.csv", "/products", "/products.csv", "/products/new")
    found = {browser_of(zoe).get(f"/desk/shop/hanok{page}").status_code for page in pages}
    found.add(browser_of(zoe).get(draft).status_code)

    assert found == {404}


def test_a_page_of_many_variants_can_be_sent_back(browser_of: Any, lin: Person, hanok: Shop) -> None:
    """Sixty shades of each: three products would be more fields than a request may bring."""
    for number in range(3):
        product = a_product(hanok, f"Palette {number}")
        Variant.objects.bulk_create(
            Variant(product=product, position=at, labels_en=[f"S{at}"], labels_zh=[""], price_minor=900, currency="EUR")
            for at in range(2, 60)
        )
    lin_s, address, found = browser_of(lin), "/desk/shop/hanok/products", []

    for _page in range(2):
        html = lin_s.get(address).content.decode()
        form = dict(re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', html))
        found += re.findall(r'name="shown" value="(\w+)"', html)
        assert lin_s.post(address, form).status_code == 302
        address = (re.findall(r'rel="next" href="([^"]+)"', html) or [""])[0].replace("&amp;", "&")

    assert (found, address) == ([encode(pk) for pk in Product.objects.order_by("-pk").values_list("pk", flat=True)], "")
