"""What every request passes: cost, headers, request safety and cache rules."""

from __future__ import annotations

import ipaddress
import logging
import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.module_loading import import_string

from cinnabar.kit.limits import TooMany

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        f"img-src 'self' data: blob: {settings.LIVE_ADDRESS}",
        f"media-src 'self' data: blob: {settings.LIVE_ADDRESS}",
        f"connect-src 'self' {settings.LIVE_ADDRESS}",
        f"form-action 'self' {settings.LIVE_ADDRESS}",
        "worker-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)


def request_costs(get_response: Handler) -> Handler:
    """Tell a page's time and number of queries in `Server-Timing`, where `CINNABAR_COSTS` or the demo asks for it."""
    if not settings.DEMO:
        return get_response

    def middleware(request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, parameters, many, context)

        began = time.perf_counter()
        with connection.execute_wrapper(counted):
            response = get_response(request)
        spent = (time.perf_counter() - began) * 1000
        response["Server-Timing"] = f'app;dur={spent:.2f}, db;desc="{count}"'
        return response

    return middleware


def security_headers(get_response: Handler) -> Handler:
    """The content security policy and its companions, the same on every answer so that pages stay cacheable."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if settings.SECURE_HSTS_SECONDS:
            headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        return response

    return middleware


def clean_cookies(get_response: Handler) -> Handler:
    """No text in PostgreSQL holds a NUL: a cookie with one was not made by us, and is none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\\000" in request.META.get("HTTP_COOKIE", ""):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return get_response(request)

    return middleware


def own_host(get_response: Handler) -> Handler:
    """A request for another host is none for us (400), so that no page or mail can be made to name it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.get_host()
        return get_response(request)

    return middleware


def clean_addresses(get_response: Handler) -> Handler:
    """No text in PostgreSQL holds a NUL: an address with one is not one of ours (400)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in an address")
        return get_response(request)

    return middleware


class RequestSafety(CsrfViewMiddleware):
    """A change is taken when the browser says that it comes from our own pages, else only with a token.

    Browsers send `Origin` or `Sec-Fetch-Site` with every form they post. Where both are missing, the sender is
    shown its own fields again with a token and one button: a page, not a refusal, and nothing typed is lost.
    """

    def process_view(self, request: HttpRequest, callback: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # type: ignore[override]
        if request.method in SAFE_METHODS or getattr(callback, "csrf_exempt", False):
            return None
        verdict = self._said_by_browser(request)
        if verdict is None:
            return super().process_view(request, callback, args, kwargs)
        if verdict:
            return None
        return render(request, "design/refused.jinja", status=403)

    def _said_by_browser(self, request: HttpRequest) -> bool | None:
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = request.headers.get("Origin")
        if origin is not None and origin != "null":
            # Inside the scheme is http, whatever readers type: its twin of an https address is somebody on the way.
            here = () if settings.SECURE else (f"{request.scheme}://{request.get_host()}",)
            return origin in (settings.ADDRESS, *here)
        return None if origin is None else False

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
        return render(request, "design/confirm.jinja", {"fields": fields, "reason": reason}, status=403)


def cache_rules(get_response: Handler) -> Handler:
    """Whoever brings a cookie gets a page of their own; one for everybody may be kept anywhere and revalidated."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            is_personal = request.user.is_authenticated or request.COOKIES or response.cookies
            if is_personal or request.method not in SAFE_METHODS:
                patch_cache_control(response, private=True, no_cache=True)
            else:
                patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return middleware


def sender_of(request: HttpRequest) -> str:
    """Where a request comes from, for a key: its network address, of IPv6 the part that one household has.

    Behind `CINNABAR_PROXIES` proxies of our own it is the address that the outermost of them saw.
    """
    address = request.META.get("REMOTE_ADDR", "")
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if 0 < settings.PROXIES <= len(passed):
        address = passed[-settings.PROXIES]
    elif settings.PROXIES or passed:
        _doubt_proxies(settings.PROXIES, len(passed))
    parsed = _network_address(address)
    if parsed is None:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:  # how a socket for both kinds names a sender of the old one
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)


def _network_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in `1.2.3.4`, `1.2.3.4:567`, `2001:db8::1` or `[2001:db8::1]:567`: proxies write all four."""
    found = re.fullmatch(r"\[(.+)\](?::\d+)?|([^:]+):\d+", text)
    try:
        return ipaddress.ip_address((found[1] or found[2]) if found else text)
    except ValueError:
        return None


@lru_cache(maxsize=8)
def _doubt_proxies(said: int, passed: int) -> None:
    """Tell the operator, once for each, that requests do not look like the setting: limits then count wrongly."""
    logger.warning(
        "CINNABAR_PROXIES is %s, but a request passed %s (X-Forwarded-For): see docs/operating.md", said, passed
    )


def explain_methods(get_response: Handler) -> Handler:
    """An address that takes no such request says so to people: the page that `handler405` of the addresses makes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content or "text/html" not in request.headers.get("Accept", ""):
            return response
        page = import_string(import_string(f"{settings.ROOT_URLCONF}.handler405"))(request)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def refuse_too_many(get_response: Handler) -> Handler:
    """A TooMany becomes the page that `handler429` of the addresses makes, with Retry-After."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, TooMany):
            return None
        handler = import_string(import_string(f"{settings.ROOT_URLCONF}.handler429"))
        response = handler(request, problem.retry_after)
        response["Retry-After"] = str(problem.retry_after)
        return response

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
