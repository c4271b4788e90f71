"""A buyer's orders."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cinnabar.kit.paging import BadCursor
from cinnabar.orders.actions.cancelling import TooLate, cancel_order
from cinnabar.orders.actions.shipping import NotOnItsWay, confirm_delivery
from cinnabar.orders.models import Order
from cinnabar.orders.queries import page_of_orders, timeline
from cinnabar.orders.reasons import CancelReason
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.staff import shops_of


@login_required
@require_safe
def orders(request: PersonRequest) -> HttpResponse:
    try:
        page = page_of_orders(Order.objects.filter(buyer=request.user), after=request.GET.get("after", ""), of="orders")
    except BadCursor:
        return redirect("orders")
    return render(request, "orders/orders.jinja", {"page": page, "shops": shops_of(request.user), "place": "me"})


@login_required
@require_safe
def order(request: PersonRequest, number: str) -> HttpResponse:
    return order_page(request, own_order_or_404(request, number))


@login_required
@require_POST
def order_cancellation(request: PersonRequest, number: str) -> HttpResponse:
    found = own_order_or_404(request, number)
    try:
        cancel_order(found, reason=CancelReason.BUYER)
    except TooLate:
        return order_page(request, found, problem=_("It is on its way already and cannot be cancelled any more."))
    return redirect("order", number=found.number)


@login_required
@require_POST
def order_delivery(request: PersonRequest, number: str) -> HttpResponse:
    found = own_order_or_404(request, number)
    try:
        confirm_delivery(found)
    except NotOnItsWay:
        return order_page(request, found, problem=_("The shop has not sent it yet."))
    return redirect("order", number=found.number)


def own_order_or_404(request: PersonRequest, number: str) -> Order:
    """An order of the person asking; anybody else's is not there."""
    return get_object_or_404(Order.objects.select_related("shop", "purchase"), number=number, buyer=request.user)


def order_page(request: PersonRequest, found: Order, *, problem: str = "") -> HttpResponse:
    context = {
        "order": found,
        "lines": list(found.lines.order_by("id")),
        "parcels": list(found.parcels.order_by("id")),
        "timeline": timeline(found),
        "problem": problem,
        "place": "me",
    }
    return render(request, "orders/order.jinja", context, status=422 if problem else 200)
