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

from cinnabar.desks.shops.forms.orders import CancellationForm, CorrectionForm, ParcelForm, RefundForm
from cinnabar.desks.shops.views.doors import shop_or_404
from cinnabar.kit.paging import BadCursor
from cinnabar.orders.actions.cancelling import TooLate, cancel_order
from cinnabar.orders.actions.refunding import REFUNDABLE, CannotRefund, RefundedMeanwhile
from cinnabar.orders.actions.refunding import refund as refund_order
from cinnabar.orders.actions.shipping import (
    CannotShip,
    NotInParcel,
    NotOnItsWay,
    correct_parcel,
    is_on_its_way,
    mark_shipped,
    send_no_more,
)
from cinnabar.orders.models import Order, OrderLine, OrderState
from cinnabar.orders.queries import OrderPage, page_of_orders, refunds_of, timeline, unsent, waiting_longest
from cinnabar.orders.reasons import CancelReason, reason_words
from cinnabar.payments.actions import RefundTooLarge
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.models import Shop
from cinnabar.shop.staff import Duty, duties_in

SENDABLE = (OrderState.TO_SHIP, OrderState.PART_SENT)


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    words: Promise | str
    states: tuple[str, ...]


TABS = (
    Tab("", gettext_lazy("To send"), (OrderState.TO_SHIP, OrderState.PART_SENT)),
    Tab("sent", gettext_lazy("On its way"), (OrderState.SHIPPED,)),
    Tab("delivered", gettext_lazy("Delivered"), (OrderState.DELIVERED, OrderState.COMPLETED)),
    Tab("cancelled", gettext_lazy("Cancelled"), (OrderState.CANCELLED,)),
    Tab("all", gettext_lazy("All"), tuple(OrderState)),
)


@login_required
@require_safe
def shop_desk(request: PersonRequest, slug: str) -> HttpResponse:
    """The orders of one state; a number that is asked for leads to its order."""
    shop, duties = shop_or_404(request, slug, Duty.ORDERS)
    asked = request.GET.get("number", "").strip()[:40]
    if asked and "\0" not in asked and (found := Order.objects.filter(shop=shop, number__iexact=asked).first()):
        return redirect("shop-desk-order", slug=slug, number=found.number)
    tab = next((tab for tab in TABS if tab.name == request.GET.get("state", "")), TABS[0])
    try:
        page = listed(shop, tab, after=request.GET.get("after", ""))
    except BadCursor:
        return redirect("shop-desk", slug=slug)
    context = {"shop": shop, "duties": duties, "tabs": TABS, "tab": tab, "page": page, "asked": asked, "place": "me"}
    return render(request, "desks/shop.jinja", context)


def listed(shop: Shop, tab: Tab, *, after: str) -> OrderPage:
    """What waits for the shop begins with who waits longest; everything else with the newest."""
    orders, of = Order.objects.filter(shop=shop, state__in=tab.states), f"desk-{tab.name}"
    return waiting_longest(orders, after=after, of=of) if tab == TABS[0] else page_of_orders(orders, after=after, of=of)


@login_required
@require_safe
def shop_packing(request: PersonRequest, slug: str) -> HttpResponse:
    """Packing slips to print: of one order, or of a page of those that wait."""
    shop, _duties = shop_or_404(request, slug, Duty.ORDERS)
    if number := request.GET.get("number", ""):
        orders = [own_order_or_404(request, slug, number)[1]]
    else:
        try:
            orders = listed(shop, TABS[0], after=request.GET.get("after", "")).orders
        except BadCursor:
            return redirect("shop-packing", slug=slug)
    slips = [(order, to_pack(order)) for order in orders]
    return render(request, "desks/packing.jinja", {"shop": shop, "slips": slips, "place": "me"})


def to_pack(order: Order) -> list[tuple[OrderLine, int]]:
    """The lines with the pieces that are in no parcel yet; of an order that is sent, everything."""
    lines = list(order.lines.order_by("id"))
    left = unsent(order) if order.state in SENDABLE else {line.pk: line.quantity for line in lines}
    return [(line, left[line.pk]) for line in lines if line.pk in left]


@login_required
@require_safe
def shop_desk_order(request: PersonRequest, slug: str, number: str) -> HttpResponse:
    return order_page(request, *own_order_or_404(request, slug, number))


@login_required
@require_POST
def parcel(request: PersonRequest, slug: str, number: str) -> HttpResponse:
    shop, order = own_order_or_404(request, slug, number)
    form = ParcelForm(request.POST, lines=to_pack(order))
    if not form.is_valid():
        return order_page(request, shop, order, parcel_form=form)
    told = form.cleaned_data
    try:
        mark_shipped(
            order, carrier=told["carrier"], tracking=told["tracking"], contents=form.contents(), nth=told["nth"] or 1
        )
    except CannotShip:
        return order_page(request, shop, order, problem=_("It cannot be sent: it is not paid, or it was cancelled."))
    except NotInParcel:
        form.add_error(None, _("A parcel holds at least one piece, and none that is on its way already."))
        return order_page(request, shop, order, parcel_form=form)
    return redirect("shop-desk-order", slug=slug, number=number)


@login_required
@require_POST
def parcel_correction(request: PersonRequest, slug: str, number: str, parcel_id: int) -> HttpResponse:
    """Another carrier or number than was said first."""
    shop, order = own_order_or_404(request, slug, number)
    sent = get_object_or_404(order.parcels, pk=parcel_id)
    form = CorrectionForm(request.POST, parcel=sent)
    if not form.is_valid():
        return order_page(request, shop, order, correction=(sent.pk, form))
    try:
        correct_parcel(order, sent.pk, **form.cleaned_data)
    except NotOnItsWay:
        return order_page(request, shop, order, problem=_("It has arrived already."))
    return redirect("shop-desk-order", slug=slug, number=number)


@login_required
@require_POST
def sending_end(request: PersonRequest, slug: str, number: str) -> HttpResponse:
    """What was not sent will not be."""
    _shop, order = own_order_or_404(request, slug, number)
    send_no_more(order)
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
    """Send back all of it or a part, never more than was paid."""
    shop, order = own_order_or_404(request, slug, number)
    form = RefundForm(request.POST, order=order)
    if not may_refund(request, shop):
        return order_page(request, shop, order, problem=_("Only the owner or a manager sends money back."))
    is_told = any(one.key.endswith(f"-{request.POST.get('key')}") for one in refunds_of(order))  # pressed twice
    if is_told or (form.is_valid() and _refunds(order, form)):
        return redirect("shop-desk-order", slug=slug, number=number)
    return order_page(request, shop, order, refund_form=form)


def _refunds(order: Order, form: RefundForm) -> bool:
    """Whether the money goes back; if not, the form says why."""
    told = form.cleaned_data
    try:
        refund_order(order, told["amount"], reason=told["reason"], key=told["key"], seen_minor=told["seen"])
    except CannotRefund:
        form.add_error(None, _("Before it is sent, an order is cancelled instead."))
    except RefundedMeanwhile as moved:
        form.data = {**{name: form.data[name] for name in form.data}, "seen": moved.refunded_minor}
        order.refresh_from_db()
        form.add_error("amount", _("Meanwhile money went back. Please check, and send again."))
    except RefundTooLarge:
        form.add_error("amount", form.too_much())
    return not form.errors


def own_order_or_404(request: PersonRequest, slug: str, number: str) -> tuple[Shop, Order]:
    """An order of that shop, for its staff; a seller sees only what was bought from them."""
    shop, _duties = shop_or_404(request, slug, Duty.ORDERS)
    return shop, get_object_or_404(Order.objects.select_related("buyer"), number=number, shop=shop)


def may_refund(request: PersonRequest, shop: Shop) -> bool:
    return Duty.REFUNDS in duties_in(request.user, shop.pk)


def order_page(request: PersonRequest, shop: Shop, order: Order, *, problem: str = "", **wrong: Any) -> HttpResponse:
    packing = to_pack(order) if order.state in SENDABLE else []
    parcels = list(order.parcels.order_by("id"))
    can_refund = order.state in REFUNDABLE and not order.is_refunded and may_refund(request, shop)
    forms = {
        "parcel_form": ParcelForm(lines=packing, initial={"nth": len(parcels) + 1}),
        "cancellation_form": CancellationForm(),
        "refund_form": RefundForm(order=order),
        **wrong,
    }
    wrong_parcel, wrong_form = forms.pop("correction", (0, None))
    corrections = {one.pk: CorrectionForm(parcel=one) for one in parcels if is_on_its_way(order, one)}
    corrections |= {wrong_parcel: wrong_form}
    context = {
        **forms,
        "correction": wrong_form,
        "shop": shop,
        "duties": frozenset(duty.value for duty in duties_in(request.user, shop.pk)),
        "order": order,
        "lines": list(order.lines.order_by("id")),
        "packing": packing,
        "parcels": [(one, corrections.get(one.pk)) for one in parcels],
        "refunds": [(one, reason_words(one.reason)) for one in refunds_of(order)],
        "timeline": timeline(order),
        "can_refund": can_refund,
        "problem": problem,
        "place": "me",
    }
    return render(request, "desks/shop_order.jinja", context, status=422 if problem or wrong else 200)
