"""HTTP in, HTML out."""

from django.http import Http404, HttpRequest, HttpResponse


def compose(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def draft(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def publication(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def note_edit(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def note_deletion(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def topic_suggestions(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def product_suggestions(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404
