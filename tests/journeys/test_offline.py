"""Network, session or name are gone in the middle: it is said, what was typed stays, and trying again works."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, Locator, Page, Route, expect

from tests.journeys import steps
from tests.journeys.steps import PICTURES, Town


def told(page: Page, words: str) -> Locator:
    """What the page says to everybody, not only to those who listen."""
    return page.locator(".toast").filter(has_text=words)


def open_note(page: Page, card: Locator) -> Locator:
    card.locator("h3 a").click()
    note = page.get_by_role("dialog").locator("article.note")
    expect(note).to_be_visible()
    return note


def test_without_a_network_a_reader_is_told_and_tries_again(lossy: Page, town: Town) -> None:
    page = lossy
    steps.sign_up(page, town, "on_a_train")
    steps.choose_interests(page, ["Beauty", "Skincare", "Fashion"])
    card = steps.cards(page).nth(3)
    note = open_note(page, card)
    like, follow = note.locator(".like[data-toggle]"), note.locator("[data-follow] button")
    save, field = note.locator("a[data-save]"), note.locator("#say textarea")
    before = like.inner_text()

    page.context.set_offline(True)
    like.click()
    expect(told(page, "Your like did not arrive. Please try again.")).to_be_visible()
    expect(like).to_have_attribute("aria-pressed", "false")
    assert like.inner_text() == before
    follow.click()
    expect(told(page, "That did not work. Please try again.")).to_be_visible()
    expect(follow).to_have_text("Follow")
    save.click()
    expect(told(page, "No connection. Please try again.")).to_be_visible()
    field.fill("Written in a tunnel")
    note.get_by_role("button", name="Send").click()
    expect(told(page, "Your comment did not arrive. It is still here")).to_be_visible()
    expect(field).to_have_value("Written in a tunnel")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    card.locator("h3 a").click()
    expect(told(page, "No connection. Please try again.")).to_be_visible()
    expect(page).to_have_url(f"{town.address}/")

    page.context.set_offline(False)
    open_note(page, card)
    expect(field).to_have_value("Written in a tunnel")
    note.get_by_role("button", name="Send").click()
    expect(note.locator(".thread.fresh")).to_contain_text("Written in a tunnel")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    save.click()
    boards = page.get_by_role("dialog", name="Save to a board")
    boards.get_by_label("A new board").fill("Between stations")
    page.context.set_offline(True)
    boards.get_by_role("button", name="Create").click()
    expect(told(page, "It was not saved. Please try again.")).to_be_visible()
    page.context.set_offline(False)
    boards.get_by_role("button", name="Create").click()
    expect(boards).to_be_hidden()
    expect(save).to_have_class(re.compile("is-on"))
    page.get_by_role("button", name="Close").click()
    turn_away_in_vain(page)


def turn_away_in_vain(page: Page) -> None:
    other = steps.cards(page).nth(5)
    other.locator(".card-menu").click()
    less = page.get_by_role("dialog", name="Not interested?").get_by_role("listitem").filter(has_text="this note")
    expect(less).to_be_visible()
    page.context.set_offline(True)
    less.get_by_role("button").click()
    expect(told(page, "That did not work. Please try again.")).to_be_visible()
    expect(other.locator("h3")).to_be_visible()


def test_a_note_survives_a_lost_network(lossy: Page, town: Town) -> None:
    page, asked, cut = lossy, list[str](), list[Route]()

    def break_off(route: Route) -> None:
        cut.append(route)
        route.abort("connectionreset")

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    steps.sign_in_as(page, town, "tom_reads")
    page.get_by_role("link", name="Write").click()
    page.get_by_label("Title").fill("Out of the tunnel")
    status = page.locator("[data-status]")
    expect(status).to_have_text(re.compile("^Saved "))

    # The line breaks in the middle of a picture.
    page.route(re.compile("/upload"), break_off, times=1)
    page.locator("#files").set_input_files(PICTURES / "mug-oat-wood.jpg")
    trouble = page.locator("[data-troubles] li")
    expect(trouble).to_contain_text("The upload was interrupted.")
    assert len(cut) == 1

    page.context.set_offline(True)
    page.get_by_label("Text", exact=True).fill("Every word of it.")
    expect(status).to_have_text("Not saved: no connection, trying again")
    trouble.get_by_role("button", name="Try again").click()
    expect(trouble).to_contain_text("The upload was interrupted.")
    page.get_by_role("button", name="Publish").click()
    expect(told(page, "No connection. Please try again.")).to_be_visible()
    page.get_by_role("link", name="Cinnabar, home").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Every word of it.")
    assert asked == ["beforeunload"]

    # The network is there, the site is not.
    page.context.set_offline(False)
    page.route("**/*", lambda route: route.abort())
    page.get_by_role("button", name="Publish").click()
    expect(status).to_have_text("Not saved: no connection, trying again")
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    page.unroute("**/*")
    trouble.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-shot][data-state=ready]")).to_have_count(1, timeout=60_000)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Out of the tunnel", level=1)).to_be_visible()
    expect(page.locator(".note-body")).to_have_text("Every word of it.")


def come_back(page: Page) -> None:
    """From the sign-in page, which keeps what was sent, to sending it once more."""
    expect(page.get_by_role("heading", name="Log in to go on", level=1)).to_be_visible()
    page.get_by_role("button", name="Log in as tom_reads").click()
    expect(page.get_by_role("heading", name="You are back", level=1)).to_be_visible()
    page.get_by_role("button", name="Send").click()


def test_what_was_written_outlives_its_session(lossy: Page, town: Town) -> None:
    page = lossy
    steps.sign_in_as(page, town, "tom_reads")
    steps.go_home(page)
    note = open_note(page, steps.cards(page).nth(2))
    title = note.get_by_role("heading", level=1).inner_text()
    note.locator("#say textarea").fill("Longer than my session")
    page.context.clear_cookies()
    note.get_by_role("button", name="Send").click()
    come_back(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".thread").filter(has_text="Longer than my session")).to_be_visible()

    page.goto(f"{town.address}/notes/new?card")
    page.get_by_label("Title").fill("Longer than a session")
    page.get_by_label("Words on the cover").fill("Still here")
    status = page.locator("[data-status]")
    expect(status).to_have_text(re.compile("^Saved "))
    page.context.clear_cookies()
    page.get_by_label("Text", exact=True).fill("First half.")
    expect(status).to_contain_text("You are logged out.")
    with page.expect_popup() as opened:
        status.get_by_role("link", name="Log in").click()
    steps.sign_in_as(opened.value, town, "tom_reads")
    expect(status).to_have_text(re.compile("^Saved "))
    page.context.clear_cookies()
    page.get_by_label("Text", exact=True).fill("Both halves.")
    page.get_by_role("button", name="Publish").click()
    come_back(page)
    expect(page.get_by_role("heading", name="Longer than a session", level=1)).to_be_visible()
    expect(page.locator(".note-body")).to_have_text("Both halves.")


def test_an_address_outlives_network_and_session(lossy: Page, town: Town) -> None:
    page = lossy
    steps.sign_in_as(page, town, "tom_reads")
    page.goto(f"{town.address}/shops/hanok-beauty")
    page.locator(".good a").first.click()
    page.get_by_role("button", name="Buy now").click()
    steps.choose_country(page, town)
    page.get_by_label("Full name").fill("Ngaio Between Sessions")
    place = page.get_by_role("button", name=re.compile("^Place order ·"))
    for label, words in town.postal.items():
        if label != "Full name":
            page.get_by_label(label).fill(words)

    page.context.set_offline(True)
    place.click()
    expect(told(page, "No connection. Please try again.")).to_be_visible()
    expect(page.get_by_label("Full name")).to_have_value("Ngaio Between Sessions")
    page.context.set_offline(False)
    page.context.clear_cookies()
    place.click()
    come_back(page)

    expect(page.get_by_role("heading", name="Payment", level=1)).to_be_visible()


def test_nothing_is_said_in_the_name_of_another_tab(lossy: Page, town: Town) -> None:
    page = lossy
    steps.sign_in_as(page, town, "tom_reads")
    steps.go_home(page)
    note = open_note(page, steps.cards(page).nth(4))
    field, like = note.locator("#say textarea"), note.locator(".like[data-toggle]")
    pressed = like.get_attribute("aria-pressed") or ""
    field.fill("From tom")
    other = page.context.new_page()
    page.context.clear_cookies()
    steps.sign_in_as(other, town, "ada_checks")

    note.get_by_role("button", name="Send").click()
    expect(told(page, "You are logged in as @ada_checks now.")).to_be_visible()
    expect(field).to_have_value("From tom")
    like.click()
    expect(like).to_have_attribute("aria-pressed", pressed)

    page.context.clear_cookies()
    steps.sign_in_as(other, town, "tom_reads")
    note.get_by_role("button", name="Send").click()
    expect(note.locator(".thread.fresh")).to_contain_text("From tom")
    expect(note.locator(".thread.fresh .said-who a")).to_have_attribute("href", "/@tom_reads")
