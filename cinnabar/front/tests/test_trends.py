"""The page of trends: what stands there, in which order and words, and what machines get."""

from __future__ import annotations

import json
import xml.etree.ElementTree as Xml
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from cinnabar.kit.clock import at
from cinnabar.kit.ids import encode
from cinnabar.notes.models import Note, Topic
from cinnabar.notes.tests.props import a_note, a_tag
from cinnabar.people.models import Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus
from cinnabar.trends.lines import hot_list
from cinnabar.trends.models import Standing, Window
from cinnabar.trends.tests.props import NOON, SOON, ask_all, look, open_all, some_known

SITE = settings.ADDRESS
Read = Callable[..., str]


@pytest.fixture
def read(browser_of: Any) -> Read:
    def read_page(address: str, **headers: str) -> str:
        with at(SOON):
            answer = browser_of(None, **{"Accept-Language": "en", **headers}).get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return read_page


@pytest.fixture
def people(db: None) -> list[Person]:
    return some_known(9, country="NZ", city="Auckland")


@pytest.fixture
def tea(mei: Person, lipstick: Product) -> Note:
    return a_note(
        mei,
        title="Tea",
        topics=("tea",),
        tags=(a_tag(lipstick),),
        channel="beauty",
        on=NOON - timedelta(days=30),
    )


@pytest.fixture
def evening(tea: Note, mei: Person, people: list[Person]) -> None:
    """Nine people look at a note about tea and a lipstick, six search for yuzu, five look at one about cake."""
    cake = a_note(mei, title="Cake", topics=("cake",), channel="food", on=NOON - timedelta(days=30))
    with at(NOON):
        open_all(people, tea.pk)
        ask_all(people[:6], "Yuzu")
        open_all(people[:5], cake.pk)
    look()


def names(page: str) -> list[str]:
    """What the lines of the page lead to, in order."""
    import re

    return re.findall(r'<h2><a href="([^"]+)"', page)


def test_every_line_leads_to_what_it_speaks_of(read: Read, evening: None, lipstick: Product) -> None:
    page = read("/trends?window=hour")

    assert set(names(page)) == {
        "/topics/tea",
        "/topics/cake",
        "/search?q=Yuzu",
        f"/products/{encode(lipstick.pk)}",
        "/brands/petal-theory",
        "/categories/lips",
    }
    assert "9 people in the last hour, usually hardly anybody" in page
    assert '<svg class="trend-drawing new"' in page
    assert "How this list is made" in page


def test_the_list_can_be_limited_to_a_kind_a_state_a_category_and_a_region(read: Read, evening: None) -> None:
    for limit, left in (
        ("kind=query", ["/search?q=Yuzu"]),
        ("kind=topic&channel=food", ["/topics/cake"]),
        ("kind=topic&state=new", ["/topics/tea", "/topics/cake"]),
        ("kind=topic&region=NZ", ["/topics/tea", "/topics/cake"]),
        ("kind=query&region=NZ%2FAuckland", ["/search?q=Yuzu"]),
        ("state=steady", []),
        ("region=CN", []),
    ):
        page = read(f"/trends?window=hour&{limit}")
        assert (limit, names(page)) == (limit, left)
    assert "Nothing like that just now." in read("/trends?window=hour&region=CN")
    assert "New Zealand" in page


def test_a_quiet_town_says_so_in_both_languages(read: Read, db: None) -> None:
    assert "It is quiet just now" in read("/trends")
    assert "此刻很安静" in read("/trends", **{"Accept-Language": "zh-CN"})


def test_the_curve_is_there_without_scripts_as_drawing_and_as_table(read: Read, evening: None) -> None:
    page = read("/trends?window=hour&kind=query")

    assert page.count('<tr><th scope="row">') == 48
    assert "<td>6</td>" in page
    assert page.count('<path d="M0.0 29.0L') == 2


def test_what_goes_off_sale_is_gone_at_once(read: Read, evening: None, lipstick: Product) -> None:
    set_status(lipstick, ProductStatus.PAUSED)

    page = read("/trends?window=hour")

    assert "Petal Melt" not in page


def test_a_topic_without_notes_is_gone_at_once(read: Read, evening: None) -> None:
    Topic.objects.filter(slug="tea").update(notes=0)

    assert "/topics/tea" not in names(read("/trends?window=hour"))


def test_rss_tells_what_rises_once_as_long_as_the_rise_lasts(read: Read, evening: None) -> None:
    told = Xml.fromstring(read("/trends.rss?window=hour&kind=query"))
    again = Xml.fromstring(read("/trends.rss?window=hour&kind=query"))

    (item,) = told.findall("channel/item")
    assert item.findtext("title") == "Yuzu · New"
    assert item.findtext("link") == f"{SITE}/search?q=Yuzu"
    assert item.findtext("description") == "6 people in the last hour, usually hardly anybody"
    assert item.findtext("guid") == again.findtext("channel/item/guid")
    assert Xml.fromstring(read("/trends.rss?window=hour&state=steady")).findall("channel/item") == []


def test_json_has_the_curve_and_the_formula(read: Read, evening: None) -> None:
    told = json.loads(read("/trends.json?window=hour&kind=topic"))

    assert (told["window"], told["formula"]) == ("hour", f"{SITE}/trends#formula")
    first = told["trends"][0]
    assert (first["name"], first["kind"], first["people"], first["state"]) == ("tea", "topic", 9, "new")
    assert first["url"] == f"{SITE}/topics/tea"
    assert (len(first["curve"]["people"]), sum(first["curve"]["people"]), first["curve"]["step"]) == (48, 9, 1800)


def test_an_empty_search_box_offers_the_hot_list_and_the_way_to_all_trends(read: Read, evening: None) -> None:
    page = read("/search")

    assert '<a class="chip-link" href="/search?q=Yuzu">Yuzu</a>' in page
    assert '<a class="chip-link" href="/topics/tea">#tea</a>' in page
    assert 'href="/trends"' in page


def test_the_hot_list_names_each_thing_once_and_no_more_than_asked(
    read: Read, evening: None, people: list[Person]
) -> None:
    with at(NOON):
        ask_all(people, "tea")
    look()

    assert sorted(line.name.removeprefix("#").casefold() for line in hot_list()) == [
        "cake",
        "petal theory",
        "tea",
        "yuzu",
    ]
    assert len(hot_list(limit=2)) == 2
    assert hot_list(region="CN") == []


def test_what_may_not_be_offered_to_others_is_neither_hot_nor_listed(
    read: Read, tea: Note, mei: Person, people: list[Person]
) -> None:
    rude = a_note(mei, title="Luck", topics=("casino",), on=NOON - timedelta(days=30))
    with at(NOON):
        ask_all(people, "online casino")
        open_all(people, rude.pk)
        open_all(people[:6], tea.pk)
    look()

    page = read("/trends?window=hour")
    assert "casino" not in page + read("/trends.rss?window=hour") + read("/trends.json?window=hour") + read("/search")
    assert "/topics/tea" in names(page)


def test_odd_wishes_get_everything(read: Read, evening: None) -> None:
    assert len(names(read("/trends?window=century&state=x&kind=x&channel=x"))) == len(names(read("/trends")))


def test_the_page_takes_two_queries(evening: None, browser_of: Any, django_assert_num_queries: Any) -> None:
    browser_of().get("/trends")

    with django_assert_num_queries(2):  # lines, regions
        browser_of().get("/trends")


def test_all_three_windows_have_their_own_lines(evening: None) -> None:
    found = {window: Standing.objects.filter(window=window, region="").count() for window in Window}

    assert found == {Window.HOUR: 6, Window.DAY: 6, Window.WEEK: 6}
