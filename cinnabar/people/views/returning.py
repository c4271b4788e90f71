"""A form that came back to a closed door: keep its fields while its sender logs in."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SALT = "cinnabar.kept-form"
KEPT_SECONDS = 24 * 3600
TOKEN = "csrfmiddlewaretoken"


def go_on(request: HttpRequest, kept: str) -> HttpResponse | None:
    """The page that sends the kept form, or None when `kept` was not made by us or is too old."""
    try:
        form: dict[str, Any] = signing.loads(kept, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return render(request, "people/go_on.jinja", {**form, "is_tap": _is_tap(form["fields"])})


def _is_tap(fields: list[list[str]]) -> bool:
    """A like or a follow, which goes on by itself; whatever was written or costs money waits for another tap."""
    said = [value for name, value in fields if name != "next"]
    return len(said) <= 2 and all(len(value) <= 20 for value in said)


def keep(request: HttpRequest) -> str:
    """Path and fields of a form, signed, to be carried through the sign-in page."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
    return signing.dumps({"path": request.get_full_path(), "fields": fields}, salt=SALT, compress=True)
