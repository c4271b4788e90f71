"""Reading: in Chinese at a desk, without scripts on a phone, and nothing jumps or stays nameless."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import looking, steps
from tests.journeys.steps import Town

CHINESE = re.compile("[一-鿿]")


def are_side_by_side(left: Locator, right: Locator) -> bool:
    one, other = left.bounding_box(), right.bounding_box()
    assert one and other
    return one["x"] + one["width"] <= other["x"] and one["y"] < other["y"] + other["height"]


def test_home_note_and_product_in_chinese_on_a_desktop(desktop: Page, town: Town) -> None:
    desktop.goto(town.address)
    expect(desktop.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(desktop.get_by_role("link", name="推荐")).to_have_attribute("aria-current", "page")
    expect(steps.cards(desktop).nth(19)).to_be_attached()

    note = steps.cards(desktop).filter(has=desktop.locator(".price"), has_text=CHINESE).first
    title = note.get_by_role("heading").inner_text()
    note.locator("h3 a").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text(title)
    expect(desktop.get_by_role("heading", name=re.compile("件商品"))).to_be_visible()
    assert are_side_by_side(desktop.locator(".note-pictures"), desktop.locator(".note-words"))

    desktop.locator("#products").get_by_role("link").first.click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text(CHINESE)
    expect(desktop.get_by_role("button", name="加入购物袋")).to_be_visible()
    expect(desktop.get_by_role("heading", name="大家怎么说")).to_be_visible()
    assert are_side_by_side(desktop.locator(".gallery"), desktop.locator(".product .buy"))


def test_home_note_product_and_shop_read_without_scripts(unscripted: Page, town: Town) -> None:
    statuses: list[int] = []
    unscripted.on("response", lambda answer: statuses.append(answer.status))

    unscripted.goto(town.address)
    first = steps.cards(unscripted).locator("h3").all_inner_texts()
    assert len(first) == 20
    steps.more_notes(unscripted)
    second = steps.cards(unscripted).locator("h3").all_inner_texts()
    assert len(second) > 0 and not set(first) & set(second)
    assert looking.missing_pictures(unscripted) == []

    note = steps.cards(unscripted).filter(has=unscripted.locator(".price")).first
    title = note.get_by_role("heading").inner_text()
    note.locator("h3 a").click()
    expect(unscripted.get_by_role("heading", level=1)).to_have_text(title)
    expect(unscripted.locator(".note-body")).to_be_visible()
    assert looking.missing_pictures(unscripted) == []

    unscripted.locator("#products").get_by_role("link").first.click()
    expect(unscripted.get_by_role("heading", name="What people say")).to_be_visible()
    assert looking.missing_pictures(unscripted) == []

    shop = unscripted.locator(".seller b").inner_text()
    unscripted.locator(".seller").click()
    expect(unscripted.get_by_role("heading", level=1)).to_have_text(shop)
    assert unscripted.locator(".good").count() > 0
    assert looking.missing_pictures(unscripted) == []
    assert set(statuses) == {200}


def a_note(page: Page, town: Town) -> None:
    page.goto(town.address)
    steps.cards(page).filter(has=page.locator(".price")).first.locator("h3 a").click()
    expect(page.locator(".note-body")).to_be_visible()


def a_product(page: Page, town: Town) -> None:
    a_note(page, town)
    page.locator("#products").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="What people say")).to_be_visible()


def the_checkout(page: Page, town: Town) -> None:
    steps.sign_in_as(page, town, "mei_writes")
    goods = steps.find_something_to_buy(page, town)
    steps.put_into_basket(page, goods)
    steps.go_to_checkout(page)
    steps.choose_country(page, town)
    expect(page.get_by_role("button", name=re.compile("^Place order ·"))).to_be_visible()


def the_composer(page: Page, town: Town) -> None:
    steps.sign_in_as(page, town, "mei_writes")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Write").click()
    steps.add_picture(page, "balm-green-b-texture.jpg")
    steps.tag_product(page, "Peptide Veil Serum")


PAGES = {
    "home": lambda page, town: page.goto(town.address),
    "note": a_note,
    "product": a_product,
    "checkout": the_checkout,
    "composer": the_composer,
    "sign-in page": lambda page, town: page.goto(f"{town.address}/login"),
}


@pytest.mark.parametrize("name", PAGES)
def test_everything_has_a_name_and_fits_a_narrow_screen(name: str, phone: Page, town: Town) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})

    PAGES[name](phone, town)

    assert looking.faults(phone) == []


@pytest.mark.parametrize("name", ["home", "note", "product"])
def test_nothing_jumps_while_a_page_loads(name: str, phone: Page, town: Town) -> None:
    PAGES[name](phone, town)

    assert looking.shift_of(phone, phone.url) == 0
