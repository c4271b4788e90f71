"""Double entry: every movement of money is an entry whose lines sum to zero.

`buyer:…` says what a buyer has with us, `shop:…` and `shipping:…` what a shop earned, `provider:…` what a payment
provider holds, with the other sign.
"""

from __future__ import annotations

from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id
from cinnabar.orders.models import LedgerLine, Order


def write_payment(order: Order, *, provider: str) -> None:
    """The buyer's money has come."""
    _write(order, "payment", {f"provider:{provider}": -order.total_minor, f"buyer:{order.buyer_id}": order.total_minor})


def write_sale(order: Order) -> None:
    """The money is the shop's."""
    _write(
        order,
        "sale",
        {
            f"buyer:{order.buyer_id}": -order.total_minor,
            f"shop:{order.shop_id}": order.goods_minor,
            f"shipping:{order.shop_id}": order.shipping_minor,
        },
    )


def write_refund(order: Order, amount_minor: int, *, provider: str) -> None:
    """The shop gives back, goods before shipping, and the buyer's money leaves again."""
    goods = min(amount_minor, max(order.goods_minor - order.refunded_minor, 0))
    _write(
        order,
        "refund",
        {
            f"shop:{order.shop_id}": -goods,
            f"shipping:{order.shop_id}": goods - amount_minor,
            f"provider:{provider}": amount_minor,
        },
    )


def write_return_of_payment(order: Order, *, provider: str) -> None:
    """Money that came for nothing leaves again; no shop ever had it."""
    _write(order, "refund", {f"buyer:{order.buyer_id}": -order.total_minor, f"provider:{provider}": order.total_minor})


def _write(order: Order, reason: str, amounts: dict[str, int]) -> None:
    entry, moment = new_id(), now()
    LedgerLine.objects.bulk_create(
        LedgerLine(
            entry_id=entry,
            account=account,
            amount_minor=amount,
            currency=order.currency,
            reason=reason,
            order_id=order.pk,
            at=moment,
        )
        for account, amount in amounts.items()
        if amount
    )
