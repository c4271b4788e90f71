"""Questions about purchases and orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from cinnabar.kit.clock import now
from cinnabar.kit.paging import pack_ids, unpack_ids
from cinnabar.orders.models import Order, OrderLine, OrderState, Purchase
from cinnabar.orders.reasons import CancelReason
from cinnabar.payments.models import Payment, PaymentState, Refund

ANSWER_WITHIN = timedelta(minutes=1)  # a provider that says nothing for so long may be asked anew
PAGE = 20


def quantities_in(orders: Iterable[Order]) -> dict[int, int]:
    """How many of each variant these orders hold."""
    quantities: Counter[int] = Counter()
    lines = OrderLine.objects.filter(order__in=orders)
    for variant, quantity in lines.values_list("variant_id", "quantity"):
        quantities[variant] += quantity
    return dict(quantities)


def unsent(order: Order) -> dict[int, int]:
    """How many pieces of each line are in no parcel yet, by line id; nothing of lines that are sent."""
    left = Counter(dict(order.lines.values_list("id", "quantity")))
    for contents in order.parcels.values_list("contents", flat=True):
        left -= Counter({line: pieces for line, pieces in contents} if contents else left)
    return dict(left)


def refunds_of(order: Order) -> list[Refund]:
    """The sums that went back, the first one first."""
    keys = Q(key__startswith=f"part-{order.pk}-") | Q(key__in=[f"full-{order.pk}", f"cancelled-{order.pk}"])
    return list(Refund.objects.filter(keys, payment=order.purchase.paid_by_id or 0).order_by("created_at", "pk"))


def lines_of(order: Order) -> tuple[tuple[int, int], ...]:
    """(line id, product id) of an order, as facts carry them."""
    return tuple(order.lines.order_by("id").values_list("id", "product_id"))


def waiting_payments(purchase: Purchase) -> QuerySet[Payment]:
    """Attempts whose answer may still come soon."""
    just_asked = Q(state=PaymentState.STARTED, created_at__gt=now() - ANSWER_WITHIN)
    return Payment.objects.filter(Q(state=PaymentState.PENDING) | just_asked, purchase_id=purchase.pk)


def with_lines(orders: QuerySet[Order]) -> QuerySet[Order]:
    """The same orders, with their lines and shop in two more queries at most."""
    lines = Prefetch("lines", OrderLine.objects.order_by("id"))
    return orders.select_related("shop").prefetch_related(lines)


def orders_of_purchase(purchase: Purchase) -> list[Order]:
    return list(with_lines(purchase.orders.order_by("shop_name", "id")))


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of a list of orders, newest first, and the cursor of the next."""

    orders: list[Order]
    next: str


def page_of_orders(orders: QuerySet[Order], *, after: str, of: str) -> OrderPage:
    """A page of `orders` after the cursor `after`; BadCursor when that is not one of this list."""
    if after:
        moment, last_id = _unpacked(after, of=of)
        orders = orders.filter(Q(placed_at__lt=moment) | Q(placed_at=moment, id__lt=last_id))
    found = list(with_lines(orders.order_by("-placed_at", "-id"))[: PAGE + 1])
    shown = found[:PAGE]
    return OrderPage(shown, _cursor(shown[-1].placed_at, shown[-1].pk, of=of) if len(found) > PAGE else "")


def waiting_longest(orders: QuerySet[Order], *, after: str, of: str) -> OrderPage:
    """A page of paid `orders`, who waits longest first; BadCursor when `after` is not one of this list."""
    if after:
        moment, last_id = _unpacked(after, of=of)
        orders = orders.filter(Q(paid_at__gt=moment) | Q(paid_at=moment, id__gt=last_id))
    found = list(with_lines(orders.exclude(paid_at=None).order_by("paid_at", "id"))[: PAGE + 1])
    shown = found[:PAGE]
    last = shown[-1].paid_at if len(found) > PAGE else None
    return OrderPage(shown, _cursor(last, shown[-1].pk, of=of) if last else "")


def _cursor(moment: datetime, last_id: int, *, of: str) -> str:
    return pack_ids([round(moment.timestamp() * 1_000_000), last_id], of=of)


def _unpacked(cursor: str, *, of: str) -> tuple[datetime, int]:
    micros, last_id = unpack_ids(cursor, of=of)
    return datetime.fromtimestamp(micros // 1_000_000, tz=UTC) + timedelta(microseconds=micros % 1_000_000), last_id


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an order's way: what, and when it happened, if it has."""

    text: str
    at: datetime | None
    detail: str = ""


def timeline(order: Order) -> list[Step]:
    """The way of an order, past and to come; of a cancelled one only what happened."""
    placed, paid = Step(_("Placed"), order.placed_at), Step(_("Paid"), order.paid_at)
    if order.state == OrderState.CANCELLED:
        why = str(CancelReason(order.cancel_reason).label) if order.cancel_reason in CancelReason.values else ""
        cancelled = Step(_("Cancelled"), order.cancelled_at, why)
        return [placed, paid, cancelled] if order.paid_at else [placed, cancelled]
    sent = _("Partly sent") if order.state == OrderState.PART_SENT else _("Sent")
    return [placed, paid, Step(sent, order.shipped_at), Step(_("Delivered"), order.delivered_at)]
