"""Keyboard alone: a note and its talk, the composer, from a product to the paid order."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import Locator, Page, expect

from tests.journeys import steps
from tests.journeys.keys import Keyboard
from tests.journeys.steps import PICTURES, Town


def log_in(page: Page, town: Town, keys: Keyboard, handle: str) -> None:
    page.goto(f"{town.address}/login")
    listed = page.locator(".demo-people li").filter(has_text=f"@{handle}")
    password = listed.locator("code").inner_text()
    keys.go_to(page.get_by_label("Handle or e-mail"))
    keys.type(handle)
    keys.go_to(page.get_by_label("Password"))
    keys.type(password)
    keys.press("Enter")
    expect(page.get_by_role("link", name="Log in")).to_have_count(0)


def test_a_note_and_its_talk_by_keyboard_alone(seller: Page, town: Town) -> None:
    keys, page = Keyboard(seller), seller
    log_in(page, town, keys, "tom_reads")
    page.goto(town.address)
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    keys.press("Enter", "Tab")
    expect(page.get_by_role("navigation", name="Channels").get_by_role("link").first).to_be_focused()

    # The note opens over the wall, keeps the focus inside, and gives it back to its card.
    card = steps.cards(page).filter(has=page.locator(".price")).nth(1)
    title, link = steps.title_of(card), card.locator("h3 a")
    keys.open(link)
    note = page.get_by_role("dialog").locator("article.note")
    expect(note.get_by_role("heading", level=1)).to_have_text(re.compile(re.escape(title)))
    expect(page.get_by_role("button", name="Close")).to_be_focused()

    spot = note.locator("details.spot").first
    keys.open(spot.locator("summary"))
    expect(spot.locator(".spot-card")).to_be_visible()
    keys.press("Tab", "Escape")
    expect(spot.locator(".spot-card")).to_be_hidden()
    expect(spot.locator("summary")).to_be_focused()

    like = note.locator(".like[data-toggle]")
    was_on = like.get_attribute("aria-pressed")
    keys.open(like)
    expect(like).to_have_attribute("aria-pressed", "false" if was_on == "true" else "true")
    expect(like).to_be_focused()

    talk(page, keys, note)
    save_and_share(page, keys, note)

    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link).to_be_focused()
    keys.press("Enter")
    expect(note).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link).to_be_focused()
    assert keys.wrong == []


def talk(page: Page, keys: Keyboard, note: Locator) -> None:
    """Say something under the open note, then answer it."""
    keys.go_to(note.locator("#say textarea"), key="Shift+Tab")
    keys.type("Said without a mouse.")
    keys.open(note.get_by_role("button", name="Send"))
    expect(page.get_by_role("status").filter(has_text="Your comment stands there now.")).to_be_attached()
    mine = note.locator(".thread.fresh")
    expect(mine).to_contain_text("Said without a mouse.", timeout=15_000)
    expect(mine).to_be_focused()
    keys.open(mine.get_by_role("link", name="Reply"))
    expect(note.locator("#say textarea")).to_be_focused()
    keys.type("And answered.")
    keys.open(note.get_by_role("button", name="Send"))
    expect(note.locator(".replies").filter(has_text="And answered.")).to_be_visible(timeout=15_000)


def save_and_share(page: Page, keys: Keyboard, note: Locator) -> None:
    save = note.locator("a[data-save]")
    keys.open(save)
    boards = page.get_by_role("dialog", name="Save to a board")
    keys.go_to(boards.get_by_label("A new board"))
    keys.type("Kept by key")
    keys.press("Enter")
    expect(boards).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text="Kept by key")).to_be_attached()
    expect(save).to_be_focused()

    share = note.get_by_role("link", name="Share")
    keys.open(share)
    expect(page.get_by_role("dialog", name="Share")).to_be_visible()
    keys.press("Escape")
    expect(share).to_be_focused()


def test_a_wall_without_end_by_keyboard_alone(seller: Page, town: Town) -> None:
    keys, page = Keyboard(seller), seller
    log_in(page, town, keys, "tom_reads")
    # What is below the wall needs a way of its own, and does not run away.
    page.goto(town.address)
    keys.open(page.get_by_role("link", name="Skip the notes"))
    keys.go_to(page.get_by_role("link", name="Imprint"), most=6)

    # What one wants less of, and back.
    page.goto(town.address)
    card = steps.cards(page).nth(1)
    keys.open(card.locator(".card-menu"))
    menu = page.get_by_role("dialog", name="Not interested?")
    expect(menu).to_be_visible()
    keys.press("Escape")
    expect(menu).to_be_hidden()
    expect(card.locator(".card-menu")).to_be_focused()
    keys.press("Enter")
    keys.open(menu.get_by_role("listitem").filter(has_text="this note").get_by_role("button"))
    expect(card.get_by_role("button", name="Undo")).to_be_focused()
    keys.press("Enter")
    expect(card.locator(".card-menu")).to_be_focused()
    assert keys.wrong == []


def test_a_note_is_written_by_keyboard_alone(seller: Page, town: Town) -> None:
    keys, page = Keyboard(seller), seller
    page.on("filechooser", lambda _chooser: None)  # from the beginning, else the browser may be quicker
    log_in(page, town, keys, "tom_reads")
    keys.open(page.get_by_role("navigation", name="Main").get_by_role("link", name="Write"))
    expect(page.get_by_role("heading", name="Write a note", level=1)).to_be_visible()

    keys.go_to(page.locator("#files"))
    with page.expect_file_chooser() as chooser:
        keys.press("Space")
    chooser.value.set_files([PICTURES / "mug-oat-wood.jpg", PICTURES / "balm-green-wood.jpg"])
    expect(page.locator("[data-shot][data-state=ready]")).to_have_count(2, timeout=60_000)

    put_second_picture_first(page, keys)
    lay_out_cover(page, keys)
    keys.go_to(page.get_by_label("Title"))
    keys.type("Written without a mouse")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved "))).to_be_visible()
    keys.go_to(page.get_by_label("Text", exact=True))
    keys.type("Every key of it.")
    tag_product(page, keys, "Peptide Veil Serum")
    keys.open(page.get_by_role("button", name="Publish"))
    expect(page.get_by_role("heading", name="Written without a mouse", level=1)).to_be_visible()
    expect(page.locator(".reel").get_by_role("img", name="A green tin on a table")).to_be_visible()
    keys.go_to(page.locator(".reel"))
    keys.press("ArrowRight")
    expect(page.locator(".dots a").nth(1)).to_have_attribute("aria-current", "true")
    keys.press("ArrowLeft")
    expect(page.locator(".dots a").first).to_have_attribute("aria-current", "true")
    assert keys.wrong == []


def put_second_picture_first(page: Page, keys: Keyboard) -> None:
    """And say what is on it."""
    shots = page.locator("[data-shot]")
    second = shots.nth(1).get_attribute("data-shot") or ""
    keys.open(shots.nth(1).locator(".shot-tile"))
    panel = page.locator(f"[data-panel='{second}']")
    keys.open(panel.get_by_role("button", name="Move earlier"))
    expect(shots.first).to_have_attribute("data-shot", second)
    expect(shots.first.locator(".shot-tile")).to_be_focused()
    keys.go_to(panel.get_by_label("Describe it"))
    keys.type("A green tin on a table")


def lay_out_cover(page: Page, keys: Keyboard) -> None:
    """Large words on it, its shape, what of the picture it shows."""
    keys.open(page.locator("#cover_words summary"))
    keys.go_to(page.get_by_label("Words on the cover"))
    keys.type("Two of a kind")
    keys.go_to(page.locator("[name=cover_style]:checked"))
    keys.press("ArrowRight")
    expect(page.locator("[data-cover-words]")).to_have_class(re.compile("style-2"))
    keys.go_to(page.locator("[name=cover_ratio]:checked"))
    keys.press("ArrowRight")
    expect(page.locator("[data-cover]")).to_have_attribute("data-ratio", "1:1")
    keys.go_to(page.locator("[name=cover_y]"))
    keys.press("End")
    expect(page.locator("[data-cover]")).to_have_attribute("style", re.compile("--y: ?100%"))


def tag_product(page: Page, keys: Keyboard, name: str) -> None:
    """Find it, say how it came here, move its point on the picture."""
    add = page.get_by_role("button", name="Add a product")
    keys.open(add)
    search = page.get_by_role("dialog")
    expect(search.get_by_role("searchbox")).to_be_focused()
    keys.press("Escape")
    expect(add).to_be_focused()
    keys.press("Enter")
    keys.type(name)
    offer = search.get_by_role("button").filter(has_text=name).first
    expect(offer).to_be_visible()
    keys.open(offer)
    tag = page.locator("[data-tag]")
    expect(tag).to_contain_text(name)
    expect(tag.locator(":focus")).to_have_attribute("type", "radio")
    keys.press("Space")
    point = page.locator("button[data-point]")
    keys.go_to(point, key="Shift+Tab")
    keys.press("ArrowRight", "ArrowRight", "Shift+ArrowUp")
    assert point.evaluate("point => [point.style.left, point.style.top]") == ["52%", "45%"]


def test_from_a_product_to_the_paid_order_by_keyboard_alone(seller: Page, town: Town) -> None:
    keys, page = Keyboard(seller), seller
    page.goto(f"{town.address}/signup")
    handle = f"keys_{secrets.token_hex(4)}"
    for label, words in {"E-mail": f"{handle}@example.com", "Handle": handle, "Password": steps.PASSWORD}.items():
        keys.go_to(page.get_by_label(label))
        keys.type(words)
    keys.press("Enter")
    for channel in ("Fashion", "Beauty", "Travel"):
        keys.go_to(page.get_by_role("checkbox", name=channel))
        keys.press("Space")
    keys.open(page.get_by_role("button", name="Show me around"))
    expect(page.get_by_role("link", name="For you")).to_have_attribute("aria-current", "page")

    page.goto(f"{town.address}/shops/hanok-beauty")
    keys.open(page.locator(".good a").first)
    keys.go_to(page.locator("input[name=variant]:checked"))
    keys.press("ArrowDown")
    chosen = page.locator("label.option").filter(has=page.locator("input:checked"))
    name = chosen.locator(".option-words > span").first.inner_text()
    expect(page.locator("[data-chosen-label]")).to_contain_text(name)
    keys.open(page.get_by_role("button", name="Add to basket"))
    expect(page.locator("li.goods").filter(has_text=name)).to_be_visible()
    keys.open(page.get_by_role("link", name=re.compile("^Checkout")).first)

    # Letters of the country's name go past others: only what is chosen in the end is sent.
    keys.go_to(page.get_by_label("Where does it go?"))
    keys.type("New Z")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Your order")).to_be_visible()
    expect(page.get_by_label("Where does it go?")).to_have_value(town.country)
    expect(page.get_by_label("Where does it go?")).to_be_focused()
    for label, words in town.postal.items():
        keys.go_to(page.get_by_label(label))
        keys.press("Control+a")
        keys.type(words)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Payment", level=1)).to_be_visible()
    keys.open(page.get_by_role("button", name=re.compile("^Approve")))
    expect(page.get_by_role("heading", name="Thank you. It is paid.", level=1)).to_be_visible()
    assert keys.wrong == []
