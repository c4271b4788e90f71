"""A video: sent over a line that breaks, shown as a note, seen on a wall, and gone when it is deleted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from cinnabar.town.reading import CLIPS
from tests.journeys import steps
from tests.journeys.steps import NOTE, Town

CLIP = CLIPS / "clip-matcha-whisk.mp4"
PLAYS_H264 = "document.createElement('video').canPlayType('video/mp4; codecs=\"avc1.4d401f\"') !== ''"


def test_a_video_from_the_phone_to_the_wall_and_away_again(lossy: Page, town: Town) -> None:
    phone = lossy
    steps.sign_up(phone, town, "films_it")
    phone.goto(f"{town.address}/notes/new")
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if route.request.method == "PATCH" and not broken:
            broken.append(route.request.url)
            return route.abort("connectionreset")
        return route.continue_()

    phone.route("**/upload/video/*", break_once)
    phone.locator("#files").set_input_files(CLIP)
    expect(phone.locator("[data-shot][data-state=ready][data-film]")).to_have_count(1, timeout=120_000)
    assert broken
    phone.get_by_label("Title").fill("A whisk, for a while")
    phone.get_by_role("button", name="Publish").click()
    expect(phone).to_have_url(NOTE)

    film = phone.locator("video")
    expect(film).to_be_visible()
    address = film.locator("source").last.get_attribute("src") or ""
    some = phone.request.get(address, headers={"Range": "bytes=0-99"})
    assert (some.status, len(some.body())) == (206, 100)
    if phone.evaluate(PLAYS_H264):
        film.evaluate("film => film.play()")
        phone.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    note = phone.url
    phone.locator(".note-author").click()
    card = steps.cards(phone).filter(has_text="A whisk, for a while")
    expect(card.locator(".card-length")).to_have_text(re.compile(r"0:04|0:05"))

    phone.goto(f"{note}/deletion")
    phone.get_by_role("main").get_by_role("button", name="Delete it").click()
    expect(phone).not_to_have_url(re.compile("/deletion$"))
    assert phone.request.get(address).status == 404
