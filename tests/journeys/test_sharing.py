"""A note is sent on as a picture, and what was opened is found again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import segno
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys import looking, steps
from tests.journeys.steps import Town

NOTE = re.compile("/notes/[^/]+$")
EDGE, CODE = 64, 280  # of the picture card, in pixels


def code_on(card: Image.Image, modules: int) -> list[list[bool]]:
    """The modules of the code at its corner, its quiet border included; each one is of one colour throughout."""
    scale = max(3, CODE // modules)
    side = modules * scale
    left, top = card.width - EDGE - side, card.height - EDGE - 36 - side
    pixels = card.convert("L").load()
    assert pixels is not None
    found: list[list[bool]] = []
    for row in range(modules):
        found.append([])
        for column in range(modules):
            corners = {
                pixels[left + column * scale + x, top + row * scale + y] for x in (1, scale - 2) for y in (1, scale - 2)
            }
            assert len(corners) == 1, (row, column)
            found[-1].append(corners == {0})
    return found


def test_a_note_is_sent_as_a_picture_card(phone: Page, town: Town, tmp_path: Path) -> None:
    phone.goto(town.address)
    note = steps.cards(phone).filter(has=phone.locator(".chip.amber")).first
    while not note.count():
        steps.more_notes(phone)
    mark, title = note.locator(".chip.amber").inner_text(), steps.title_of(note)
    note.locator("h3 a").click()
    expect(phone).to_have_url(NOTE)
    phone.get_by_role("dialog").get_by_role("link", name="Share").click()

    share = phone.get_by_role("dialog", name="Share")
    card = share.get_by_role("img", name=re.compile(f"Picture card: {re.escape(title)}"))
    expect(card).to_be_visible()
    expect(share.get_by_label("Link")).to_have_value(phone.url)
    assert looking.faults(phone) == []
    with phone.expect_download() as download, phone.expect_request("**/share") as told:
        share.get_by_role("link", name="Save the picture card").click()

    assert told.value.post_data == "way=picture"
    download.value.save_as(tmp_path / "card.png")
    picture = Image.open(tmp_path / "card.png")
    assert (picture.format, picture.size) == ("PNG", (1080, 1440))
    assert len(picture.convert("RGB").crop((0, 0, 1080, 912)).resize((30, 30)).getcolors(900) or []) > 50  # not blank
    code = segno.make(phone.url, error="m", micro=False)
    wanted = [[bool(dark) for dark in row] for row in code.matrix_iter(border=4)]
    assert code_on(picture, len(wanted)) == wanted
    amber = picture.convert("RGB").crop((EDGE, 948, 1016, 994)).getcolors(1 << 20) or []
    assert (253, 241, 220) in [colour for _number, colour in amber], f"“{mark}” is not on the card"

    share.get_by_role("button", name="Close").click()
    expect(share).to_have_count(0)
    expect(phone.get_by_role("dialog").locator("article.note")).to_be_visible()


def test_a_picture_that_does_not_come_leaves_a_card_of_words(desktop: Page, town: Town) -> None:
    desktop.goto(town.address)
    address = steps.with_picture(desktop).first.locator("h3 a").get_attribute("href")
    empty = re.compile(r"/media/.*-(1440|960|540)\.")  # a video's frame has no more than 540
    desktop.route(empty, lambda route: route.fulfill(status=200, content_type="image/webp", body=""))
    desktop.goto(f"{town.address}{address}/share")

    expect(desktop.get_by_role("img", name=re.compile("分享图："))).to_be_visible()
    expect(desktop.get_by_text("图片没能加载，分享图改用文字。")).to_be_visible()


def test_a_link_is_copied_and_the_telling_goes_with_it(desktop: Page, town: Town) -> None:
    desktop.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desktop.goto(f"{town.address}/@mei_writes")
    desktop.get_by_role("link", name="分享").click()
    share = desktop.get_by_role("dialog", name="分享")

    share.get_by_role("button", name="复制链接").click()

    expect(share.get_by_role("button", name="链接已复制")).to_be_visible()
    assert desktop.evaluate("navigator.clipboard.readText()") == f"{town.address}/@mei_writes"
    desktop.keyboard.press("Escape")
    expect(share).to_have_count(0)


def test_without_scripts_sharing_is_a_page(unscripted: Page, town: Town) -> None:
    unscripted.goto(town.address)
    steps.cards(unscripted).first.locator("h3 a").click()
    note = unscripted.url
    unscripted.locator("a[href$='/share']").first.click()

    expect(unscripted.get_by_role("heading", name="Share", level=1)).to_be_visible()
    expect(unscripted.get_by_label("Link")).to_have_value(note)
    expect(unscripted.locator(".share-qr svg")).to_be_visible()
    expect(unscripted.locator("[data-copy]")).to_be_hidden()
    unscripted.get_by_role("link", name="Back").click()
    expect(unscripted).to_have_url(note)


def opened(page: Page) -> list[str]:
    return page.locator(".history b").all_inner_texts()


def test_what_was_opened_is_found_again_and_goes_when_told_to(phone: Page, town: Town) -> None:
    steps.sign_up(phone, town, "looks_back")
    phone.goto(town.address)
    cards = steps.cards(phone)
    first, second = (steps.title_of(cards.nth(place)) for place in (0, 1))
    for place in (0, 1):
        cards.nth(place).locator("h3 a").click()
        expect(phone.get_by_role("dialog").locator("article.note")).to_be_visible()
        phone.keyboard.press("Escape")
        expect(phone.get_by_role("dialog")).to_have_count(0)

    phone.get_by_role("link", name="Me", exact=True).click()
    phone.get_by_role("link", name="History").click()
    assert opened(phone) == [second, first]
    assert looking.faults(phone) == []
    phone.get_by_role("button", name=f"Take “{second}” out of the history").click()
    expect(phone.locator(".history li")).to_have_count(1)
    phone.reload()
    assert opened(phone) == [first]

    phone.get_by_role("button", name="Switch off").click()
    expect(phone.get_by_text("Switched off: what you open now is not written here.")).to_be_visible()
    phone.goto(town.address)
    cards.nth(2).locator("h3 a").click()
    expect(phone.get_by_role("dialog").locator("article.note")).to_be_visible()
    phone.goto(f"{town.address}/history")
    assert opened(phone) == [first]

    phone.get_by_role("link", name="Clear all").click()
    phone.get_by_role("button", name="Clear all").click()
    expect(phone.get_by_text("Nothing here, and nothing is written down.")).to_be_visible()


def test_without_scripts_opening_counts_too(unscripted: Page, town: Town) -> None:
    steps.sign_up(unscripted, town, "looks_back_unscripted")
    unscripted.goto(town.address)
    title: Any = steps.title_of(steps.cards(unscripted).first)
    steps.cards(unscripted).first.locator("h3 a").click()
    unscripted.goto(f"{town.address}/history")

    assert opened(unscripted) == [title]
    unscripted.locator(".history li button").click()
    assert opened(unscripted) == []
