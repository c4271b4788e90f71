"""Somebody searches: in Chinese, in English, by pinyin and with a slip, for what was bought here, and for a product."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import Town


def search_for(page: Page, words: str) -> None:
    box = page.locator("main").get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
    expect(page.locator("main").get_by_role("searchbox")).to_have_value(words)


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
