"""What a reader's phone feels, in the journeys' Chromium: first paint on a slow line, and 300 cards under a thumb.

A mid-range phone is this machine at a quarter of its speed. The slow line is Lighthouse's slow 4G: 150 ms there and
back and 1.6 Mbit/s, with text compressed as docs/operating.md has it. DevTools, which slows the line here, lets
connections open for nothing, so Lighthouse itself sets 562 ms a request where it slows a real browser; those figures
stand beside the others.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.front import compressing
from bench.load import LIVE_PORT, PORT, running

FRONT = LIVE_PORT + 1
ADDRESS = f"http://127.0.0.1:{FRONT}"
SLOWDOWN = 4
CARDS = 300
ROUNDS = 5
KBIT = 1024 / 8
SLOW_4G = {"latency": 150, "downloadThroughput": 1638 * KBIT, "uploadThroughput": 750 * KBIT}
SLOW_4G_BY_REQUEST = {"latency": 562.5, "downloadThroughput": 1475 * KBIT, "uploadThroughput": 675 * KBIT}
TARGETS = {"lcp_ms": 2500, "longest_task_ms": 200, "shift": 0}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
    "locale": "en-GB",
}
PICTURES = Path(__file__).parent.parent / "cinnabar" / "town" / "pictures"

WATCH = """(() => {
    const seen = (window.seen = { tasks: [], shift: 0, shifted: [], lcp: 0, what: "" });
    const watch = (type, each) => {
        new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
    };
    watch("longtask", (entry) => seen.tasks.push([Math.round(entry.startTime), Math.round(entry.duration)]));
    watch("layout-shift", (entry) => {
        if (entry.hadRecentInput) return;
        seen.shift += entry.value;
        seen.shifted.push(...entry.sources.map((source) => source.node?.outerHTML?.slice(0, 120) ?? ""));
    });
    watch("largest-contentful-paint", (entry) => {
        seen.lcp = Math.round(entry.startTime);
        seen.what = entry.element?.outerHTML.slice(0, 120) ?? "";
    });
})()"""


PASSED = """() => [...document.querySelectorAll("[data-feed] .card")]
    .filter((card) => card.getBoundingClientRect().bottom < innerHeight).length"""


def on_a_phone(database_url: str, *, note: str, product: str) -> dict[str, Any]:
    """First paint of home, a note and a product, and a long way down home; medians of several visits, cache cold."""
    from tests.journeys.browser import find_browser, node

    give_pictures(note=note, product=product)
    found = find_browser()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node())
    with running(database_url, "serve"), compressing(FRONT, behind=PORT), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.executable, args=found.flags, env={**os.environ, **found.environment}
        )
        pages = {"home": "/", "note": note, "product": product}
        first = {name: _first_paint(browser, address, SLOW_4G) for name, address in pages.items()}
        by_request = {
            name: _first_paint(browser, address, SLOW_4G_BY_REQUEST)["lcp_ms"] for name, address in pages.items()
        }
        result = {
            "targets": TARGETS,
            "slow_4g": first,
            "lcp_ms_at_562_ms_a_request": by_request,
            "scrolling": [_scroll(browser) for _ in range(3)],
            "work_of_scrolling": _work_of_scrolling(browser),
        }
        browser.close()
    return result


def give_pictures(*, note: str, product: str) -> None:
    """Give the notes of the town real covers: some of the demo's pictures, under the unguessable name of each."""
    from cinnabar.design.formats import widths_for
    from cinnabar.kit.ids import decode as number
    from cinnabar.media import files
    from cinnabar.media.decoding import Task, decode
    from cinnabar.notes.models import NotePicture
    from cinnabar.shop.models import ProductPicture

    sources = sorted(PICTURES.glob("*.jpg"))[::5]
    made = [f"benchpicture{place:02}" for place in range(len(sources))]
    missing = [
        Task(source, secret, "note") for source, secret in zip(sources, made, strict=True) if not _sizes_of(secret)
    ]
    list(decode(missing))
    shown = NotePicture.objects.filter(position=0) | NotePicture.objects.filter(note_id=number(note.split("/")[2]))
    pictures = [*shown, *ProductPicture.objects.filter(product_id=number(product.split("/")[2]))]
    for picture, secret in zip(pictures, cycle(made), strict=False):
        for kind in ("avif", "webp"):
            names = [f"{picture.secret}-{width}.{kind}" for width in widths_for(picture.width)]
            sizes = [file for file in _sizes_of(secret) if file.suffix == f".{kind}"]
            shelf = files.folder("public") / picture.secret[:2]
            shelf.mkdir(exist_ok=True)
            for name, file in zip(names, sizes, strict=False):
                with contextlib.suppress(FileExistsError):
                    os.link(file, shelf / name)


def _sizes_of(secret: str) -> list[Path]:
    from cinnabar.media import files

    return sorted(files.stem(secret).parent.glob(f"{secret}-*"), key=lambda file: int(file.stem.rpartition("-")[2]))


@contextmanager
def _phone(browser: Browser, *, slowdown: int = SLOWDOWN) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    yield page, session
    context.close()


def _first_paint(browser: Browser, address: str, line: dict[str, float]) -> dict[str, Any]:
    """Medians of the largest paint, the longest task and the shift of several cold visits."""
    seen = []
    for _ in range(ROUNDS):
        with _phone(browser) as (page, session):
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", {"offline": False, **line})
            page.goto(f"{ADDRESS}{address}", wait_until="load", timeout=60_000)
            page.wait_for_timeout(1500)
            seen.append(page.evaluate("seen"))
    return {
        "lcp_ms": statistics.median(visit["lcp"] for visit in seen),
        "lcp_ms_of_each": sorted(visit["lcp"] for visit in seen),
        "lcp_element": seen[-1]["what"],
        "longest_task_ms": statistics.median(max([took for _, took in visit["tasks"]], default=0) for visit in seen),
        "shift": max(visit["shift"] for visit in seen),
    }


def _scroll(browser: Browser) -> dict[str, Any]:
    """Down home until 300 cards were passed: how long the page was busy, and whether anything jumped."""
    with _phone(browser) as (page, session):
        _pass_cards(page, session)
        page.wait_for_timeout(500)
        seen, passed = page.evaluate("seen"), page.evaluate(PASSED)
    tasks = [took for _, took in seen["tasks"]]
    return {
        "cards": passed,
        "first_task_ms": tasks[0] if tasks else 0,
        "longest_later_task_ms": max(tasks[1:], default=0),
        "tasks_above_50_ms": len(tasks[1:]),
        "shift": seen["shift"],
        "shifted": seen["shifted"][:3],
    }


def _work_of_scrolling(browser: Browser) -> dict[str, Any]:
    """The same at full speed, by CPU: what one task of a phone would take if nothing else ran on this machine."""
    with _phone(browser, slowdown=1) as (page, session):
        browser.start_tracing(page=page, categories=["toplevel"])
        _pass_cards(page, session)
        events = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {(one["pid"], one["tid"]) for one in events if one["args"].get("name") == "CrRendererMain"}
    took = [one["tdur"] for one in events if (one["pid"], one["tid"]) in mains and one["ph"] == "X" and "tdur" in one]
    return {f"longest_task_by_cpu_ms_x{SLOWDOWN}": round(max(took) * SLOWDOWN / 1000)}


def _pass_cards(page: Page, session: CDPSession) -> None:
    page.goto(f"{ADDRESS}/", wait_until="load")
    page.wait_for_timeout(1000)
    # A made-up touch does not scroll where there is no screen; a wheel takes the same way through the compositor.
    gesture = {"x": 195, "y": 600, "yDistance": -1200, "speed": 2400, "gestureSourceType": "mouse"}
    for _ in range(200):
        session.send("Input.synthesizeScrollGesture", gesture)
        if page.evaluate(PASSED) >= CARDS:
            return
