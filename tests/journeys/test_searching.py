"""Somebody searches: in Chinese, in English, by pinyin and with a slip, for what was bought here, and for a product."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys import looking, steps
from tests.journeys.steps import Town


def search_for(page: Page, words: str) -> None:
    box = page.locator("main").get_by_role("combobox", name="Notes, products, people")
    box.fill(words)
    box.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    expect(box).to_have_value(words)


def test_one_box_finds_notes_and_leads_to_what_can_be_bought(phone: Page, town: Town) -> None:
    steps.sign_in_as(phone, town, "tom_reads")
    phone.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()

    search_for(phone, "口红")
    expect(phone.get_by_role("heading", name="Products")).to_be_visible()
    expect(phone.locator(".card mark", has_text="口红").first).to_be_visible()
    search_for(phone, "kouhong")
    expect(phone.get_by_text("results for “口红”")).to_be_visible()
    search_for(phone, "lipstik")
    expect(phone.locator(".card mark", has_text=re.compile("口红|lipstick", re.I)).first).to_be_visible()

    phone.get_by_role("navigation", name="What to find").get_by_role("link", name="Notes").click()
    here_only = phone.get_by_role("link", name="Bought here only")
    here_only.click()
    expect(here_only).to_have_attribute("aria-current", "true")
    expect(phone.locator(".card").first).to_be_visible()
    expect(phone.locator(".card").filter(has_not=phone.locator(".seal.solid"))).to_have_count(0)

    search_for(phone, "suitcase")
    phone.get_by_role("navigation", name="What to find").get_by_role("link", name="Products").click()
    phone.get_by_role("link", name=re.compile("Cabin 38 Suitcase")).click()
    expect(phone.get_by_role("heading", name="Cabin 38 Suitcase", level=1)).to_be_visible()
    expect(phone.get_by_role("button", name="Buy now").first).to_be_visible()


def test_what_is_typed_is_completed_understood_and_leads_to_the_basket(desktop: Page, town: Town) -> None:
    steps.sign_in_as(desktop, town, "tom_reads")
    desktop.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    box = desktop.locator("main").get_by_role("combobox")
    box.click()
    box.press_sequentially("huabanrong")
    option = desktop.get_by_role("option", name=re.compile("Petal Melt Lipstick"))
    expect(option).to_be_visible()
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("suggest"))
    assert looking.faults(desktop) == []
    box.press("Escape")
    expect(option).to_be_hidden()

    search_for(desktop, "petal melt")
    lead = desktop.get_by_role("region", name="The product")
    expect(lead.locator(".seal").first).to_be_visible()
    assert looking.faults(desktop) == []
    search_for(desktop, "lipstick -velvet under 100")
    understood = desktop.get_by_role("navigation", name="Understood")
    expect(understood.get_by_role("link", name="without “velvet”")).to_be_visible()
    understood.get_by_role("link", name="Price: under 100").click()
    expect(desktop.locator("main").get_by_role("combobox")).to_have_value("lipstick -velvet")
    desktop.get_by_role("navigation", name="What to find").get_by_role("link", name="Products").click()
    desktop.locator("summary", has_text="Filters").click()
    desktop.get_by_role("navigation", name="Stock").get_by_role("link", name=re.compile("In stock")).click()
    expect(desktop.locator("summary", has_text="Filters · 1")).to_be_visible()
    expect(desktop.get_by_role("link", name=re.compile("Velvet Hour"))).to_have_count(0)
    assert looking.faults(desktop) == []

    search_for(desktop, "petal melt")
    desktop.get_by_role("navigation", name="What to find").get_by_role("link", name="All").click()
    desktop.get_by_role("region", name="The product").get_by_role("link", name="See and buy").click()
    expect(desktop.get_by_role("heading", name="Petal Melt Lipstick", level=1)).to_be_visible()
    expect(desktop.get_by_role("button", name="Buy now").first).to_be_visible()

    desktop.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    before = desktop.get_by_role("listitem").filter(has=desktop.get_by_role("button", name="Forget “petal melt”"))
    before.get_by_role("button").click()
    expect(before).to_have_count(0)
