"""The shop desk: only its staff finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cinnabar.desks.shops.forms.orders import CancellationForm, ParcelForm, RefundForm
from cinnabar.desks.shops.views.doors import shop_or_404
from cinnabar.kit.paging import BadCursor
from cinnabar.orders.actions.cancelling import TooLate, cancel_order
from cinnabar.orders.actions.refunding import REFUNDABLE, CannotRefund, refund_in_full
from cinnabar.orders.actions.shipping import CannotShip, mark_shipped
from cinnabar.orders.models import Order, OrderState
from cinnabar.orders.queries import OrderPage, page_of_orders, timeline, waiting_longest
from cinnabar.orders.reasons import CancelReason
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.models import Shop
from cinnabar.shop.staff import Duty, duties_in


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    words: Promise | str
    states: tuple[str, ...]


TABS = (
    Tab("", gettext_lazy("To send"), (OrderState.TO_SHIP,)),
    Tab("sent", gettext_lazy("On its way"), (OrderState.SHIPPED,)),
    Tab("delivered", gettext_lazy("Delivered"), (OrderState.DELIVERED, OrderState.COMPLETED)),
    Tab("cancelled", gettext_lazy("Cancelled"), (OrderState.CANCELLED,)),
)


@login_required
@require_safe
def shop_desk(request: PersonRequest, slug: str) -> HttpResponse:
    shop, duties = shop_or_404(request, slug, Duty.ORDERS)
    tab = next((tab for tab in TABS if tab.name == request.GET.get("state", "")), TABS[0])
    orders = Order.objects.filter(shop=shop, state__in=tab.states)
    try:
        page = listed(orders, tab, after=request.GET.get("after", ""))
    except BadCursor:
        return redirect("shop-desk", slug=slug)
    context = {"shop": shop, "duties": duties, "tabs": TABS, "tab": tab, "page": page, "place": "me"}
    return render(request, "desks/shop.jinja", context)


def listed(orders: Any, tab: Tab, *, after: str) -> OrderPage:
    """What waits for the shop begins with who waits longest; everything else with the newest."""
    return waiting_longest(orders) if tab == TABS[0] else page_of_orders(orders, after=after, of=f"desk-{tab.name}")


@login_required
@require_safe
def shop_desk_order(request: PersonRequest, slug: str, number: str) -> HttpResponse:
    return order_page(request, *own_order_or_404(request, slug, number))


@login_required
@require_POST
def parcel(request: PersonRequest, slug: str, number: str) -> HttpResponse:
    shop, order = own_order_or_404(request, slug, number)
    form = ParcelForm(request.POST)
    if not form.is_valid():
        return order_page(request, shop, order, parcel_form=form)
    try:
        mark_shipped(order, carrier=form.cleaned_data["carrier"], tracking=form.cleaned_data["tracking"])
    except CannotShip:
        return order_page(request, shop, order, problem=_("It cannot be sent: it is not paid, or it was cancelled."))
    return redirect("shop-desk-order", slug=slug, number=number)


@login_required
@require_POST
def cancellation(request: PersonRequest, slug: str, number: str) -> HttpResponse:
    shop, order = own_order_or_404(request, slug, number)
    form = CancellationForm(request.POST)
    if not form.is_valid():
        return order_page(request, shop, order, cancellation_form=form)
    if order.state == OrderState.PLACED:
        return order_page(request, shop, order, problem=_("It is not paid yet; unpaid orders end by themselves."))
    try:
        cancel_order(order, reason=CancelReason(form.cleaned_data["reason"]))
    except TooLate:
        return order_page(request, shop, order, problem=_("It was sent already."))
    return redirect("shop-desk-order", slug=slug, number=number)


@login_required
@require_POST
def refund(request: PersonRequest, slug: str, number: str) -> HttpResponse:
    shop, order = own_order_or_404(request, slug, number)
    form = RefundForm(request.POST)
    if not may_refund(request, shop):
        return order_page(request, shop, order, problem=_("Only the owner or a manager sends money back."))
    if not form.is_valid():
        return order_page(request, shop, order, refund_form=form)
    try:
        refund_in_full(order, reason=form.cleaned_data["reason"])
    except CannotRefund:
        return order_page(request, shop, order, problem=_("Before it is sent, an order is cancelled instead."))
    return redirect("shop-desk-order", slug=slug, number=number)


def own_order_or_404(request: PersonRequest, slug: str, number: str) -> tuple[Shop, Order]:
    """An order of that shop, for its staff; a seller sees only what was bought from them."""
    shop, _duties = shop_or_404(request, slug, Duty.ORDERS)
    return shop, get_object_or_404(Order.objects.select_related("buyer"), number=number, shop=shop)


def may_refund(request: PersonRequest, shop: Shop) -> bool:
    return Duty.REFUNDS in duties_in(request.user, shop.pk)


def order_page(request: PersonRequest, shop: Shop, order: Order, *, problem: str = "", **wrong: Any) -> HttpResponse:
    forms = {"parcel_form": ParcelForm(), "cancellation_form": CancellationForm(), "refund_form": RefundForm(), **wrong}
    context = {
        **forms,
        "shop": shop,
        "order": order,
        "lines": list(order.lines.order_by("id")),
        "parcels": list(order.parcels.order_by("id")),
        "timeline": timeline(order),
        "can_refund": order.state in REFUNDABLE and not order.is_refunded and may_refund(request, shop),
        "problem": problem,
        "place": "me",
    }
    return render(request, "desks/shop_order.jinja", context, status=422 if problem or wrong else 200)
