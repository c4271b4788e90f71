"""A person's basket and orders, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.exports import AT_A_TIME, Part, Row, address, plain
from cinnabar.orders.models import BasketLine, Order, Purchase

OF_AN_ORDER = (
    "number shop_name state currency goods_minor shipping_minor total_minor refunded_minor address country"
    " promised_from promised_to cancel_reason is_test"
    " placed_at paid_at shipped_at delivered_at completed_at cancelled_at"
).split()
OF_A_LINE = ("name_en", "name_zh", "labels_en", "labels_zh", "unit_minor", "quantity")
OF_A_PARCEL = ("carrier", "tracking", "shipped_at", "delivered_at", "confirmed_by_buyer", "contents", "events")


def _basket(person_id: int) -> Iterable[Row]:
    rows = BasketLine.objects.filter(basket__person_id=person_id).order_by("added_at", "variant_id")
    labels = F("variant__labels_en")
    return plain(rows, "quantity", "added_at", product=F("variant__product__name_en"), labels=labels)


def _purchases(person_id: int) -> Iterable[Row]:
    rows = Purchase.objects.filter(buyer_id=person_id).order_by("pk")
    return plain(rows, "state", "currency", "total_minor", "placed_at", "language")


def _orders(person_id: int) -> Iterator[Row]:
    """Each as it was agreed, with its address, lines and parcels."""
    rows = Order.objects.filter(buyer_id=person_id).order_by("pk").prefetch_related("lines", "parcels")
    for order in rows.iterator(chunk_size=AT_A_TIME):
        yield {
            "page": address("order", number=order.number),
            **{name: getattr(order, name) for name in OF_AN_ORDER},
            "lines": [{name: getattr(line, name) for name in OF_A_LINE} for line in order.lines.all()],
            "parcels": [{name: getattr(parcel, name) for name in OF_A_PARCEL} for parcel in order.parcels.all()],
        }


BASKET = Part("basket", _("Basket"), _basket, ("orders.Basket", "orders.BasketLine"))
PURCHASES = Part("purchases", _("Purchases"), _purchases, ("orders.Purchase",))
ORDERS = Part("orders", _("Orders"), _orders, ("orders.Order", "orders.OrderLine", "orders.Parcel"))
