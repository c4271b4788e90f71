"""The pages of goods as readers get them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from cinnabar.activity.models import Deed
from cinnabar.front.opinions import opinions_on
from cinnabar.kit.clock import at
from cinnabar.kit.ids import encode
from cinnabar.notes.tests.props import a_hidden_note, a_note, a_tag
from cinnabar.people.models import Block, Person
from cinnabar.shop import grids, ratings
from cinnabar.shop.actions import create_product, set_price, set_status, set_stock
from cinnabar.shop.categories import create_category, ensure_base_categories
from cinnabar.shop.models import Category, Product, ProductStatus, Shop, Variant
from cinnabar.shop.specs import VariantSpec
from cinnabar.shop.tests.props import a_good, a_spec

DAY = datetime(2026, 11, 30, 12, tzinfo=UTC)


def words(response: Any) -> str:
    """The visible words of a page, white space made one."""
    text = re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


def page_of(product: Product) -> str:
    return f"/products/{encode(product.pk)}"


def test_a_landing_page_in_english(client: Client, lipstick: Product, coral: Variant) -> None:
    set_price(coral, 1850, compare_at_minor=2450)

    with at(DAY):
        page = words(client.get(page_of(lipstick)))

    assert "€ 18 .50 before: € 24 .50" in page
    assert "Arrives 3–7 Dec · Shipping € 4" in page
    assert "Made in South Korea · ships from South Korea" in page
    assert "Ships worldwide" in page
    assert "Coral · € 18 .50 · arrives 3–7 Dec" in page
    assert "No ratings yet." in page and "Nobody has written about it yet." in page


def test_a_landing_page_in_chinese(browser_of: Any, mei: Person, lipstick: Product) -> None:
    with at(DAY):
        page = words(browser_of(mei).get(page_of(lipstick)))

    assert "花瓣融唇膏" in page and "花瓣理论" in page
    assert "珊瑚橘 · € 20 · 12月3日至7日送达" in page
    assert "韩国制造 · 从韩国发货" in page
    assert "加入购物袋" in page and "立即购买" in page


def test_a_landing_page_takes_seven_queries_for_a_reader_who_is_signed_in(
    browser_of: Any, tom: Person, lipstick: Product, mei: Person, django_assert_num_queries: Any
) -> None:
    a_note(mei, tags=(a_tag(lipstick, rating=5, pro="soft", con="small"),))
    browser = browser_of(tom)

    # session, person, product, opening written down, opinions, notes, whether it is saved
    with django_assert_num_queries(7):
        browser.get(page_of(lipstick))


def test_a_landing_page_takes_three_queries_for_a_stranger(
    client: Client, lipstick: Product, django_assert_num_queries: Any
) -> None:
    # product, opinions, notes
    with django_assert_num_queries(3):
        response = client.get(page_of(lipstick))

    assert not response.cookies
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/shops/hanok", "/brands/petal-theory", "/categories/lips"])
def test_a_page_with_a_grid_takes_five_queries(
    browser_of: Any, tom: Person, lipstick: Product, django_assert_num_queries: Any, address: str
) -> None:
    browser = browser_of(tom)

    # session, person, head of the page, grid, what may be chosen
    with django_assert_num_queries(5):
        assert browser.get(address).status_code == 200


def test_the_note_one_came_from_is_carried_into_the_form_and_remembered(
    browser_of: Any, tom: Person, mei: Person, lipstick: Product
) -> None:
    note = a_note(mei, tags=(a_tag(lipstick),))

    page = browser_of(tom).get(f"{page_of(lipstick)}?from={encode(note.pk)}").content.decode()

    assert f'<input type="hidden" name="from_note" value="{encode(note.pk)}">' in page
    assert list(Deed.objects.values_list("person_id", "action", "product_id", "note_id")) == [
        (tom.pk, "opened_product", lipstick.pk, note.pk)
    ]


@pytest.mark.parametrize("made_up", ["0", "x" * 40, "<script>", "-1", ""])
def test_a_made_up_origin_is_no_origin(client: Client, lipstick: Product, made_up: str) -> None:
    response = client.get(page_of(lipstick), {"from": made_up, "variant": made_up})

    assert response.status_code == 200
    assert 'name="from_note"' not in response.content.decode()


def test_a_sold_out_variant_can_be_seen_but_not_chosen(client: Client, lipstick: Product, coral: Variant) -> None:
    set_stock(coral, 0)

    html = client.get(f"{page_of(lipstick)}?variant={encode(coral.pk)}").content.decode()

    radios = dict(
        re.findall(r'<input type="radio" name="variant" value="(\w+)" required data-most="\d+"([^>]*)>', html)
    )
    assert radios[encode(coral.pk)] == " disabled"
    assert [rest for value, rest in radios.items() if value != encode(coral.pk)] == [" checked"]
    assert "<b data-chosen-label>Rose</b>" in html


def test_the_variant_of_the_address_is_chosen(client: Client, lipstick: Product, rose: Variant) -> None:
    html = client.get(f"{page_of(lipstick)}?variant={encode(rose.pk)}").content.decode()

    assert "<b data-chosen-label>Rose</b>" in html


@pytest.mark.parametrize(("stock", "said"), [(5, "Only 5 left"), (1, "Only 1 left"), (6, "In stock")])
def test_how_many_are_left_is_said_when_few_are(client: Client, coral: Variant, stock: int, said: str) -> None:
    set_stock(coral, stock)

    html = client.get(page_of(coral.product)).content.decode()

    assert f'<span class="muted" data-chosen-left>{said}</span>' in html
    assert f'max="{stock}"' in html


def test_what_is_sold_out_altogether_offers_no_purchase(
    client: Client, lipstick: Product, coral: Variant, rose: Variant
) -> None:
    for variant in (coral, rose):
        set_stock(variant, 0)

    page = words(client.get(page_of(lipstick)))

    assert "Sold out" in page and "Look at similar ones" in page
    assert "Buy now" not in page and "Add to basket" not in page


@pytest.mark.parametrize("status", [ProductStatus.PAUSED, ProductStatus.ARCHIVED])
def test_what_is_not_on_sale_says_so_and_has_no_form(client: Client, lipstick: Product, status: ProductStatus) -> None:
    set_status(lipstick, status)

    response = client.get(page_of(lipstick))

    assert response.status_code == 200
    assert "not on sale at the moment" in words(response)
    assert 'action="/basket"' not in response.content.decode()


def test_a_closed_shop_sells_nothing_and_says_who_answers_for_it(client: Client, lipstick: Product) -> None:
    Shop.objects.update(is_open=False, legal_name="Lin Hua")

    html = client.get(page_of(lipstick)).content.decode()

    assert "not on sale at the moment" in html and "/shops/hanok" not in html
    page = client.get("/shops/hanok").content.decode()
    assert "closed at the moment" in page and "Lin Hua" in page and 'content="noindex"' in page
    assert lipstick.name_en not in page


@pytest.mark.parametrize(
    "address",
    ["/products/zzz", "/shops/nobody", "/brands/nobody", "/categories/nothing", "/products/0", "/products/-1"],
)
def test_what_never_was_is_404(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_draft_is_nowhere(client: Client, browser_of: Any, tom: Person, hanok: Shop) -> None:
    draft = a_good(hanok, name_en="zebra-91xk", origin_country="IS", status=ProductStatus.DRAFT)
    a_good(hanok, 1)

    for reader in (client, browser_of(tom)):
        assert reader.get(page_of(draft)).status_code == 404
        for address in ("/shops/hanok", "/brands/petal-theory", "/categories/lips"):
            page = reader.get(address).content.decode()
            assert "zebra-91xk" not in page and "Iceland" not in page


def test_where_the_shop_does_not_send_to_is_said(browser_of: Any, tom: Person, lipstick: Product) -> None:
    Shop.objects.update(ships_to=["CN", "NZ"])
    Person.objects.filter(pk=tom.pk).update(country="IE")

    page = words(browser_of(tom).get(page_of(lipstick)))

    assert "Ships to China, New Zealand" in page
    assert "Not to Ireland, where you live." in page


def test_a_rating_stands_with_its_number_and_its_spread(client: Client, lipstick: Product) -> None:
    for stars in (5, 5, 5, 2):
        ratings.replace(lipstick.pk, old=None, new=stars)

    page = words(client.get(page_of(lipstick)))

    assert "★ 4.3 (4)" in page
    assert "4.3 4 ratings 5 3 4 0 3 0 2 1 1 0" in page


def test_pros_and_cons_are_counted_over_public_notes(
    client: Client, lipstick: Product, mei: Person, tom: Person, zoe: Person
) -> None:
    for author, pro in ((mei, "Soft"), (tom, "soft"), (zoe, "no scent")):
        a_note(author, tags=(a_tag(lipstick, pro=pro, con="small"),))
    a_hidden_note(mei, tags=(a_tag(lipstick, pro="paid praise"),))
    a_note(mei, visibility="only_me", tags=(a_tag(lipstick, pro="secret"),))

    page = words(client.get(page_of(lipstick)))
    of_author = opinions_on(lipstick.pk, mei)

    assert "Liked Soft 2 no scent 1" in page and "Not liked small 3" in page
    assert [(said.text, said.notes) for side in of_author for said in side] == [
        ("Soft", 2),
        ("no scent", 1),
        ("small", 3),
    ]


def test_opinions_of_blocked_people_do_not_count(lipstick: Product, mei: Person, tom: Person, zoe: Person) -> None:
    for author in (mei, zoe):
        a_note(author, tags=(a_tag(lipstick, pro="soft"),))
    Block.objects.create(blocker=zoe, blocked=tom)

    pros, cons = opinions_on(lipstick.pk, tom)

    assert [(said.text, said.notes) for said in pros] == [("soft", 1)]
    assert cons == []


def test_notes_about_it_stand_on_the_page(client: Client, lipstick: Product, mei: Person) -> None:
    a_note(mei, title="Empties of March", tags=(a_tag(lipstick),))

    assert "Empties of March" in words(client.get(page_of(lipstick)))


@pytest.fixture
def tin(hanok: Shop) -> Product:
    ensure_base_categories()
    formula = Category.objects.get(slug="formula")
    return create_product(
        hanok,
        a_spec(
            name_en="First Meadow",
            name_zh="初牧",
            category=formula,
            options=(),
            variants=(VariantSpec(price_minor=3990, compare_at_minor=4990, in_stock=9),),
            attributes={
                "size": "800 g",
                "preparation": {"en": "Boil fresh water.", "zh": "先煮水。"},
                "age_range": "0–6 months",
            },
        ),
    )


def test_infant_formula_promotes_nothing_and_says_what_matters_first(client: Client, tin: Product) -> None:
    Shop.objects.update(free_from_minor=5000)

    page = words(client.get(page_of(tin)))

    assert "Breast milk is best for babies." in page
    assert "49" not in page.replace("0.49", "") and "free from" not in page
    assert page.index("Preparation Boil fresh water.") < page.index("Age 0–6 months") < page.index("Size 800 g")
    assert "Breast milk is best" in words(client.get("/categories/formula"))


def test_infant_formula_in_chinese(browser_of: Any, mei: Person, tin: Product) -> None:
    page = words(browser_of(mei).get(page_of(tin)))

    assert "母乳是宝宝最好的食物" in page and "冲调方法 先煮水。" in page


def test_a_shop_page_says_who_sells_on_which_terms(client: Client, hanok: Shop) -> None:
    a_good(hanok, 0, stars=(0, 0, 0, 1, 1))
    Shop.objects.update(city="Seoul", story_en="Two rooms in Bukchon.", free_from_minor=5000, returns_en="14 days.")

    page = words(client.get("/shops/hanok"))

    assert "Independent shop · Seoul, South Korea" in page
    assert "Two rooms in Bukchon." in page
    assert "Shipping € 4 · free from € 50 · 3–7 days" in page
    assert "14 days." in page and "★ 4.5 (2)" in page and "Good 0" in page


def test_a_grid_filters_by_origin_and_keeps_the_other_choices(client: Client, hanok: Shop) -> None:
    a_good(hanok, 0, origin_country="KR")
    a_good(hanok, 1, origin_country="FR")

    response = client.get("/shops/hanok?origin=FR&sort=cheapest&stock=1")
    html = response.content.decode()

    assert "Good 1" in html and "Good 0" not in html
    assert 'href="/shops/hanok?origin=KR&amp;stock=1&amp;sort=cheapest">South Korea' in html
    assert 'href="/shops/hanok?stock=1&amp;sort=cheapest">All' in html
    assert 'href="/shops/hanok?origin=FR&amp;sort=cheapest" aria-current="true"' in html


def test_a_filter_that_nothing_fits_offers_the_way_back(client: Client, lipstick: Product) -> None:
    page = words(client.get("/shops/hanok?origin=NO"))

    assert "Nothing fits all of these filters." in page and "Show everything" in page


def test_an_empty_category_is_a_sentence_and_an_action(client: Client, db: None) -> None:
    ensure_base_categories()

    page = words(client.get("/categories/baby"))

    assert "Nothing is on sale here yet." in page and "Look around" in page
    assert "Feeding Infant formula Nappies" in page


def test_the_more_link_leads_through_the_whole_grid(
    client: Client, hanok: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grids, "PAGE", 2)
    for number in range(5):
        a_good(hanok, number, price=1000 + number)

    seen: list[str] = []
    address = "/shops/hanok?sort=dearest"
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r"<h3>(Good \d)</h3>", html)
        more = re.search(r'rel="next" href="([^"]+)"', html)
        address = more[1].replace("&amp;", "&") if more else ""

    assert seen == ["Good 4", "Good 3", "Good 2", "Good 1", "Good 0"]


def test_a_made_up_cursor_leads_to_the_beginning(client: Client, lipstick: Product) -> None:
    response = client.get("/shops/hanok?after=made-up")

    assert (response.status_code, response["Location"]) == (302, "/shops/hanok")


def test_names_in_chinese_have_pages(client: Client, db: None) -> None:
    ensure_base_categories()
    made = create_category(Category.objects.get(slug="home"), name_en="", name_zh="加工包装")

    response = client.get(f"/categories/{made.slug}")

    assert response.status_code == 200
    assert '<link rel="canonical" href="http://testserver/categories/%E5%8A%A0' in response.content.decode()
    with translation.override("zh-hans"):
        assert client.get("/categories/加工包装?sort=rating").status_code == 200


def test_a_name_with_html_stays_words(client: Client, hanok: Shop) -> None:
    product = a_good(hanok, name_en='<img src=x onerror=alert(1)>"')

    for address in (page_of(product), "/shops/hanok"):
        assert "<img src=x" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/shops/hanok", "/brands/petal-theory", "/categories/lips"])
def test_pages_only_answer_questions(browser_of: Any, tom: Person, lipstick: Product, address: str) -> None:
    assert browser_of(tom).post(address).status_code == 405
