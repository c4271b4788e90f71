"""What people are told: a comment rings, and the answer rings back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import Town


def test_a_comment_rings_and_its_answer_rings_back(phone: Page, seller: Page, town: Town) -> None:
    steps.sign_in_as(phone, town, "mei_writes")
    steps.sign_in_as(seller, town, "lin_hanok")
    phone.goto(f"{town.address}/@mei_writes")
    steps.cards(phone).locator("h3 a").first.click()
    expect(phone).to_have_url(steps.NOTE)
    seller.goto(phone.url)
    steps.comment(seller, "Which shade is it?")

    steps.hear(phone, town, "Which shade is it?")
    steps.begin_reply(phone, "Which shade is it?")
    steps.comment(phone, "Coral, of course")

    steps.hear(seller, town, "Coral, of course")
    steps.said(seller, "Coral, of course")
