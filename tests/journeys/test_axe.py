"""axe on every page, for whom it is there: in the lights and sizes of four readers, full, empty, refused, unfolded.

The pages come from the table of addresses, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, expect

from cinnabar.front import problems
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import add_comment
from cinnabar.notes.models import Comment, Note
from cinnabar.orders.tests.props import address_form
from cinnabar.people.models import Person
from tests.access.conftest import media_folder, places
from tests.access.places import PEOPLE, Places
from tests.access.test_who_gets_what import TABLE
from tests.journeys import axe
from tests.journeys.staging import Stage

__all__ = ["media_folder", "places"]  # fixtures

NO_PAGES = {  # addresses that answer with data, not with something to look at
    "robots", "sitemap", "sitemap-page", "topic-feed", "brand-feed", "person-feed", "served", "pictures",
    "trends-feed", "trends-json", "suggestions",
    "topic-suggestions", "product-suggestions", "comment-products", "shop-products-csv", "shop-orders-csv",
    "manifest", "service-worker", "healthz", "readyz", "metrics",
}  # fmt: skip


@pytest.fixture
def staged(browser: Browser) -> Iterator[tuple[Page, Stage]]:
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    yield page, Stage(context)
    context.close()


def seen_by(get: dict[str, int]) -> list[str]:
    """Who looks: a visitor or a newcomer who has nothing yet, and the last one for whom it is there."""
    let_in = [who for who in PEOPLE if get[who] == 200]
    newcomer = "visitor" if "visitor" in let_in else "reader"
    return [who for who in let_in if who in (newcomer, let_in[-1])]


def is_page(response: Any) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html") and b"<html" in response.content


def test_axe_finds_nothing_serious_on_any_page(staged: tuple[Page, Stage], places: Places) -> None:
    page, stage = staged
    wrong, no_pages, opened = [], set[str](), set[str]()
    for name, about, get, _post in TABLE:
        for who in seen_by(get):
            address = places.address(name, about)
            stage.enter(places.people[who])
            response = stage.client.get(address)
            if not is_page(response):
                no_pages.add(name)
                continue
            page.goto(stage.put(address, response))
            found = axe.in_every_light(page)
            if name not in opened:
                opened.add(name)
                found += axe.in_dialogs(page)
            wrong += [f"{name} ({about}) as {who} {told}" for told in found]

    assert wrong == []
    assert no_pages == NO_PAGES


def test_axe_finds_nothing_serious_in_a_refused_form(staged: tuple[Page, Stage], places: Places) -> None:
    page, stage = staged
    wrong, seen = [], set[str]()
    for name, about, _get, post in TABLE:
        if 422 in post.values() and name not in seen:
            seen.add(name)
            address = places.address(name, about)
            stage.enter(places.people[[who for who in PEOPLE if post[who] == 422][-1]])
            page.goto(stage.put(address, stage.client.post(address)))
            wrong += [f"{name} ({about}) {told}" for told in axe.in_two_lights(page)]

    assert wrong == []


def test_axe_finds_nothing_serious_where_there_is_much(staged: tuple[Page, Stage], places: Places) -> None:
    page, stage = staged
    note = Note.objects.get(pk=places.about["note"]["note_id"])
    parent = Comment.objects.get(note=note)
    author = Person.objects.get(handle="mei")
    add_comment(author, note, "02, " + "and long words " * 20, parent)
    address = f"/notes/{encode(note.pk)}"
    scenes = {
        "basket": ("buyer", "/basket"),
        "checkout": ("buyer", "/checkout?currency=EUR&country=DE"),
        "orders": ("buyer", "/orders"),
        "inbox": ("author", "/inbox"),
        "own profile": ("author", "/@mei"),
        "boards": ("author", "/@mei?tab=boards"),
        "own note": ("author", address),
        "note": ("buyer", address),
        "hidden note": ("author", places.address("note", "hidden")),
        "a decision": ("author", places.address("note", "decided")),
        "no offers": ("reader", "/shops/hanok?stock=1&origin=JP"),
    }
    wrong = []
    for name, (who, where) in scenes.items():
        stage.enter(places.people[who])
        response = stage.client.get(where)
        assert response.status_code == 200, name
        page.goto(stage.put(where, response))
        wrong += [f"{name} {told}" for told in axe.in_every_light(page)]
    stage.enter(places.people["buyer"])
    wrong_form = {**address_form(postal_code="abc", phone=""), "currency": "EUR", "country": "DE", "key": "a-key"}
    page.goto(stage.put("/checkout", stage.client.post("/checkout", wrong_form)))
    wrong += [f"refused checkout {told}" for told in axe.in_two_lights(page)]

    assert wrong == []


def problem(make: Callable[..., Any], places: Places, *more: Any) -> Any:
    request = RequestFactory().get("/")
    request.user = places.people["visitor"]
    return make(request, *more)


def test_axe_finds_nothing_serious_when_something_is_wrong(staged: tuple[Page, Stage], places: Places) -> None:
    page, stage = staged
    stage.enter(None)
    other_site = stage.client.post("/language", {"language": "en"}, headers={"Sec-Fetch-Site": "cross-site"})
    stage.client.defaults.pop("HTTP_SEC_FETCH_SITE")
    stage.client.handler.enforce_csrf_checks = True
    answers = {
        "400": problem(problems.bad_request, places, None),
        "403": problem(problems.forbidden, places, None),
        "404": problem(problems.not_found, places, None),
        "429": problem(problems.too_many, places, 61),
        "500": problem(problems.broken, places),
        "another site": other_site,
        "no headers": stage.client.post("/language", {"language": "en"}),
    }
    wrong = []
    for name, response in answers.items():
        page.goto(stage.put("/problem", response))
        expect(page.locator("h1")).to_be_visible()
        wrong += [f"{name} {told}" for told in axe.in_every_light(page)]

    assert wrong == []
