"""A form that came back to a closed door: keep its fields while its sender logs in."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SALT = "cinnabar.kept-form"
KEPT_SECONDS = 24 * 3600
TOKEN = "csrfmiddlewaretoken"


def login_to_go_on(request: HttpRequest) -> HttpResponse:
    """The sign-in page with the fields of the form that was just sent; status 401, nothing was done."""
    from cinnabar.people.views.accounts import login_page  # noqa: PLC0415 (the middleware loads before allauth)

    return login_page(request, kept=_keep(request), status=401)


def go_on(request: HttpRequest, kept: str) -> HttpResponse | None:
    """The page that sends the kept form, or None when `kept` was not made by us or is too old."""
    try:
        form: dict[str, Any] = signing.loads(kept, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return render(request, "people/go_on.jinja", {**form, "is_tap": _is_tap(form["fields"])})


def _is_tap(fields: list[list[str]]) -> bool:
    """A like or a follow, which goes on by itself; whatever was written or costs money waits for another tap."""
    return len(fields) <= 2 and all(len(value) <= 20 for _name, value in fields)


def _keep(request: HttpRequest) -> str:
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
    return signing.dumps({"path": request.get_full_path(), "fields": fields}, salt=SALT, compress=True)
