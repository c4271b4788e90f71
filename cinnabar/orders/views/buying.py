"""Paying for a purchase, and the page that thanks for it."""

from __future__ import annotations

from math import ceil

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cinnabar.design.formats import pick
from cinnabar.kit.clock import now
from cinnabar.kit.money import Money
from cinnabar.orders.actions import paying
from cinnabar.orders.models import Purchase, PurchaseState
from cinnabar.orders.queries import orders_of_purchase, waiting_payments
from cinnabar.payments.actions import AmountDiffers
from cinnabar.payments.choice import NoProvider, can_pay
from cinnabar.payments.models import PaymentState
from cinnabar.payments.providers import ProviderUnreachable
from cinnabar.people.views.signed_in import PersonRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: PersonRequest, purchase_id: int) -> HttpResponse:
    purchase = get_object_or_404(Purchase, pk=purchase_id, buyer=request.user)
    if request.method == "POST":
        return pay(request, purchase)
    if purchase.state != PurchaseState.PLACED or purchase.held_until <= now() or waiting_payments(purchase).exists():
        return redirect("purchase", purchase_id=purchase.pk)
    return payment_page(request, purchase)


def pay(request: PersonRequest, purchase: Purchase) -> HttpResponse:
    agreed = agreed_amount(request.POST.get("amount", ""))
    try:
        attempt = paying.pay(request.user, purchase.pk, agreed=agreed, means=request.POST.get("means", ""))
    except paying.CannotPay:
        return redirect("purchase", purchase_id=purchase.pk)
    except (AmountDiffers, NoProvider, ProviderUnreachable) as problem:
        return payment_page(request, purchase, problem=reason(problem))
    if attempt.state == PaymentState.DECLINED:
        return payment_page(
            request, purchase, problem=_("The payment was declined. Nothing was charged; please try again.")
        )
    return redirect("purchase", purchase_id=purchase.pk)


def reason(problem: Exception) -> str:
    """Why a payment could not be started, in the buyer's words."""
    if isinstance(problem, ProviderUnreachable):
        return _("The payment provider did not answer. Your order waits; please try again in a minute.")
    if isinstance(problem, AmountDiffers):
        return _("The amount did not fit this purchase. Nothing was charged.")
    return _("The payment could not be started. Nothing was charged.")


def agreed_amount(text: str) -> Money | None:
    """ "4000 EUR" as the form carries it."""
    minor, _space, currency = text.partition(" ")
    try:
        return Money(int(minor), currency)
    except ValueError:
        return None


def payment_page(request: PersonRequest, purchase: Purchase, *, problem: str = "") -> HttpResponse:
    orders = orders_of_purchase(purchase)
    context = {
        "purchase": purchase,
        "rows": [(pick(order.shop.name, order.shop.name_zh), order.total_minor) for order in orders],
        "problem": problem,
        "minutes_left": max(1, ceil((purchase.held_until - now()).total_seconds() / 60)),
        "can_pay": can_pay(),
        "place": "basket",
    }
    return render(request, "orders/payment.jinja", context, status=422 if problem else 200)


@login_required
@require_safe
def purchase(request: PersonRequest, purchase_id: int) -> HttpResponse:
    found = get_object_or_404(Purchase, pk=purchase_id, buyer=request.user)
    context = {
        "purchase": found,
        "orders": orders_of_purchase(found),
        "is_waiting": found.state == PurchaseState.PLACED and waiting_payments(found).exists(),
        "minutes_left": max(1, ceil((found.held_until - now()).total_seconds() / 60)),
        "is_held": found.state == PurchaseState.PLACED and found.held_until > now(),
        "place": "basket",
    }
    return render(request, "orders/purchase.jinja", context)
