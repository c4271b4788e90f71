"""Which language a page speaks: the account's, else the cookie's, else the browser's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


def language_of_the_reader(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(_language(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response

    return middleware


def _language(request: HttpRequest) -> str:
    if request.user.is_authenticated and request.user.language in KNOWN:
        return request.user.language
    if (chosen := request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) in KNOWN:
        return chosen
    asked = translation.get_language_from_request(request)
    return asked if asked in KNOWN else settings.LANGUAGE_CODE
