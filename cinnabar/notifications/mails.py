"""What people are told by mail: buyers about their orders, everybody about what was asked of them or by them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from cinnabar.kit.ids import encode
from cinnabar.kit.letters import letter
from cinnabar.notifications.actions import write_mail
from cinnabar.orders.models import Order, Parcel
from cinnabar.people.models import Export, Person
from cinnabar.shop.models import ShopInvitation


def tell_paid(order: Order) -> None:
    """That the shop has the order and the money; once, however often it runs."""
    _tell(order, "placed", key=f"placed:{order.pk}", lines=list(order.lines.order_by("pk")))


def tell_shipped(order: Order, parcel: Parcel) -> None:
    """That a parcel left; once for each parcel."""
    _tell(order, "shipped", key=f"shipped:{parcel.pk}", parcel=parcel)


def tell_corrected(order: Order, parcel: Parcel) -> None:
    """That a parcel travels otherwise than was said; once for each correction."""
    _tell(order, "corrected", key=f"corrected:{parcel.pk}:{parcel.corrections}", parcel=parcel)


def tell_sale(order: Order, person: Person) -> None:
    """One who works in the shop, that there is something to send; once."""
    path = reverse("shop-desk-order", kwargs={"slug": order.shop.slug, "number": order.number})
    more: dict[str, Any] = {"order": order, "lines": list(order.lines.order_by("pk"))}
    more["off"] = settings.ADDRESS + reverse("settings-notifications")
    _write(person, "sale", key=f"sale:{order.pk}:{encode(person.pk)}", path=path, **more)


def tell_refunded(order: Order, *, amount_minor: int, refunded_minor: int) -> None:
    """That money goes back; once for each sum that was reached."""
    key = f"refunded:{order.pk}:{refunded_minor}"
    _tell(order, "refunded", key=key, amount_minor=amount_minor, refunded_minor=refunded_minor)


def tell_invited(invitation: ShopInvitation, *, key: str) -> None:
    """That a shop asks for somebody's help; once for each time it asks."""
    _write(invitation.person, "invited", key=key, path=reverse("shop-invitations"), invitation=invitation)


def tell_export(export: Export, *, step: str) -> None:
    """That the copy of somebody's data lies ready, or could not be made; once."""
    key = f"export:{export.pk}"
    _write(export.person, f"export_{step}", key=key, path=reverse("settings-data"), language=export.language)


def _write(person: Person, name: str, *, key: str, path: str, language: str = "", **more: Any) -> None:
    """In the language of the account, else the one given: never of whoever clicked."""
    context = {"person": person, "link": settings.ADDRESS + path, **more}
    spoken = person.language or language or settings.LANGUAGE_CODE
    write_mail(person.email, letter(f"notifications/mail/{name}.jinja", context, language=spoken), key=key)


def _tell(order: Order, name: str, *, key: str, **more: Any) -> None:
    """In the language of the buyer's account, else of the purchase: never of whoever clicked."""
    buyer = order.buyer
    link = settings.ADDRESS + reverse("order", kwargs={"number": order.number})
    context = {"order": order, "buyer": buyer, "link": link, **more}
    language = buyer.language or order.purchase.language or settings.LANGUAGE_CODE
    write_mail(buyer.email, letter(f"notifications/mail/{name}.jinja", context, language=language), key=key)
