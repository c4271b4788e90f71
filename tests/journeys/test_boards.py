"""Boards: a note is kept in two taps, a board is arranged, and its owner says who sees it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys import looking, steps
from tests.journeys.steps import Town

NAME = "For the bathroom"
OTHER = "Gifts for Niamh"  # Tom has it in every demo


def open_boards(page: Page) -> Locator:
    """The first tap: the bookmark of what is open."""
    page.locator("a[data-save]:visible").first.click()
    sheet = page.get_by_role("dialog", name="Save to a board")
    expect(sheet).to_be_visible()
    return sheet


def expect_saved(page: Page) -> None:
    expect(page.get_by_role("dialog", name="Save to a board")).to_have_count(0)
    expect(page.locator("a[data-save]:visible").first).to_have_accessible_name(re.compile("^Saved. Choose a board"))


def save(page: Page) -> None:
    """The second tap is the board."""
    open_boards(page).get_by_role("button", name=NAME).click()
    expect_saved(page)


def save_to_a_new_board(page: Page) -> None:
    sheet = open_boards(page)
    sheet.get_by_label("A new board").fill(NAME)
    sheet.get_by_role("button", name="Create").click()
    expect_saved(page)


def open_from_home(page: Page, note: Locator) -> str:
    """The note over home; its title."""
    title = steps.title_of(note)
    note.locator("h3 a").click()
    expect(page.get_by_role("dialog").locator("article.note")).to_be_visible()
    return title


def open_its_product(page: Page) -> str:
    page.locator("#products").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/products/"))
    return page.get_by_role("heading", level=1).inner_text()


def open_the_board(page: Page) -> str:
    """From the tab of one's profile, where it shows the three covers; its address."""
    steps.go_home(page)
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("link", name="Boards", exact=True).click()
    tile = page.get_by_role("link").filter(has_text=NAME)
    expect(tile.locator(".covers img")).to_have_count(3)
    assert looking.faults(page) == []
    tile.click()
    expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    assert looking.faults(page) == []
    return page.url


def change_settings(page: Page, board: str, *, description: str = "", is_private: bool = False) -> None:
    page.get_by_role("link", name="Board settings").click()
    if description:
        page.get_by_label("Description").fill(description)
    page.get_by_label("Only I may see it").set_checked(is_private)
    page.get_by_role("button", name="Save changes").click()
    page.goto(board)


def things_on(page: Page) -> list[str]:
    return [steps.title_of(card) for card in steps.cards(page).all()]


def take_up(page: Page, name: str) -> None:
    page.get_by_role("link", name="Select").click()
    page.get_by_role("checkbox", name=name).check(force=True)


def expect_told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def hide_boards(page: Page, town: Town, *, is_hidden: bool) -> None:
    page.goto(f"{town.address}/settings/privacy")
    page.get_by_label("Hide my boards on my profile").set_checked(is_hidden)
    page.get_by_role("button", name="Save changes").click()
    expect_told(page, "Saved")


def delete(page: Page, board: str) -> None:
    """What is on it goes to the other one."""
    page.goto(f"{board}/settings")
    page.get_by_role("link", name="Delete this board").click()
    page.get_by_role("combobox").select_option(label=f"Move to {OTHER}")
    page.get_by_role("button", name="Delete the board").click()
    expect(page.get_by_role("heading", name="Delete this board?")).to_have_count(0)


def test_what_is_kept_on_a_board_is_arranged_shown_and_hidden(phone: Page, seller: Page, town: Town) -> None:
    steps.sign_in_as(phone, town, "tom_reads")
    first = open_from_home(phone, steps.with_picture(phone).first)
    save_to_a_new_board(phone)
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("dialog")).to_have_count(0)
    priced = steps.with_picture(phone).filter(has=phone.locator(".card-cost")).filter(has_not_text=first)
    second = open_from_home(phone, priced.first)
    save(phone)
    product = open_its_product(phone)
    save(phone)
    board = open_the_board(phone)
    assert things_on(phone) == [product, second, first]

    steps.sign_in_as(seller, town, "lin_hanok")
    change_settings(phone, board, description="What survived the first year")
    seller.goto(board)
    expect(seller.get_by_text("What survived the first year")).to_be_visible()
    expect(steps.cards(seller)).to_have_count(3)
    expect(seller.get_by_text("when saved")).to_have_count(0)  # what it cost then is its keeper's own business
    change_settings(phone, board, is_private=True)
    expect(phone.locator(".board-head .chip")).to_have_text("private")
    assert seller.request.get(board).status == 404

    take_up(phone, first)
    phone.get_by_role("button", name="Take off").click()
    expect_told(phone, "1 item taken off.")
    assert things_on(phone) == [product, second]
    phone.get_by_role("button", name="Undo").click()
    expect(steps.cards(phone)).to_have_count(3)
    take_up(phone, second)
    phone.get_by_label("Move to").select_option(label=OTHER)
    phone.get_by_role("button", name="Move", exact=True).click()
    expect_told(phone, f"1 item moved to “{OTHER}”.")
    assert sorted(things_on(phone)) == sorted([product, first])

    seller.goto(f"{town.address}/@tom_reads?tab=boards")
    expect(seller.get_by_role("link").filter(has_text=OTHER)).to_be_visible()
    expect(seller.get_by_role("link").filter(has_text=NAME)).to_have_count(0)
    hide_boards(phone, town, is_hidden=True)
    phone.goto(f"{town.address}/@tom_reads?tab=boards")
    expect(phone.get_by_text("Only you see this tab.")).to_be_visible()
    seller.goto(f"{town.address}/@tom_reads")
    expect(seller.get_by_role("link", name="Notes", exact=True)).to_be_visible()
    expect(seller.get_by_role("link", name="Boards", exact=True)).to_have_count(0)
    hide_boards(phone, town, is_hidden=False)

    delete(phone, board)
    phone.goto(f"{town.address}/@tom_reads?tab=boards")
    expect(phone.get_by_role("link").filter(has_text=NAME)).to_have_count(0)
    phone.get_by_role("link").filter(has_text=OTHER).click()
    assert {product, second, first} <= set(things_on(phone))
