"""The pages of errors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 400, _("That did not make sense"), _("The address or the form was not one of ours."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 403, _("Not for you"), _("You may not do that with this account."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 404, _("Nothing here"), _("It was removed, it is not for you to see, or it never was."))


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    minutes = -(-retry_after // 60)
    wait = ngettext(
        "Please try again in %(count)s minute. Nothing was changed.",
        "Please try again in %(count)s minutes. Nothing was changed.",
        minutes,
    )
    return _problem(request, 429, _("A little too fast"), wait % {"count": minutes})


def broken(request: HttpRequest) -> HttpResponse:
    return _problem(
        request, 500, _("Something broke on our side"), _("Nothing you wrote was changed. Please try again.")
    )


def _problem(request: HttpRequest, status: int, heading: str, sentence: str) -> HttpResponse:
    return render(request, "design/problem.jinja", {"heading": heading, "sentence": sentence}, status=status)
