"""HTTP in, HTML out."""

from django.http import Http404, HttpRequest, HttpResponse


def note(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def topic(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def profile(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def board(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def seals(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404
