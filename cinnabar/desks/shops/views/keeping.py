"""Opening a shop and its settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel.numbers import get_currency_name
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cinnabar.design.formats import language
from cinnabar.desks.shops.forms.amounts import read_amount, read_whole
from cinnabar.desks.shops.views.doors import edition_in, meanwhile, shop_or_404
from cinnabar.desks.shops.views.showing import banner_of
from cinnabar.kit.fields import PlainText
from cinnabar.kit.money import babel_locale, typed
from cinnabar.people.countries import country_choices
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.actions import CurrencyFixed, open_shop
from cinnabar.shop.models import Shop, ShopKind
from cinnabar.shop.specs import ChangedMeanwhile, ShopSpec
from cinnabar.shop.staff import Duty

MOST_DAYS = 90
CURRENCIES = (
    *("EUR", "USD", "GBP", "CNY", "JPY", "KRW", "HKD", "TWD", "SGD", "MYR", "THB", "AUD", "NZD", "CAD", "CHF"),
    *("SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "MXN", "INR"),
)
CHOOSE = ("", gettext_lazy("Please choose"))
KINDS = (
    (ShopKind.INDEPENDENT.value, gettext_lazy("Independent shop")),
    (ShopKind.BRAND_STORE.value, gettext_lazy("Brand store")),
    (ShopKind.CROSS_BORDER.value, gettext_lazy("Cross-border shop")),
    (ShopKind.INDIVIDUAL.value, gettext_lazy("Individual seller")),
)


def currency_choices() -> list[tuple[str, str]]:
    named = [(code, get_currency_name(code, locale=babel_locale(language()))) for code in CURRENCIES]
    return [("", str(CHOOSE[1])), *((code, f"{code} · {name}") for code, name in named)]


def countries() -> list[tuple[str, Any]]:
    return [CHOOSE, *country_choices()]


def _line(most: int, label: Any, *, required: bool = False, **options: Any) -> PlainText:
    return PlainText(most=most, label=label, required=required, **options)


class ShopForm(forms.Form):
    """What a shop says of itself; amounts are read in the currency of the same form."""

    name = _line(80, gettext_lazy("Name of the shop"), required=True)
    name_zh = _line(80, gettext_lazy("Name in Chinese"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[CHOOSE, *KINDS])
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries)
    city = _line(60, gettext_lazy("City"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency of your prices"), choices=currency_choices)
    legal_name = _line(120, gettext_lazy("Who sells (person or company)"), required=True)
    legal_address = PlainText(most=300, lines=True, label=gettext_lazy("Postal address"))
    register_number = _line(60, gettext_lazy("Register or tax number"))
    contact_email = forms.EmailField(label=gettext_lazy("E-mail for buyers"), max_length=254)
    contact_phone = _line(40, gettext_lazy("Telephone"))
    shipping = forms.CharField(
        label=gettext_lazy("Shipping per order"),
        max_length=20,
        help_text=gettext_lazy("One price for each order, such as 4.90 with a point; 0 for free."),
    )
    free_from = forms.CharField(
        label=gettext_lazy("Free shipping from"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Goods for at least this much; empty: never free."),
    )
    everywhere = forms.BooleanField(label=gettext_lazy("We ship to every country"), required=False)
    ships_to = forms.MultipleChoiceField(label=gettext_lazy("Only to these"), choices=country_choices, required=False)
    days_min = forms.CharField(label=gettext_lazy("Days until delivery, at least"), max_length=3, initial="3")
    days_max = forms.CharField(label=gettext_lazy("Days until delivery, at most"), max_length=3, initial="7")
    returns_en = _line(300, gettext_lazy("Returns, in English"))
    returns_zh = _line(300, gettext_lazy("Returns, in Chinese"))
    story_en = PlainText(most=1000, lines=True, required=False, label=gettext_lazy("Your story, in English"))
    story_zh = PlainText(most=1000, lines=True, required=False, label=gettext_lazy("Your story, in Chinese"))

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if currency := told.get("currency"):
            self._read("shipping", lambda text: read_amount(text, currency))
            self._read("free_from", lambda text: read_amount(text, currency) or None if text.strip() else None)
        for name in ("days_min", "days_max"):
            self._read(name, lambda text: read_whole(text, least=0, most=MOST_DAYS))
        first, last = told.get("days_min"), told.get("days_max")
        if isinstance(first, int) and isinstance(last, int) and last < first:
            self.add_error("days_max", _("Not less than the days before."))
        if "ships_to" in told and not told.get("everywhere") and not told["ships_to"]:
            self.add_error("ships_to", _("Choose where you ship to."))
        return told

    def _read(self, name: str, read: Callable[[str], int | None]) -> None:
        if name not in self.cleaned_data:
            return
        try:
            self.cleaned_data[name] = read(self.cleaned_data[name])
        except ValidationError as wrong:
            self.add_error(name, wrong)

    def spec(self, shop: Shop | None = None) -> ShopSpec:
        told = dict(self.cleaned_data)
        everywhere, ships_to = told.pop("everywhere"), told.pop("ships_to")
        return ShopSpec(
            slug=shop.slug if shop else "",
            tint=shop.tint if shop else 1 + sum(map(ord, told["name"])) % 6,
            shipping_minor=told.pop("shipping"),
            free_from_minor=told.pop("free_from"),
            ships_to=("*",) if everywhere else tuple(ships_to),
            **told,
        )


def said_by(shop: Shop) -> dict[str, Any]:
    """What the form shows of a shop that is there."""
    everywhere = "*" in shop.ships_to
    same = {name: getattr(shop, name) for name in ShopForm.base_fields if hasattr(shop, name)}
    return same | {
        "shipping": typed(shop.shipping_minor, shop.currency),
        "free_from": "" if shop.free_from_minor is None else typed(shop.free_from_minor, shop.currency),
        "everywhere": everywhere,
        "ships_to": [] if everywhere else shop.ships_to,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_new(request: PersonRequest) -> HttpResponse:
    """A form for a new shop, which its author then owns."""
    if request.method != "POST":
        first = {"everywhere": True, "country": request.user.country, "contact_email": request.user.email}
        return _page(request, ShopForm(initial=first))
    form = ShopForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    return redirect("shop-products", slug=open_shop(request.user, form.spec()).slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_settings(request: PersonRequest, slug: str) -> HttpResponse:
    """The same form for a shop that is open; its address stays, whatever its name becomes."""
    shop, duties = shop_or_404(request, slug, Duty.SETTINGS)
    more: dict[str, Any] = {"shop": shop, "duties": duties, "here": "settings"}
    if request.method != "POST":
        return _page(request, ShopForm(initial=said_by(shop)), is_saved="saved" in request.GET, **more)
    form = ShopForm(request.POST)
    if form.is_valid():
        try:
            open_shop(request.user, form.spec(shop), seen=edition_in(request))
        except ChangedMeanwhile as changed:
            form.add_error(None, meanwhile())
            more["edition"] = changed.edition
        except CurrencyFixed:
            form.add_error("currency", _("Your products have prices in %(code)s.") % {"code": shop.currency})
        else:
            return redirect(f"{request.path}?saved")
    return _page(request, form, **more)


def _page(request: PersonRequest, form: ShopForm, *, shop: Shop | None = None, **more: Any) -> HttpResponse:
    chosen = form["ships_to"].value() or []
    seen = edition_in(request)
    edition = seen if seen is not None else shop.edition if shop else 0
    context = {"is_saved": False, "duties": (), "here": "", "place": "me", "edition": edition, **more}
    context |= {"form": form, "shop": shop, **(banner_of(request, shop) if shop else {})}
    context["countries"] = [(code, name, code in chosen) for code, name in country_choices()]
    return render(request, "desks/shop_settings.jinja", context, status=422 if form.errors else 200)
