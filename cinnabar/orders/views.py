"""HTTP in, HTML out."""

from django.http import Http404, HttpRequest, HttpResponse


def basket(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def basket_line(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def checkout(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def payment(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def purchase(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def orders(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def order(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def order_cancellation(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def order_delivery(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404
