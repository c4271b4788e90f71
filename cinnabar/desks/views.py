"""HTTP in, HTML out."""

from django.http import Http404, HttpRequest, HttpResponse


def shop_desk(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def shop_desk_order(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def moderation_desk(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def operator_desk(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404
