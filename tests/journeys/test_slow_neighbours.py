"""Fifty slow uploads and fifty slow downloads beside readers: nobody is turned away. How fast, says bin/bench."""

from __future__ import annotations

from playwright.sync_api import Page

from bench.slow import EACH, TIMES, ask_beside
from tests.journeys import steps
from tests.journeys.steps import Town

ALL_SETTLED = """async (ids) => {
    const answer = await (await fetch(`/pictures?ids=${ids}`)).json();
    return answer.pictures.every((picture) => picture.state !== "waiting");
}"""


def test_nobody_is_refused_beside_slow_neighbours(phone: Page, town: Town) -> None:
    steps.sign_in_as(phone, town, "mei_writes")
    private = a_private_picture(phone)
    tickets = [a_ticket(phone, town) for _ in range(EACH)]

    outcome = ask_beside(
        town.address, uploads=[ticket["upload"] for ticket in tickets], downloads=[private] * EACH, times=TIMES
    )

    assert outcome.home == {200: TIMES}
    assert outcome.uploads == {201: EACH}
    assert outcome.downloads == {200: EACH}
    for part in (tickets[:25], tickets[25:]):  # the worker says what it thinks of such files, and lives on
        phone.wait_for_function(ALL_SETTLED, arg=".".join(t["id"] for t in part), polling=500, timeout=120_000)


def a_private_picture(page: Page) -> str:
    """Where the author alone can fetch a picture that just arrived."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Write").click()
    steps.add_picture(page, "balm-green-wood.jpg")
    return page.locator("[data-shot] img").get_attribute("src") or ""


def a_ticket(page: Page, town: Town) -> dict[str, str]:
    answer = page.request.post(f"{town.address}/pictures", form={"purpose": "note"}, headers={"Origin": town.address})
    assert answer.status == 201, answer.text()
    return answer.json()
