"""The basket page and what changes it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cinnabar.design.formats import pick
from cinnabar.kit.ids import encode
from cinnabar.orders.actions import basketing
from cinnabar.orders.baskets import Holder, lines_of
from cinnabar.orders.forms import AddForm, QuantityForm
from cinnabar.orders.models import BasketLine
from cinnabar.orders.rules import quotes
from cinnabar.orders.views import guests
from cinnabar.shop.models import Variant


@require_http_methods(["GET", "HEAD", "POST"])
def basket(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return add(request)
    return page(request, guests.holder_of(request))


def add(request: HttpRequest) -> HttpResponse:
    holder = guests.begin(guests.holder_of(request))
    form = AddForm(request.POST)
    if not form.is_valid():
        return page(request, holder, problem=str(next(iter(form.errors.values()))[0]))
    chosen = form.cleaned_data
    is_checkout = request.POST.get("then") == "checkout"
    put = basketing.buy_now if is_checkout else basketing.add_to_basket
    try:
        line = put(holder, chosen["variant"], chosen["quantity"], from_note_id=chosen["from_note"])
    except Variant.DoesNotExist:
        raise Http404 from None
    except basketing.CannotTake as problem:
        return page(request, holder, problem=reason(problem), about=problem.variant)
    answer = redirect(checkout_address(line) if is_checkout else f"{reverse('basket')}#line-{encode(line.variant_id)}")
    return guests.remember(answer, holder)


@require_POST
def basket_line(request: HttpRequest, variant_id: int) -> HttpResponse:
    holder = guests.holder_of(request)
    if holder == Holder():
        raise Http404
    if "remove" in request.POST:
        basketing.remove_line(holder, variant_id)
        return redirect("basket")
    # The buttons beside the number say `to`; without them the number itself counts.
    form = QuantityForm({"quantity": request.POST.get("to", request.POST.get("quantity"))})
    try:
        if form.is_valid():
            basketing.change_line(holder, variant_id, form.cleaned_data["quantity"])
            return redirect(f"{reverse('basket')}#line-{encode(variant_id)}")
    except BasketLine.DoesNotExist:
        raise Http404 from None
    except basketing.CannotTake as problem:
        form.add_error("quantity", reason(problem))
    return page(request, holder, wrong={variant_id: form})


def page(
    request: HttpRequest,
    holder: Holder,
    *,
    problem: str = "",
    about: Variant | None = None,
    wrong: dict[int, QuantityForm] | None = None,
) -> HttpResponse:
    """The basket, refused (422) when something about it is wrong."""
    context = {
        "quotes": quotes(lines_of(holder)) if holder != Holder() else [],
        "problem": problem,
        "about": about,
        "wrong": wrong or {},
        "place": "basket",
    }
    response = render(request, "orders/basket.jinja", context, status=422 if problem or wrong else 200)
    response["Cache-Control"] = "private, no-cache"
    return response


def checkout_address(line: BasketLine) -> str:
    variant = Variant.objects.get(pk=line.variant_id)
    return reverse("checkout", query={"currency": variant.currency, "only": encode(variant.pk)})


def reason(problem: basketing.CannotTake) -> str:
    """Why that many cannot be taken, naming the goods."""
    name = described(problem.variant)
    if isinstance(problem, basketing.NotEnough) and problem.left:
        left = ngettext("Only %(left)s left of %(name)s.", "Only %(left)s left of %(name)s.", problem.left)
        text = left % {"left": problem.left, "name": name}
        if problem.in_basket:
            text += " " + _("%(count)s of them in your basket already.") % {"count": problem.in_basket}
        return text
    if isinstance(problem, basketing.NotEnough):
        return _("%(name)s is sold out.") % {"name": name}
    if isinstance(problem, basketing.TooMany):
        return _("At most %(most)s of %(name)s in one order.") % {"most": settings.BASKET_LINE_MOST, "name": name}
    return _("%(name)s is not on sale any more.") % {"name": name}


def described(variant: Variant) -> str:
    labels = pick(" · ".join(variant.labels_en), " · ".join(variant.labels_zh))
    name = pick(variant.product.name_en, variant.product.name_zh)
    return f"{name} ({labels})" if labels else name
