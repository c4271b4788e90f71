"""HTTP in, HTML out."""

from django.http import Http404, HttpRequest, HttpResponse


def outbox(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404
