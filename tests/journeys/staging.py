"""Pages of the tests' own database in the browser: Django's test client answers what the browser asks for.

So every page, for everybody and in every state, is on the stage within a moment: no town has to be brought there.
"""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Route

STAGE = "http://127.0.0.1:8000"
WITHOUT_BODY = {204, 304}


class Stage:
    """What a browser's context sees at STAGE: the pages that were put there, else whatever the client answers."""

    def __init__(self, context: BrowserContext) -> None:
        self.client = Client()
        self._pages: dict[str, Any] = {}
        context.route("**/*", self._answer)

    def enter(self, person: Any) -> None:
        """Be this person from now on; a visitor is None."""
        self.client = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
        if person is not None and person.is_authenticated:
            self.client.force_login(person)
        self._pages = {}

    def put(self, address: str, response: Any) -> str:
        """Show this answer, of whatever method, at `address`; returns where the browser finds it."""
        self._pages[urlsplit(address).path] = response
        return f"{STAGE}{address}"

    def _answer(self, route: Route) -> None:
        request, where = route.request, urlsplit(route.request.url)
        if where.path.startswith("/static/"):
            self._file(route, where.path.removeprefix("/static/"))
        elif where.path.startswith("/media/") or not request.url.startswith(STAGE):
            route.fulfill(status=200, content_type="image/svg+xml", body=PICTURE)
        elif (response := self._pages.get(where.path)) and request.method == "GET":
            self._show(route, response)
        else:
            headers = {"Accept": request.headers.get("accept", "*/*")}
            path = f"{where.path}?{where.query}" if where.query else where.path
            body: Any = request.post_data_buffer or b""
            kind = request.headers.get("content-type", "application/x-www-form-urlencoded")
            self._show(route, self.client.generic(request.method, path, body, kind, headers=headers))

    @staticmethod
    def _show(route: Route, response: Any) -> None:
        status = 200 if response.status_code in WITHOUT_BODY else response.status_code
        headers = {name: value for name, value in response.headers.items() if name in ("Content-Type", "Location")}
        route.fulfill(status=status, headers=headers, body=response.content)

    @staticmethod
    def _file(route: Route, name: str) -> None:
        file = settings.STATIC_FOLDER / name
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0] or "text/plain"
        route.fulfill(status=200, content_type=kind, body=file.read_bytes())


PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4" width="960" height="1280">
<rect width="3" height="4" fill="#c8b8a8"/></svg>"""
