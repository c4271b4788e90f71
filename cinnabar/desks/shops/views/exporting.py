"""The tables of a desk as files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cinnabar.desks.shops.views.doors import shop_or_404
from cinnabar.desks.shops.views.sheets import sheet
from cinnabar.kit.ids import encode
from cinnabar.kit.money import typed
from cinnabar.orders.models import Order
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.models import Shop, Variant
from cinnabar.shop.staff import Duty

BATCH = 500


@login_required
@require_safe
def shop_products_csv(request: PersonRequest, slug: str) -> StreamingHttpResponse:
    """Every variant with price and stock."""
    shop, _duties = shop_or_404(request, slug, Duty.PRODUCTS)
    head = [_("Product"), _("Status"), _("Name in English"), _("Name in Chinese"), _("Variant in English")]
    head += [_("Variant in Chinese"), _("Price"), _("Price before"), _("Currency"), _("In stock")]
    return sheet(f"{shop.slug}-products", head, _variants(shop))


def _variants(shop: Shop) -> Iterator[list[Any]]:
    rows = Variant.objects.filter(product__shop=shop, is_withdrawn=False).select_related("product")
    for one in rows.order_by("product_id", "position").iterator(BATCH):
        product, was = one.product, one.compare_at_minor
        yield [
            encode(product.pk),
            product.status,
            product.name_en,
            product.name_zh,
            " · ".join(one.labels_en),
            " · ".join(one.labels_zh),
            typed(one.price_minor, one.currency),
            "" if was is None else typed(was, one.currency),
            one.currency,
            one.in_stock,
        ]


@login_required
@require_safe
def shop_orders_csv(request: PersonRequest, slug: str) -> StreamingHttpResponse:
    """Every order with its sums; addresses stay on the desk."""
    shop, _duties = shop_or_404(request, slug, Duty.ORDERS)
    head = [_("Order number"), _("Status"), _("Placed"), _("Paid"), _("Sent"), _("Buyer"), _("Country"), _("Pieces")]
    head += [_("Goods"), _("Shipping"), _("Total"), _("Refunded"), _("Currency")]
    return sheet(f"{shop.slug}-orders", head, _orders(shop))


def _orders(shop: Shop) -> Iterator[list[Any]]:
    rows = Order.objects.filter(shop=shop).select_related("buyer").prefetch_related("lines").order_by("pk")
    for one in rows.iterator(BATCH):
        moments = (
            moment.isoformat(timespec="minutes") if moment else ""
            for moment in (one.placed_at, one.paid_at, one.shipped_at)
        )
        sums = (one.goods_minor, one.shipping_minor, one.total_minor, one.refunded_minor)
        yield [
            one.number,
            one.state,
            *moments,
            one.buyer.handle,
            one.country,
            sum(line.quantity for line in one.lines.all()),
            *(typed(minor, one.currency) for minor in sums),
            one.currency,
        ]
