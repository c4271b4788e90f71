"""Home without end: it keeps its place, notes open over it, and it leaves out what one is not interested in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import looking, steps
from tests.journeys.steps import Town

NOTE = re.compile("/notes/[^/]+$")


def place_of(page: Page) -> float:
    return page.evaluate("scrollY")


def a_card_far_down(page: Page) -> Locator:
    """The 25th card, which came with the second page, in the middle of the screen."""
    expect(steps.cards(page)).to_have_count(20)
    steps.more_notes(page)
    card = steps.cards(page).nth(24)
    card.scroll_into_view_if_needed()
    return card


def in_dialog(page: Page) -> Locator:
    return page.get_by_role("dialog").locator("article.note")


def test_home_goes_on_by_itself_and_back_keeps_the_place(phone: Page, town: Town) -> None:
    phone.goto(town.address)
    card = a_card_far_down(phone)
    titles, place = steps.cards(phone).locator("h3").all_inner_texts(), place_of(phone)
    assert len(set(titles)) >= len(titles) - 1  # two notes may share a title
    assert place > 1000

    card.locator(".card-author").click()
    expect(phone).to_have_url(re.compile("/@"))
    phone.go_back()

    expect(steps.cards(phone)).to_have_count(len(titles))
    phone.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)
    assert steps.cards(phone).locator("h3").all_inner_texts() == titles


@pytest.mark.parametrize("close", ["back", "escape", "button"])
def test_a_note_opens_over_home_and_closes_to_the_same_pixel(phone: Page, town: Town, close: str) -> None:
    phone.goto(town.address)
    card = a_card_far_down(phone)
    place, title = place_of(phone), steps.title_of(card)

    card.locator("h3 a").click()
    expect(phone).to_have_url(NOTE)
    expect(in_dialog(phone)).to_be_visible()
    expect(phone).to_have_title(re.compile(re.escape(title)))
    assert looking.faults(phone) == []

    if close == "back":
        phone.go_back()
    elif close == "escape":
        phone.keyboard.press("Escape")
    else:
        phone.get_by_role("button", name="Close").click()

    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(phone).to_have_url(f"{town.address}/")
    assert place_of(phone) == place


def test_a_note_follows_the_finger_down_and_closes(phone: Page, town: Town) -> None:
    phone.goto(town.address)
    steps.cards(phone).nth(2).locator("h3 a").click()
    expect(in_dialog(phone)).to_be_visible()

    steps.swipe(phone, (200, 300), (205, 350))
    expect(in_dialog(phone)).to_be_visible()

    steps.swipe(phone, (200, 300), (210, 600))
    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(phone).to_have_url(f"{town.address}/")


def test_what_a_note_page_can_do_works_in_the_dialog_too(phone: Page, town: Town) -> None:
    phone.goto(town.address)
    steps.cards(phone).filter(has=phone.locator(".price")).first.locator("h3 a").click()
    expect(in_dialog(phone)).to_be_visible()

    expect(in_dialog(phone).get_by_role("link", name="Share")).to_be_visible()
    in_dialog(phone).locator("a[href='#talk']").click()

    expect(phone.locator("#talk")).to_be_in_viewport()
    expect(phone).to_have_url(NOTE)


def test_reload_keeps_the_note_and_back_still_finds_the_list(phone: Page, town: Town) -> None:
    phone.goto(town.address)
    card = a_card_far_down(phone)
    place, title = place_of(phone), steps.title_of(card)
    card.locator("h3 a").click()
    expect(in_dialog(phone)).to_be_visible()

    phone.reload()
    expect(phone).to_have_url(NOTE)
    expect(phone.get_by_role("heading", level=1)).to_have_text(title)
    expect(phone.get_by_role("dialog")).to_have_count(0)

    phone.go_back()
    expect(steps.cards(phone).nth(24)).to_contain_text(title)
    phone.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)


def test_not_interested_leaves_the_next_home_and_undo_brings_it_back(phone: Page, town: Town) -> None:
    steps.sign_in_as(phone, town, "tom_reads")
    steps.go_home(phone)
    card = steps.cards(phone).nth(1)
    address, title = card.locator("h3 a").get_attribute("href"), steps.title_of(card)
    on_home = phone.locator(f".card a[href='{address}']").first
    card = steps.cards(phone).filter(has=phone.locator(f"h3 a[href='{address}']"))  # its place may change
    size = card.bounding_box()

    def turn_away() -> None:
        card.locator(".card-menu").click()
        note = phone.get_by_role("dialog").get_by_role("listitem").filter(has_text="this note")
        note.get_by_role("button", name="Not interested").click()
        expect(card).to_contain_text("Less of this from now on.")

    turn_away()
    assert card.bounding_box() == size
    with phone.expect_response("**/not-interested"):  # the title stands there all the time, hidden
        card.get_by_role("button", name="Undo").click()
    expect(card.locator("h3")).to_be_visible()
    steps.go_home(phone)
    expect(on_home).to_be_attached()

    turn_away()
    steps.go_home(phone)
    expect(steps.cards(phone).first).to_be_visible()
    expect(on_home).to_have_count(0)

    phone.goto(f"{town.address}/settings/not-interested")
    expect(phone.locator("main")).to_contain_text(title)
    phone.get_by_role("button", name="Allow again").click()
    expect(phone.get_by_text("Nothing here: home may show you everything.")).to_be_visible()


def test_whom_one_follows_is_a_list_of_its_own(phone: Page, town: Town) -> None:
    steps.sign_up(phone, town, "follows_one")
    phone.goto(f"{town.address}/following")
    someone = phone.locator(".suggestions li").first
    name = someone.locator("b").inner_text()
    with phone.expect_response("**/follow"):
        someone.get_by_role("button", name="Follow").click()
    expect(someone.get_by_role("button", name="Following")).to_be_visible()

    phone.reload()

    expect(steps.cards(phone).first).to_be_visible()
    assert set(steps.cards(phone).locator(".card-author span:last-child").all_inner_texts()) == {name}


def test_cards_in_view_are_counted_without_saying_who_looked(phone: Page, town: Town) -> None:
    with phone.expect_request("**/sightings") as told:
        phone.goto(town.address)

    message: Any = told.value.post_data_json
    assert message["source"] == "home"
    assert [place for _note, place in message["seen"]][:2] == [0, 1]
    assert phone.context.cookies() == []


def test_home_learns_from_one_like_says_why_and_forgets_in_one_tap(phone: Page, town: Town) -> None:
    steps.sign_up(phone, town, "likes_one")
    steps.choose_interests(phone, ["Home", "Travel", "Baby & maternity"])
    assert phone.request.get(f"{town.address}/readyz").text() == "ok\n"
    before = steps.cards(phone).locator("h3").all_inner_texts()
    liked = steps.cards(phone).filter(has_not_text="?").nth(2)
    title = steps.title_of(liked)
    liked.locator("h3 a").click()
    with phone.expect_response("**/like"):
        in_dialog(phone).locator("button.like").click()
    phone.goto(town.address)

    after = steps.cards(phone).locator("h3").all_inner_texts()
    assert after != before and title not in after
    assert any(title in why_of(phone, place) for place in range(6))

    phone.get_by_role("button", name="No profile").click()
    expect(phone.get_by_role("button", name="No profile", pressed=True)).to_be_visible()
    assert "Your home is without a profile" in why_of(phone, 0)
    phone.get_by_role("button", name="No profile").click()
    expect(phone.get_by_role("button", name="No profile", pressed=False)).to_be_visible()


def why_of(page: Page, place: int) -> str:
    """What the menu of that card says on why it is there."""
    steps.cards(page).nth(place).locator(".card-menu").click()
    words = page.get_by_role("dialog").locator(".less-why").inner_text()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    return words
