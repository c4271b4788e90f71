"""The whole of it in a browser that runs no scripts: reading, talking, buying, writing, selling, deciding."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE, opened
from tests.journeys.steps import NOTE, PICTURES, Town
from tests.journeys.test_selling import field, open_a_shop
from tests.journeys.words import english


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Somebody else's phone, without scripts too."""
    with opened(browser, {**PHONE, "java_script_enabled": False}, english) as page:
        yield page


def a_note(page: Page, town: Town) -> None:
    page.goto(town.address)
    steps.cards(page).filter(has=page.locator(".price")).first.locator("h3 a").click()
    expect(page).to_have_url(NOTE)


def report(page: Page, link: Locator, why: str) -> None:
    """Tell the moderators, and go back to where one was."""
    before = page.url
    link.click()
    page.locator("select[name=rule]").select_option("harm")
    page.locator("textarea[name=words]").fill(why)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()
    page.goto(before)


def test_reading_and_talking_without_scripts(unscripted: Page, other: Page, town: Town) -> None:
    page = unscripted
    steps.sign_up(page, town, "reads_plainly")
    steps.choose_interests(page, ["Beauty", "Skincare", "Fashion"])
    a_note(page, town)
    note = page.url
    page.locator(".action.like").click()
    expect(page.locator(".action.like")).to_have_attribute("aria-pressed", "true")
    page.locator(".note-head [data-follow] button").click()
    expect(page.locator(".note-head [data-follow] button")).to_have_text("Following")
    steps.comment(page, "Said without a script")
    steps.said(page, "Said without a script").get_by_role("link", name="Reply").click()
    expect(page.get_by_placeholder(re.compile("^Reply to"))).to_be_in_viewport()
    steps.comment(page, "And answered without one")
    steps.said(page, "Said without a script").locator(".said-like").click()
    expect(steps.said(page, "Said without a script").locator(".said-like")).to_have_attribute("aria-pressed", "true")
    page.locator("a[data-save]").click()
    page.get_by_label("A new board").fill("Plainly kept")
    page.get_by_role("button", name="Create").click()
    expect(page.locator("a[data-save]")).to_have_class(re.compile("is-on"))
    page.get_by_role("link", name="Share").click()
    expect(page.get_by_label("Link")).to_have_value(note)
    page.goto(town.address)
    steps.cards(page).nth(1).locator(".card-menu").click()
    this = page.locator(".less-of li").filter(has_text="this note")
    this.get_by_role("button", name="Not interested").click()
    this.get_by_role("button", name="Undo").click()
    expect(this.get_by_role("button", name="Not interested")).to_be_visible()

    steps.sign_up(other, town, "minds_plainly")
    other.goto(note)
    report(other, other.locator(".actions").get_by_role("link", name="Report"), "A plain word on the note")
    report(other, steps.said(other, "Said without a script").get_by_role("link", name="Report"), "On the comment")
    other.locator(".note-author").click()
    report(other, other.get_by_role("link", name="Report"), "On the person")
    other.goto(note)
    other.locator("#products").get_by_role("link").first.click()
    product = other.get_by_role("heading", level=1).inner_text()
    report(other, other.get_by_role("main").get_by_role("link", name="Report"), "On the product")

    steps.sign_in_as(other, town, "ada_checks")
    decide(other, product, "Let it stand")
    decide(other, "Said without a script", "Remove the comment")
    other.goto(note)
    expect(steps.said(other, "Said without a script")).to_contain_text("removed by")

    page.goto(f"{town.address}/settings/profile")
    page.get_by_label("About you").fill("No scripts, thank you.")
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("link", name="Me", exact=True).click()
    expect(page.locator("main")).to_contain_text("No scripts, thank you.")


def decide(page: Page, what: str, act: str) -> None:
    """Find what was reported, give a reason and end it."""
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("link", name="Decisions").click()
    page.locator(".packing li").filter(has_text=what).first.get_by_role("link", name="Decide").click()
    form = page.locator("form").filter(has=page.get_by_role("button", name=act))
    if form.locator("select").count():
        form.locator("select").select_option("harm")
    form.locator("textarea").fill("Looked at without a script.")
    form.get_by_role("button", name=act).click()
    expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()


def test_buying_and_writing_without_scripts(unscripted: Page, other: Page, town: Town) -> None:
    page = unscripted
    page.goto(town.address)
    goods = steps.find_something_to_buy(page, town)
    steps.put_into_basket(page, goods)
    steps.go_to_checkout(page)
    expect(page.get_by_role("heading", name="Welcome back", level=1)).to_be_visible()
    steps.log_in_by_hand(page, "tom_reads")
    steps.choose_country_without_scripts(page, town)
    number = steps.pay(page, steps.order(page, town))
    steps.sign_in_as(other, town, "lin_hanok")
    steps.send_parcel(other, goods, number, tracking="NZ0277700111")
    steps.receive_parcel(page, tracking="NZ0277700111")
    other.locator("#refund summary").click()
    field(other.locator("#refund"), "How much?").fill("1")
    field(other.locator("#refund"), "Why?").select_option("damaged")
    other.locator("#refund").get_by_role("button", name="Refund").click()
    expect(other.get_by_text("went back to the buyer.")).to_be_visible()

    page.get_by_role("link", name="Write a note about it").click()
    page.locator("#files").set_input_files(PICTURES / "balm-green-wood.jpg")
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("[data-shot]")).to_have_count(1)
    page.get_by_label("Title").fill("Nothing moved, all worked")
    page.get_by_label("Text", exact=True).fill("Sent by the plainest of forms.")
    tag = page.locator("[data-tag]")
    expect(tag.get_by_role("radio", name="bought here")).to_be_checked()
    tag.locator("details.opinion summary").click()
    tag.get_by_label("One good point").fill("Arrived")
    page.get_by_role("button", name="Save draft").click()
    wait_for(page, page.locator("[data-shot][data-state=ready]"))
    page.get_by_label("Which product is it?").fill("Peptide Veil Serum")
    page.get_by_role("button", name="Search").click()
    page.locator("button.offer").filter(has_text="Peptide Veil Serum").first.click()
    second = tag.filter(has_text="Peptide Veil Serum")
    second.get_by_role("radio", name="bought elsewhere").check(force=True)
    second.locator("[data-spot] summary").click()
    second.locator("select[name$=picture]").select_option(label="1")
    steps.publish(page, "Nothing moved, all worked")
    expect(page.locator(".note-products")).to_contain_text("Arrived")
    expect(page.locator("details.spot")).to_have_count(2)


def wait_for(page: Page, what: Locator) -> None:
    """Look again until the worker had time for it."""
    for _try in range(60):
        if what.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{what} did not come")


def test_selling_without_scripts(unscripted: Page, town: Town) -> None:
    page = unscripted
    steps.sign_up(page, town, "sells_plainly")
    open_a_shop(page, town, english, "Plain Corner")
    page.get_by_role("link", name="New product").first.click()
    field(page, "Name in English").fill("Plain Balm")
    field(page, "Brand").fill("Penrose Plain")
    field(page, "Category").select_option("lips")
    field(page, "Price").fill("12.50")
    field(page, "In stock").fill("4")
    page.get_by_role("button", name="Save as draft").click()
    page.locator("#plain-files").set_input_files(PICTURES / "balm-green-wood.jpg")
    page.get_by_role("button", name="Upload").click()
    wait_for(page, page.locator(".goods-pictures img"))
    page.get_by_role("button", name="Add an option").click()
    field(page, "Option in English").fill("Shade")
    field(page, "Its values, for making rows").fill("Coral / 珊瑚橘, Rose / 玫瑰")
    page.get_by_role("button", name="Make a row for each combination").click()
    variants = page.locator(".variant")
    expect(variants).to_have_count(2)
    for row in variants.all():
        expect(field(row, "Price")).to_have_value("12.50")
        field(row, "In stock").fill("4")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    page.get_by_role("link", name="See it as buyers do").click()
    expect(page.get_by_role("heading", name="Plain Balm", level=1)).to_be_visible()
    expect(page.locator("label.option")).to_have_count(2)
