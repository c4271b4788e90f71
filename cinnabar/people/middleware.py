"""Which language a page speaks, and what happens to a form when the session has ended."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from cinnabar.kit.language import speaking, spoken
from cinnabar.people.sessions import SessionStore, note_visit
from cinnabar.people.views.accounts import login_to_go_on


def know_the_reader(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whose request it is. Every page asks, some a hundred times: a lazy person would be unpacked at each question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)
        return get_response(request)

    return middleware


def remember_the_browser(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Note for the page of sessions where somebody is signed in, at most every ten minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and request.session.session_key:
            note_visit(cast("SessionStore", request.session), request.headers.get("User-Agent", ""))
        return response

    return middleware


KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


def language_of_the_reader(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The account's language, else the cookie's, else the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with speaking(_language(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", spoken())
            return response

    return middleware


def _language(request: HttpRequest) -> str:
    if request.user.is_authenticated and request.user.language in KNOWN:
        return request.user.language
    if (chosen := request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) in KNOWN:
        return chosen
    asked = translation.get_language_from_request(request)
    return asked if asked in KNOWN else settings.LANGUAGE_CODE


def keep_what_was_typed(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A form sent after the session ended asks to log in again and carries on with what was typed.

    Any view may say `@login_required`; only its redirect for a *post* is taken here, because following it would
    throw the fields away.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or response.status_code != HTTPStatus.FOUND or request.user.is_authenticated:
            return response
        if not response["Location"].startswith(f"{reverse('login')}?"):
            return response
        return login_to_go_on(request)

    return middleware
