"""What people are told: a comment rings, the answer rings back; a report ends with a reason its author may answer."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import Town


def ring(page: Page, town: Town, words: str) -> None:
    """The bell has rung; open what it tells."""
    for _try in range(20):
        page.goto(f"{town.address}/inbox")
        line = page.locator(".told a.new").filter(has_text=words)
        if line.count():
            line.first.click()
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"the bell did not tell “{words}”")


def say(page: Page, words: str) -> None:
    page.get_by_label("Your comment").fill(words)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said-words").filter(has_text=words).first).to_be_visible()


def test_a_comment_rings_and_its_answer_rings_back(phone: Page, seller: Page, town: Town) -> None:
    steps.sign_in_as(phone, town, "mei_writes")
    steps.sign_in_as(seller, town, "lin_hanok")
    phone.goto(f"{town.address}/@mei_writes")
    steps.cards(phone).locator("h3 a").first.click()
    expect(phone).to_have_url(re.compile("/notes/"))
    seller.goto(phone.url)
    say(seller, "Which shade is it?")

    ring(phone, town, "Which shade is it?")
    phone.locator(".said").filter(has_text="Which shade is it?").get_by_role("link", name="Reply").click()
    expect(phone.get_by_placeholder(re.compile("^Reply to"))).to_be_visible()
    say(phone, "Coral, of course")

    ring(seller, town, "Coral, of course")
    expect(seller.locator(".said-words").filter(has_text="Coral, of course").first).to_be_visible()
