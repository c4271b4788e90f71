"""HTTP in, HTML out."""

from django.http import Http404, HttpRequest, HttpResponse


def moderation_desk(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def operator_desk(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404
