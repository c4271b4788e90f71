"""HTTP in, HTML out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cinnabar.kit.ids import decode, encode
from cinnabar.kit.installation import is_demo
from cinnabar.notifications.links import linked
from cinnabar.notifications.models import Mail

A_PAGE = 30


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail, newest first, for everybody: only in a demo, elsewhere there is no such page."""
    if not is_demo():
        raise Http404
    mails = Mail.objects.order_by("-pk")
    if before := request.GET.get("before"):
        try:
            mails = mails.filter(pk__lt=decode(before))
        except ValueError:
            raise Http404 from None
    page = list(mails[: A_PAGE + 1])
    older = encode(page[A_PAGE - 1].pk) if len(page) > A_PAGE else ""
    context = {"mails": [(mail, linked(mail.body)) for mail in page[:A_PAGE]], "older": older}
    response = render(request, "notifications/outbox.jinja", context)
    response["Cache-Control"] = "no-store"
    return response
