"""When a page counts as opened by its reader."""

from __future__ import annotations

from django.http import HttpRequest


def is_opening(request: HttpRequest) -> bool:
    """Whether somebody is about to look: not only asking for headers, nor a browser fetching ahead of its reader."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return request.method == "GET" and "prefetch" not in purpose
