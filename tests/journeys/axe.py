"""axe-core in the page: what it calls serious or critical against WCAG 2.2 A and AA."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
SEEN = ["color-contrast", "target-size"]  # what depends on colours and width: the rules of a second look
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}

RUN = """([only, tags]) => axe.run(document, {
    runOnly: only ? { type: "rule", values: only } : { type: "tag", values: tags },
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"], elementRef: false,
}).then((result) => result.violations
    .filter((found) => ["serious", "critical"].includes(found.impact))
    .flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.target.join(" ")} ${node.html.slice(0, 140)} ` +
        node.any.concat(node.all, node.none).map((check) => check.message).join("; ").slice(0, 200))))"""

# A transition half-way has other colours; whatever can be unfolded is looked at too.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets.push(sheet);
    for (const details of document.querySelectorAll("details")) details.open = true;
}"""
COUNT = "() => document.querySelectorAll('dialog, [popover]').length"
OPEN = """(number) => {
    const element = document.querySelectorAll("dialog, [popover]")[number];
    if (element.matches(":modal, :popover-open")) return "";
    if (element.matches("dialog")) element.showModal();
    else element.showPopover();
    return element.className || element.id || "dialog";
}"""
CLOSE = """(number) => {
    const element = document.querySelectorAll("dialog, [popover]")[number];
    if (element.matches("dialog")) element.close();
    else element.hidePopover();
}"""


@cache
def _source() -> str:
    return SOURCE.read_text()


def serious(page: Page, *, only: list[str] | None = None) -> list[str]:
    """What axe finds on this page as it is now."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
        page.evaluate(STILL)
    found: Any = page.evaluate(RUN, [only, TAGS])
    return list(found)


def in_every_light(page: Page) -> list[str]:
    """On a phone and a desktop, light and dark: all rules in two of the four, colours and sizes in the others."""
    wrong = []
    for scheme, size, name, rules in (
        ("light", PHONE, "phone, light", None),
        ("dark", PHONE, "phone, dark", SEEN),
        ("dark", DESKTOP, "desktop, dark", None),
        ("light", DESKTOP, "desktop, light", SEEN),
    ):
        _set(page, scheme, size)
        wrong += [f"({name}) {found}" for found in serious(page, only=rules)]
    return wrong


def in_two_lights(page: Page) -> list[str]:
    """The quicker look at what differs little from a page that was seen in every light."""
    wrong = []
    for scheme, rules in (("light", None), ("dark", SEEN)):
        _set(page, scheme, PHONE)
        wrong += [f"(phone, {scheme}) {found}" for found in serious(page, only=rules)]
    return wrong


def in_dialogs(page: Page) -> list[str]:
    """Whatever can lie over this page, opened one after the other."""
    wrong = []
    for number in range(page.evaluate(COUNT)):
        if name := page.evaluate(OPEN, number):
            wrong += [f"({name}) {found}" for found in serious(page)]
            page.evaluate(CLOSE, number)
    return wrong


def _set(page: Page, scheme: Any, size: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    if page.viewport_size != size:
        page.set_viewport_size(size)
