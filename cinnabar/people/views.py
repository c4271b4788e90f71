"""HTTP in, HTML out."""

from django.http import Http404, HttpRequest, HttpResponse


def signup(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def login(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def logout(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def password_reset(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def password_reset_sent(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def interests(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def settings_profile(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def language(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def follow(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404
