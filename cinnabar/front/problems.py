"""The pages of errors, and the one for the time without a network."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cinnabar.kit.language import is_speaking, speaking, spoken

# What is left to say when not even a template can be read.
LAST_WORDS = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Cinnabar</title><h1>Something broke on our side · 我们这边出了点问题</h1>"
    "<p>Nothing you wrote was changed. Please try again. · 你写的内容没有变动，请再试一次。</p>"
    '<p><a href="/">Cinnabar</a></p>'
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _problem(request, 400, _("That did not make sense"), _("The address or the form was not one of ours."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 403, _("Not for you"), _("You may not do that with this account."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 404, _("Nothing here"), _("It was removed, it is not for you to see, or it never was."))


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Mostly somebody who opens again, as a page, what was the address of a form."""
    return _problem(request, 405, _("Not a page"), _("This address takes forms only, or only shows something."))


def too_large(request: HttpRequest) -> HttpResponse:
    sentence = _("That was more than one form can carry. Nothing was changed; go back, and send less at a time.")
    return _problem(request, 413, _("Too much at once"), sentence)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    return _problem(request, 429, _("A little too fast"), _wait(retry_after), can_try_again=request.method == "GET")


def broken(request: HttpRequest) -> HttpResponse:
    """Without the database, the session, the reader, and at last without a template: any of them may be what broke."""
    try:
        with speaking(spoken() if is_speaking() else translation.get_language_from_request(request)):
            text = bare_page(_("Something broke on our side"), _("Nothing you wrote was changed. Please try again."))
    except Exception:
        text = LAST_WORDS
    return HttpResponse(text, status=500, headers={"Cache-Control": "no-store"})


def bare_page(heading: str, sentence: str) -> str:
    """A page that asks nobody anything: no reader, no database, no request."""
    return render_to_string("front/bare.jinja", {"heading": heading, "sentence": sentence})


def _wait(seconds: int) -> str:
    """How long, in the unit that people would use."""
    if seconds < 60:
        told = ngettext(
            "Please try again in %(count)s second. Nothing was changed.",
            "Please try again in %(count)s seconds. Nothing was changed.",
            seconds,
        )
        return told % {"count": seconds}
    minutes = -(-seconds // 60)
    if minutes < 90:
        told = ngettext(
            "Please try again in %(count)s minute. Nothing was changed.",
            "Please try again in %(count)s minutes. Nothing was changed.",
            minutes,
        )
        return told % {"count": minutes}
    hours = -(-minutes // 60)
    told = ngettext(
        "Please try again in %(count)s hour. Nothing was changed.",
        "Please try again in %(count)s hours. Nothing was changed.",
        hours,
    )
    return told % {"count": hours}


def _problem(
    request: HttpRequest, status: int, heading: str, sentence: str, *, can_try_again: bool = False
) -> HttpResponse:
    context = {"heading": heading, "sentence": sentence, "can_try_again": can_try_again}
    return render(request, "design/problem.jinja", context, status=status)
