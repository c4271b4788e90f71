"""The page of a search."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from cinnabar.front import searching
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import like
from cinnabar.notes.tests.props import a_note, a_proof, a_tag
from cinnabar.people.models import Person, Role
from cinnabar.search import census
from cinnabar.search.actions import catch_up
from cinnabar.search.models import Document
from cinnabar.shop.models import Product, ProductCard, Shop
from tests.cast import a_person, a_product, a_shop


def test_one_box_finds_notes_products_people_brands_and_topics(mei: Person, lipstick: Product, browser_of: Any) -> None:
    a_note(mei, title="花瓣融唇膏到底好不好", topics={"花瓣融": "花瓣融"})
    catch_up()
    page = browser_of().get("/search", {"q": "花瓣"}).content.decode()

    for sign in ("<mark>花瓣</mark>融唇膏到底好不好", "/products/", "/brands/petal-theory", "/topics/", "融唇膏"):
        assert sign in page
    assert "/@mei" in browser_of().get("/search?q=mei&tab=people").content.decode()


def test_the_best_known_page_of_a_search_asks_nine_times(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any, django_assert_num_queries: Any
) -> None:
    a_note(mei, title="Petal Melt, honestly", topics={"petal": "petal"})
    a_note(mei, title="Untitled", body="the petal melt one")
    catch_up()
    browser = browser_of(tom)
    browser.get("/search?q=tea")

    # session, person, limit, rarity of words, candidates, cards of notes, bodies for snippets, cells of products,
    # and what is kept for the history
    with django_assert_num_queries(9):
        page = browser.get("/search?q=petal&literal=1").content.decode()
    assert "the <mark>petal</mark> melt one" in page


def test_only_notes_with_a_solid_seal_remain_under_bought_here_only(mei: Person, lipstick: Product) -> None:
    a_proof(mei, lipstick)
    a_note(mei, title="Petal one", tags=(a_tag(lipstick, "here"),))
    a_note(mei, title="Petal two", tags=(a_tag(lipstick),))
    a_note(mei, title="Petal three")
    page = Client().get("/search?q=petal&tab=notes&seal=here").content.decode()

    assert "</mark> one" in page
    assert "</mark> two" not in page
    assert "</mark> three" not in page


@pytest.mark.parametrize(("sort", "first", "second"), [("newest", "two", "one"), ("likes", "one", "two")])
def test_notes_are_sorted_as_asked(mei: Person, tom: Person, sort: str, first: str, second: str) -> None:
    like(tom, a_note(mei, title="zebra one"))
    a_note(mei, title="zebra two")
    page = Client().get(f"/search?q=zebra&tab=notes&sort={sort}").content.decode()

    assert page.index(f"</mark> {first}") < page.index(f"</mark> {second}")


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("cheapest", ["cheap", "dear", "yen"]),
        ("dearest", ["dear", "cheap", "yen"]),
        ("rating", ["dear", "yen", "cheap"]),
    ],
)
def test_products_are_sorted_as_in_every_list(lin: Person, hanok: Shop, sort: str, order: list[str]) -> None:
    tokyo = a_shop(lin, "tokyo", currency="JPY")
    for shop, name, price, stars in ((hanok, "cheap", 900, 1), (hanok, "dear", 2000, 5), (tokyo, "yen", 1200, 0)):
        product = a_product(shop, f"Zebra {name}", price=price)
        ProductCard.objects.filter(pk=product.pk).update(stars_1=stars == 1, stars_5=stars == 5)
    catch_up()
    page = Client().get(f"/search?q=zebra&tab=products&sort={sort}").content.decode()

    assert re.findall(r">Zebra (\w+)<", page) == order


def test_a_long_list_goes_on_without_repeating(mei: Person) -> None:
    titles = {f"zebra {number:03}" for number in range(25)}
    for title in titles:
        a_note(mei, title=title)
    first = Client().get("/search?q=zebra&tab=notes").content.decode()
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = Client().get(address).content.decode()

    def shown(page: str) -> set[str]:
        return {title for title in titles if f"</mark> {title[6:]}" in page}

    assert (len(shown(first)), len(shown(second))) == (20, 5)
    assert shown(first) | shown(second) == titles
    assert 'rel="next"' not in second


def test_nothing_found_says_so_and_shows_other_ways(db: None) -> None:
    page = Client().get("/search?q=quagga").content.decode()

    assert "Nothing found for “quagga”" in page
    assert "/c/beauty" in page


def test_a_search_by_a_machine_is_slowed_down(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SEARCHES", 1)
    monkeypatch.setattr(searching, "SECONDS", 3600)
    answers = [Client().get("/search?q=tea") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert 3500 < int(answers[1]["Retry-After"]) <= 3600


def test_words_never_become_markup(mei: Person) -> None:
    a_note(mei, title="<b>zebra</b>", body="x")
    page = Client().get("/search?q=zebra").content.decode()

    assert "&lt;b&gt;<mark>zebra</mark>&lt;/b&gt;" in page
    assert "<b>zebra" not in page


def test_another_spelling_is_said_and_can_be_refused(mei: Person) -> None:
    a_note(mei, title="五支口红试色")
    catch_up()
    page = Client().get("/search?q=kouhong").content.decode()

    assert "Shown: results for “口红”." in page
    assert "<mark>口红</mark>" in page
    assert 'href="/search?q=kouhong&amp;literal=1"' in page
    assert "Nothing found" in Client().get("/search?q=kouhong&literal=1").content.decode()


def test_what_was_understood_can_be_taken_away(mei: Person, lipstick: Product) -> None:
    a_note(mei, title="zebra", topics={"stripes": "stripes"})
    catch_up()
    page = Client().get("/search", {"q": 'zebra "zebra" -tiger #stripes @mei', "tab": "notes"}).content.decode()

    assert "<mark>zebra</mark>" in page
    shown = re.findall(r'<a class="chip-link" href="([^"]+)">(.*?)<svg[^>]*aria-label="([^"]+)"', page)
    assert [(label, spoken) for _address, label, spoken in shown] == [
        ("“zebra”", "take away"),
        ("without “tiger”", "take away"),
        ("#stripes", "take away"),
        ("@mei", "take away"),
    ]
    assert shown[2][0] == "/search?q=zebra+%22zebra%22+-tiger+%40mei&amp;tab=notes"
    assert "take away" not in Client().get("/search", {"q": "zebra -tiger", "literal": "1"}).content.decode()


def test_operators_alone_are_a_list(mei: Person, lipstick: Product) -> None:
    catch_up()
    page = Client().get("/search", {"q": "品牌：花瓣理论 €30以下"}).content.decode()

    assert "Petal Melt Lipstick" in page
    assert ">Brand: 花瓣理论<" in page
    assert ">Price: €30以下<" in page
    assert "Nothing found" in Client().get("/search?q=brand:petal+over+€30").content.decode()


def test_products_are_narrowed_with_counts(lin: Person, hanok: Shop) -> None:
    for name, price, stock in (("one", 900, 5), ("two", 2500, 0), ("three", 9000, 5)):
        a_product(hanok, f"Zebra {name}", price=price, stock=stock)
    catch_up()
    page = Client().get("/search?q=zebra&tab=products").content.decode()
    assert "In stock <small>2</small>" in page
    assert "South Korea <small>3</small>" not in page  # only one origin: nothing to choose
    assert "under €10 <small>1</small>" in page
    narrow = Client().get("/search?q=zebra&tab=products&stock=1&price=20-EUR").content.decode()
    assert re.findall(r">Zebra (\w+)<", narrow) == ["three"]
    assert "Filters · 2" in narrow


def test_a_combination_with_no_product_says_which_filter_to_drop(lin: Person, hanok: Shop) -> None:
    a_product(hanok, "Zebra one", price=900)
    a_product(hanok, "Zebra two", price=2500, stock=0)
    catch_up()
    page = Client().get("/search?q=zebra&tab=products&stock=1&price=20-EUR").content.decode()

    assert "Nothing fits all of these filters." in page
    drops = page[page.index("Drop a filter") :]
    assert re.findall(r'chip-link" href="([^"]+)">([^<]+)<', drops)[:2] == [
        ("/search?q=zebra&amp;tab=products&amp;stock=1", "Without “from €20”: 1"),
        ("/search?q=zebra&amp;tab=products&amp;price=20-EUR", "Without “In stock”: 1"),
    ]


def test_notes_are_narrowed_by_kind_reading_city_and_likeness(
    mei: Person, tom: Person, zoe: Person, browser_of: Any
) -> None:
    Person.objects.filter(pk=mei.pk).update(city="Lyon", traits={"skin": "混油皮", "age": "27"})
    Person.objects.filter(pk=zoe.pk).update(city="Oslo", traits={"skin": "dry"})
    Person.objects.filter(pk=tom.pk).update(city="lyon", traits={"skin": "combination, oily", "age": "30"})
    tom.refresh_from_db()
    one = a_note(mei, title="zebra one")
    a_note(zoe, title="zebra two", is_question=True)
    browser = browser_of(tom)
    browser.get(f"/notes/{encode(one.pk)}")

    def shown(query: str) -> list[str]:
        page = browser.get(f"/search?q=zebra&tab=notes&{query}").content.decode()
        return sorted(re.findall(r"</mark> (\w+)</a>", page))

    assert shown("") == ["one", "two"]
    assert shown("type=questions") == ["two"]
    assert (shown("seen=yes"), shown("seen=no")) == (["one"], ["two"])
    assert shown("city=1") == ["one"]
    assert shown("like=1") == ["one"]
    page = browser.get("/search?q=zebra&tab=notes&like=1&type=questions").content.decode()
    assert re.findall("Without “([^”]+)”: (\\d)", page) == [("Questions", "1"), ("Reviewers like me", "1")]


def test_filters_of_members_mean_nothing_for_visitors_and_wrong_values_nothing_at_all(mei: Person) -> None:
    a_note(mei, title="zebra one")
    for query in ("seen=yes", "city=1", "like=1", "type=nonsense", "followed=1"):
        assert "</mark> one" in Client().get(f"/search?q=zebra&tab=notes&{query}").content.decode(), query


def test_an_index_of_an_older_tokeniser_is_told_to_whoever_runs_this(mei: Person) -> None:
    a_note(mei, title="zebra")
    Document.objects.update(version=1)
    catch_up()
    assert "search index" not in Client().get("/readyz").content.decode()

    Document.objects.update(version=1)
    census.take()
    assert "search index of an older version, rebuild-search mends it" in Client().get("/readyz").content.decode()


def test_a_question_for_a_product_is_answered_by_its_price_ratings_and_notes_first(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    a_proof(mei, lipstick)
    a_note(mei, title="Petal here", tags=(a_tag(lipstick, "here", rating=5),))
    a_note(tom, title="Petal elsewhere", tags=(a_tag(lipstick, rating=2),))
    catch_up()
    page = Client().get("/search?q=petal+melt").content.decode()
    lead = page[page.index('class="lead"') :].split("</section>")[0]

    assert '<span class="price"><small>€</small>20</span>' in lead
    assert re.findall(r'class="seal(?: solid)?" href="/seals#(\w+)"', lead) == ["here", "elsewhere"]
    assert [rating for rating in ("5.0 (1)", "2.0 (1)") if rating in lead] == ["5.0 (1)", "2.0 (1)"]
    assert "Petal here" in lead
    assert page.count("Petal here</a>") == 1  # not again among the notes
    assert 'class="lead"' not in Client().get("/search?q=lipstick").content.decode()


def test_nothing_found_offers_fewer_words_and_topics(mei: Person) -> None:
    a_note(mei, title="zebra", topics={"stripes": "stripes"})
    page = Client().get("/search?q=zebra+%22zebra+quagga%22").content.decode()

    assert "Nothing found" in page
    assert 'href="/search?q=zebra+quagga">zebra quagga <small>1</small>' in page
    assert "#stripes</a>" in page


def test_only_operators_are_told_why(mei: Person, tom: Person, browser_of: Any) -> None:
    a_note(mei, title="zebra")
    operator = a_person("olga", role=Role.OPERATOR)
    assert "coverage 0.900" in browser_of(operator).get("/search?q=zebra&why=1").content.decode()
    assert "Why this order" in browser_of(operator).get("/search?q=zebra").content.decode()
    for who in (None, tom):
        assert "Why this order" not in browser_of(who).get("/search?q=zebra&why=1").content.decode()
