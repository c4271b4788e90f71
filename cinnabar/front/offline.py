"""Cinnabar as an app on a phone: the manifest, and the worker that shows one page while there is no network.

The worker keeps that page, its sheet and its seal, and nothing else: no page of anybody's own is ever stored by it.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cinnabar.design.jinja import asset, url
from cinnabar.front.problems import bare_page
from cinnabar.front.sitemaps import keep_in_caches
from cinnabar.kit.language import speaking, spoken

DAY = 86_400
LEAVE = """self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))
    .then(() => self.registration.unregister())));
"""


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows when the network does not answer."""
    with speaking(_language(request)):
        text = _page()
    return keep_in_caches(request, HttpResponse(text), seconds=0)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with what it keeps; where it is switched off, one that clears up and leaves."""
    text = _worker(_language(request)) if settings.SERVICE_WORKER else LEAVE
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How a phone shows Cinnabar among its apps."""
    response = JsonResponse(_manifest(), content_type="application/manifest+json")
    return keep_in_caches(request, response, seconds=DAY)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language")
    return asked if asked in dict(settings.LANGUAGES) else spoken()


def _worker(language: str) -> str:
    page = reverse("offline", query={"language": language})
    files = [page, asset("app.css"), asset("seal.svg")]
    with speaking(language):
        text = _page()
    version = sha256("".join([*files, text]).encode()).hexdigest()[:12]
    kept = {"cache": f"offline-{version}", "page": page, "files": files}
    return f"self.kept = {json.dumps(kept)};\n{_script(asset('service-worker.js'))}"


def _page() -> str:
    sentence = _("Cinnabar cannot be reached just now. Try again, or go back to where you were.")
    return bare_page(_("You are offline"), sentence)


@cache
def _script(address: str) -> str:
    return (settings.STATIC_FOLDER / address.removeprefix(settings.STATIC_URL)).read_text("utf-8")


def _manifest() -> dict[str, Any]:
    def icon(name: str, size: int, purpose: str) -> dict[str, str]:
        return {"src": asset(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}

    return {
        "id": "/",
        "name": "Cinnabar",
        "short_name": "Cinnabar",
        "description": _("Every opinion carries a seal that says how its author came by the product."),
        "lang": "zh-Hans" if spoken() == "zh-hans" else "en",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            icon("icon-192.png", 192, "any"),
            icon("icon-512.png", 512, "any"),
            icon("icon-maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": _("Write"), "url": url("compose")},
            {"name": _("Orders"), "url": url("orders")},
        ],
    }
