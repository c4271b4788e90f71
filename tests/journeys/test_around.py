"""Around the path: what a reader sees without a network, and the copy of one's data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.steps import Town

KEPT = """async () => Promise.all((await caches.keys()).map(async (name) =>
    [name, (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname.split("-")[0])]))"""
REGISTRATIONS = "async () => (await navigator.serviceWorker.getRegistrations()).length"


@pytest.fixture
def worked(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that lets the site leave its worker behind."""
    context = browser.new_context(**{**PHONE, "locale": "en-GB", "service_workers": "allow"})
    yield context
    context.close()


def test_without_a_network_a_page_of_ours_says_so_and_nothing_personal_is_kept(
    worked: BrowserContext, town: Town
) -> None:
    page = worked.new_page()
    steps.sign_in_as(page, town, "mei_writes")
    page.get_by_role("button", name="简体中文").click()
    page.goto(f"{town.address}/settings")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.ready.then((found) => found.active?.state === 'activated')")
    page.goto(f"{town.address}/settings/email")

    worked.set_offline(True)
    page.goto(f"{town.address}/orders")
    expect(page.get_by_role("heading", name="你已离线", level=1)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.problem')).display") == "grid"
    names = page.evaluate(KEPT)
    assert [sorted(files) for _name, files in names] == [["/offline", "/static/app", "/static/seal"]]
    assert page.url == f"{town.address}/orders"

    worked.set_offline(False)
    page.get_by_role("link", name="再试一次").click()
    expect(page.get_by_role("heading", name="我的订单", level=1)).to_be_visible()


def test_everybody_takes_a_copy_of_their_data(phone: Page, town: Town) -> None:
    steps.sign_in_as(phone, town, "tom_reads")
    phone.goto(f"{town.address}/settings")
    phone.get_by_role("link", name="Your data").click()
    phone.get_by_role("button", name="Prepare my data").click()
    link = phone.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=60_000)  # the page looks again by itself

    with phone.expect_download() as begun:
        link.click()
    assert begun.value.suggested_filename == "cinnabar.zip"
    with ZipFile(begun.value.path()) as copy:
        assert copy.testzip() is None
        assert json.loads(copy.read("data/profile.json"))[0]["handle"] == "tom_reads"
        assert "Your data" in copy.read("index.html").decode()
    phone.goto(f"{town.address}/inbox")
    expect(phone.locator(".told")).to_contain_text("The copy of your data is ready")
