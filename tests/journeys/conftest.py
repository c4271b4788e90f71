"""The browser of the journeys, and the two screens they are told on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.browser import find_browser, node
from tests.journeys.running import Site
from tests.journeys.steps import Town
from tests.journeys.words import Language, chinese, english

# Playwright runs an event loop in this thread, which Django takes for code that must not touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
    "service_workers": "block",  # what a journey holds up or answers itself must not pass by it
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "service_workers": "block"}
AUCKLAND = {
    "Full name": "Ngaio Barlow",
    "Street and number": "27 Wattle Rise",
    "Suburb": "Grey Lynn",
    "City": "Auckland",
    "Postcode": "1021",
    "Telephone": "+64 9 555 0143",
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = find_browser()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node())
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found.executable, args=found.flags, env={**os.environ, **found.environment}
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole product with its demo town, started once for all journeys."""
    started = Site(tmp_path_factory.mktemp("site") / f"site-{os.getpid()}")
    try:
        started.start()
        started.wait_until_complete()
        yield started
    finally:
        started.stop()


@pytest.fixture
def town(site: Site) -> Town:
    """The invented town; Hanok Beauty is the demo's shop, and sends to New Zealand."""
    return Town(site.address, shops={"hanok-beauty"}, country="NZ", postal=AUCKLAND, has_choices=True)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on an English reader's phone."""
    with opened(browser, PHONE, english) as page:
        yield page


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    """A page on a phone that runs no scripts."""
    with opened(browser, {**PHONE, "java_script_enabled": False}, english) as page:
        yield page


@pytest.fixture
def seller(browser: Browser) -> Iterator[Page]:
    """A page on the desk of somebody who sells and speaks English."""
    with opened(browser, DESKTOP, english) as page:
        yield page


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    """A page on a Chinese reader's desktop."""
    with opened(browser, DESKTOP, chinese) as page:
        yield page


@pytest.fixture
def lossy(browser: Browser) -> Iterator[Page]:
    """A phone whose requests may fail, which the console tells; its scripts must not."""
    context, faults = browser.new_context(**PHONE, locale=english.locale), list[str]()
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert faults == []


@contextmanager
def opened(browser: Browser, screen: dict[str, Any], say: Language) -> Iterator[Page]:
    """A page whose scripts must not fail: what the console calls an error fails the journey."""
    context = browser.new_context(**screen, locale=say.locale)
    page, complaints = context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.set_default_timeout(15_000)
    try:
        yield page
    finally:
        context.close()
    assert complaints == []
