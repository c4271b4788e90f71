"""The checkout: country first, then the total, then the rest."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cinnabar.kit.clock import now
from cinnabar.kit.ids import decode
from cinnabar.kit.money import Money
from cinnabar.orders.actions import placing
from cinnabar.orders.baskets import lines_of_person
from cinnabar.orders.forms import AUTOCOMPLETE, AddressForm
from cinnabar.orders.models import Order, Purchase, PurchaseState
from cinnabar.orders.rules import Quote, quote
from cinnabar.payments.choice import can_pay
from cinnabar.people.countries import CODES, country_choices
from cinnabar.people.models import Person
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.stock import OutOfStock

KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")
JUST_NOW = timedelta(hours=1)
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address or the form says besides the postal address."""

    currency: str
    country: str
    only: int | None
    key: str
    shown_country: str  # the one for which the total was shown
    agreed_minor: int | None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        return take(request, asked_by(request.POST))
    asked = asked_by(request.GET)
    known = last_address(request.user)
    country = asked.country or known.get("country") or known_country(request.user)
    current = quote(lines_of_person(request.user, country=country, only=asked.only), currency=asked.currency)
    if not current.lines:
        return nothing_left(request, asked)
    is_same = country == known.get("country")
    initial = {"name": known.get("name", ""), "phone": known.get("phone", "")} | (known["fields"] if is_same else {})
    form = AddressForm(country=country, initial=initial) if country else None
    return page(request, asked, current, country=country, form=form)


def take(request: PersonRequest, asked: Asked) -> HttpResponse:
    if not asked.currency:
        return redirect("basket")
    if not asked.country:
        return again(request, asked, None, notice=_("Please choose the country first."))
    if "update" in request.POST:
        return again(request, asked, kept(request.POST, asked.country), status=200)
    if asked.country != asked.shown_country:
        notice = _("The country is another one now: please look at the total and the address again.")
        return again(request, asked, kept(request.POST, asked.country), notice=notice)
    form = AddressForm(request.POST, country=asked.country)
    if not form.is_valid() or asked.agreed_minor is None or not asked.key:
        return again(request, asked, form)
    return place(request, asked, form)


def place(request: PersonRequest, asked: Asked, form: AddressForm) -> HttpResponse:
    agreed = Money(asked.agreed_minor or 0, asked.currency)
    agreement = placing.Agreement(asked.key, agreed, form.address(), get_language() or "en", asked.only)
    if not can_pay():
        return again(request, asked, form)
    try:
        purchase = placing.place_order(request.user, agreement)
    except placing.TotalChanged as change:
        return again(request, asked, form, changed=(agreed, change.quote.total))
    except placing.NothingToBuy:
        return again(request, asked, form, notice=_("Nothing of this can be bought any more. Nothing was ordered."))
    except placing.DoesNotShip:
        return again(request, asked, form)
    except OutOfStock:
        return again(
            request, asked, form, notice=_("Somebody was quicker: less is left than you want. Nothing was ordered.")
        )
    is_to_pay = purchase.state == PurchaseState.PLACED
    return redirect("payment" if is_to_pay else "purchase", purchase_id=purchase.pk)


def again(
    request: PersonRequest, asked: Asked, form: AddressForm | None, *, status: int = 422, **said: Any
) -> HttpResponse:
    """The same page with what is true now and everything that was typed."""
    lines = lines_of_person(request.user, country=asked.country, only=asked.only)
    current = quote(lines, currency=asked.currency)
    if not current.lines:
        return nothing_left(request, asked)
    return page(request, asked, current, country=asked.country, form=form, status=status, **said)


def nothing_left(request: PersonRequest, asked: Asked) -> HttpResponse:
    """Who comes back after buying, or has a second tab, is led to what they bought; others to their empty basket."""
    bought = Purchase.objects.filter(buyer=request.user, currency=asked.currency, placed_at__gt=now() - JUST_NOW)
    latest = bought.exclude(state=PurchaseState.CANCELLED).order_by("-placed_at").first()
    return redirect("purchase", purchase_id=latest.pk) if latest else redirect("basket")


def page(
    request: PersonRequest,
    asked: Asked,
    current: Quote,
    *,
    country: str,
    form: AddressForm | None,
    status: int = 200,
    notice: str = "",
    changed: tuple[Money, Money] | None = None,
) -> HttpResponse:
    context = {
        "quote": current,
        "promises": {part.shop.shop_id: placing.promise(part, now()) for part in current.parts},
        "country": country,
        "countries": country_choices(),
        "form": form,
        "hints": AUTOCOMPLETE,
        "key": asked.key or secrets.token_urlsafe(16),
        "only": asked.only,
        "can_pay": can_pay(),
        "hold_minutes": settings.HOLD_MINUTES,
        "notice": notice,
        "changed": changed,
        "place": "basket",
    }
    response = render(request, "orders/checkout.jinja", context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def asked_by(data: QueryDict) -> Asked:
    currency, country = data.get("currency", ""), data.get("country", "").upper()
    key, total = data.get("key", ""), data.get("total", "")
    return Asked(
        currency=currency if CURRENCY.fullmatch(currency) else "",
        country=country if country in CODES else "",
        only=_id_in(data.get("only", "")),
        key=key if KEY.fullmatch(key) else "",
        shown_country=data.get("shown_country", ""),
        agreed_minor=int(total) if total.isascii() and total.isdecimal() and len(total) < 16 else None,
    )


def _id_in(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None


def kept(data: QueryDict, country: str) -> AddressForm:
    """A form for another country with what was typed for the former one."""
    return AddressForm(country=country, initial={name: str(data[name]) for name in data})


def last_address(person: Person) -> dict[str, Any]:
    """Where the last order went."""
    latest = Order.objects.filter(buyer=person).order_by("-placed_at", "-id").values_list("address", flat=True).first()
    return latest or {}


def known_country(person: Person) -> str:
    return person.country if person.country in CODES else ""
