"""`bin/demo --check`: ask the main pages as a visitor and as the demo's reader would."""

from __future__ import annotations

import html
import http.client
import re
import time
import urllib.parse
from typing import Any

LINKS = {  # page → what to look for in which page's HTML
    "note": ("/", r'href="(/notes/(?!new")[1-9A-HJ-NP-Za-km-z]+)"'),
    "profile": ("/", r'href="(/@[^"/]+)"'),
    "picture": ("/", r'src="(/media/[^"]+)"'),
    "style": ("/", r'href="(/static/app-[^"]+\.css)"'),
    "category": ("/categories/lips", r'href="(/categories/[^"?]+)"'),
    "product": ("/categories/lips", r'href="(/products/[1-9A-HJ-NP-Za-km-z]+)'),
}
OF_PRODUCT = {"shop": r'href="(/shops/[^"?]+)"', "brand": r'href="(/brands/[^"?]+)"'}
FIXED = ("/", "/channels", "/c/skincare", "/basket", "/login", "/signup", "/interests", "/seals", "/outbox")
OF_READER = ("/", "/notes/new", "/orders", "/basket", "/settings/profile")
OF_BASKET = {"checkout": r'href="(/checkout[^"]*)"'}


def check_pages(address: str) -> dict[str, Any]:
    """Status, milliseconds and queries per page; `ok` when all answer 200 and home shows 20 cards with pictures."""
    reader = _Reader(address)
    pages: dict[str, dict[str, Any]] = {}
    bodies: dict[str, str] = {}

    def ask(name: str, path: str) -> str:
        pages[name], bodies[name] = reader.get(path)
        return bodies[name]

    def follow(name: str, body: str, pattern: str) -> None:
        found = re.search(pattern, body)
        ask(name, html.unescape(found[1])) if found else pages.update({name: {"status": 0, "missing": pattern}})

    for path in FIXED:
        ask(path, path)
    for name, (page, pattern) in LINKS.items():
        follow(name, bodies.get(page) or ask(page, page), pattern)
    for name, pattern in OF_PRODUCT.items():
        follow(name, bodies.get("product", ""), pattern)
    cards = len(re.findall(r'<li class="card"', bodies["/"]))
    signed_in = reader.sign_in(bodies["/login"])
    if variant := re.search(r'name="variant" value="([^"]+)"', bodies.get("product", "")):
        reader.post("/basket", {"variant": variant[1], "quantity": "1"})
    for path in OF_READER if signed_in else ():
        ask(f"reader {path}", path)
    for name, pattern in OF_BASKET.items() if signed_in else ():
        follow(name, bodies["reader /basket"], pattern)
    ok = cards >= 20 and signed_in and all(page["status"] == 200 for page in pages.values())
    return {"ok": ok, "cards": cards, "signed_in": signed_in, "pages": pages}


class _Reader:
    """A browser of few words: one connection, cookies, no redirects but after signing in."""

    def __init__(self, address: str) -> None:
        parts = urllib.parse.urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[dict[str, Any], str]:
        began = time.perf_counter()
        response, body = self._ask("GET", path)
        page: dict[str, Any] = {"status": response.status, "ms": round((time.perf_counter() - began) * 1000, 1)}
        if costs := re.search(r'db;desc="(\d+)"', response.getheader("Server-Timing", "")):
            page["queries"] = int(costs[1])
        return page, body.decode(errors="replace")

    def sign_in(self, login_page: str) -> bool:
        """Use the first of the demo's sign-in forms, the reader's."""
        fields = dict(re.findall(r'<input type="hidden" name="(login|password)" value="([^"]*)"', login_page)[:2])
        if len(fields) != 2:
            return False
        return self.post("/login", fields) == 302 and "session" in self._cookies

    def post(self, path: str, fields: dict[str, str]) -> int:
        """Send a form; its status."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        response, _ = self._ask("POST", path, urllib.parse.urlencode(fields), headers)
        return response.status

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = {"Sec-Fetch-Site": "same-origin", "Cookie": cookies, "Accept-Language": "en", **(headers or {})}
        self._connection.request(method, path, body, sent)
        response = self._connection.getresponse()
        content = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        return response, content
