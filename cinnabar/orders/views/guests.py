"""The cookie of a guest's basket, set only when something is put in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cinnabar.orders.baskets import Holder
from cinnabar.orders.guests import cookie_of, find_key, new_key

COOKIE = "basket"
DAYS = 30


def holder_of(request: HttpRequest) -> Holder:
    """Whose basket this request means; a guest without a cookie has none."""
    if request.user.is_authenticated:
        return Holder(person_id=request.user.pk)
    return Holder(guest_key=find_key(request.COOKIES.get(COOKIE, "")))


def begin(holder: Holder) -> Holder:
    """The same holder, a new guest with a new key."""
    return Holder(guest_key=new_key()) if holder == Holder() else holder


def remember(response: HttpResponse, holder: Holder) -> HttpResponse:
    """Let a guest's browser keep the key."""
    if holder.guest_key:
        response.set_cookie(
            COOKIE,
            cookie_of(holder.guest_key),
            max_age=DAYS * 86400,
            httponly=True,
            samesite="Lax",
            secure=settings.SECURE,
        )
    return response
