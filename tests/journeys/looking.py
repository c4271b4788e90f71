"""What a page tells of itself: whether everything has a name, whether it fits, whether it jumps while it loads."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route

NAMED = {  # roles of Chromium's accessibility tree that are nothing without a name
    "button", "checkbox", "combobox", "DisclosureTriangle", "image", "link", "listbox", "menuitem", "radio",
    "searchbox", "slider", "spinbutton", "switch", "textbox",
}  # fmt: skip

STRUCTURE = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const told = (element) => element.outerHTML.slice(0, 160);
    const faults = [];
    const heads = all("h1").filter((head) => head.checkVisibility());
    if (heads.length !== 1) faults.push(`${heads.length} headings of the first level`);
    if (!document.title.trim()) faults.push("no title");
    if (!document.documentElement.lang) faults.push("no language");
    for (const image of all("img:not([alt])")) faults.push(`no alt: ${told(image)}`);
    for (const label of all("label[for]")) if (!label.control) faults.push(`a label without its field: ${told(label)}`);
    for (const element of all("[aria-labelledby], [aria-describedby], [aria-controls]"))
        for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"])
            for (const id of (element.getAttribute(name) ?? "").split(/\\s+/).filter(Boolean))
                if (!document.getElementById(id)) faults.push(`${name} leads nowhere: ${told(element)}`);
    const ids = all("[id]").map((element) => element.id);
    for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`two elements are #${id}`);
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > room)
        faults.push(`wider than the screen: ${document.documentElement.scrollWidth} > ${room}`);
    return faults;
}"""

SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)));
    observer.observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
})"""

PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
WITHOUT_PIXELS = """() => [...document.images].filter((image) => image.loading !== "lazy" && !image.naturalWidth)
    .map((image) => image.currentSrc)"""
ALL_LOADED = """() => [...document.images].every((image) => image.complete || image.loading === "lazy")"""


def faults(page: Page) -> list[str]:
    """What somebody who cannot see the page, or whose screen is small, would stumble over."""
    return [*_nameless(page), *page.evaluate(STRUCTURE)]


def _nameless(page: Page) -> list[str]:
    """Controls and pictures without a name, as the browser tells them to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found = [
        f"a {role} without a name: {_origin(session, node)}"
        for node in nodes
        if not node["ignored"]
        and (role := node["role"]["value"]) in NAMED
        and not node.get("name", {}).get("value", "").strip()
    ]
    session.detach()
    return found


def _origin(session: Any, node: dict[str, Any]) -> str:
    told = session.send("DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]})["node"]
    return f"<{told['localName']} {' '.join(told.get('attributes', ()))}>"


def shift_of(page: Page, address: str) -> float:
    """The layout shift while `address` loads, its pictures coming after the first paint, as on a slow line."""
    held: list[Route] = []
    is_held = True

    def arrive(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/media/**", arrive)
    page.goto(address, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    is_held = False
    for route in held:
        route.continue_()
    page.wait_for_function(ALL_LOADED)
    return page.evaluate(SHIFTS)


def missing_pictures(page: Page) -> list[str]:
    """Pictures of the first screens that did not come."""
    page.wait_for_function(ALL_LOADED)
    return page.evaluate(WITHOUT_PIXELS)
