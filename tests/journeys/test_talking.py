"""Talking under a note: named people, a product as an answer, likes, one comment on top, one found again."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys import looking, steps
from tests.journeys.steps import Town
from tests.journeys.words import chinese as say


def send_many(page: Page, town: Town, note: str, parent: str, number: int) -> None:
    """As many answers as nobody wants to see typed."""
    for at in range(number):
        answer = page.request.post(
            f"{note}/comments", form={"body": f"Answer {at}", "parent": parent}, headers={"Origin": town.address}
        )
        assert answer.status == 200, answer.text()


def address_of(said: Locator) -> str:
    return said.locator(".said-foot a").first.get_attribute("href") or ""


def key_of(said: Locator) -> str:
    return re.findall(r"comment=(\w+)#", address_of(said))[0]


def test_a_talk_grows_and_everything_in_it_is_found_again(phone: Page, desktop: Page, town: Town) -> None:
    """Mei's note at her Chinese desk; Lin and Tom answer on an English phone."""
    steps.sign_in_as(desktop, town, "mei_writes", say)
    desktop.goto(f"{town.address}/@mei_writes")
    steps.cards(desktop).filter(has=desktop.locator(".card-cost")).first.locator("h3 a").click()
    expect(desktop).to_have_url(steps.NOTE)
    note = desktop.url

    steps.sign_in_as(phone, town, "lin_hanok")
    phone.goto(note)
    root = key_of(steps.comment(phone, "Was it the small one, @tom_reads?"))
    phone.get_by_text("Show a product").click()
    phone.get_by_label("Name or address of a product").fill("Peptide Veil Serum")
    phone.locator(".picks label").filter(has_text="Peptide Veil Serum").click()
    answer = steps.comment(phone, "This one goes well with it")
    expect(answer.locator(".said-good")).to_contain_text("Peptide Veil Serum")
    expect(answer.locator(".said-good .chip")).to_have_text("own shop")
    assert looking.faults(phone) == []

    steps.sign_in_as(phone, town, "tom_reads")
    steps.hear(phone, town, "Was it the small one, @tom_reads?")
    assert phone.url.startswith(note)
    asked = steps.said(phone, "Was it the small one")
    expect(asked).to_be_in_viewport()
    expect(asked.get_by_role("link", name="@tom_reads")).to_be_visible()
    like = asked.get_by_role("button", name="Like this comment")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(like).to_contain_text("1")
    send_many(phone, town, note, root, 5)
    phone.goto(note)
    thread = phone.locator(".thread").filter(has_text="Was it the small one")
    expect(thread.locator(".replies .said")).to_have_count(3)
    thread.get_by_role("link", name="2 more replies").click()
    expect(phone.locator(".replies .said")).to_have_count(5)
    steps.begin_reply(phone, "Was it the small one")
    last = address_of(steps.comment(phone, "The large one, in fact"))

    desktop.goto(f"{town.address}{last}")
    found = steps.said(desktop, "The large one, in fact")
    expect(found).to_be_in_viewport()
    expect(found.locator(".said-who a")).to_have_text("Tom")
    desktop.get_by_role("link", name=say("All comments")).click()
    steps.said(desktop, "This one goes well with it").get_by_role("button", name=say("Pin")).click()
    top = desktop.locator(".thread").first
    expect(top).to_contain_text("This one goes well with it")
    expect(top.locator(".pinned")).to_have_text(say("Pinned"))
    desktop.get_by_role("link", name=say("Search in the comments")).click()
    desktop.locator("main").get_by_role("searchbox").fill("LARGE one")
    desktop.keyboard.press("Enter")
    expect(desktop.locator(".said")).to_have_count(1)
    expect(desktop.locator(".said mark").first).to_have_text("large")
    assert looking.faults(desktop) == []
    steps.hear(desktop, town, "The large one, in fact")
