"""Back after paying, a second tab, and goods that went off sale meanwhile: nothing is charged or placed twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cinnabar.kit.clock import at, now
from cinnabar.kit.ids import encode
from cinnabar.orders.actions.paying import pay
from cinnabar.orders.jobs import release_unpaid_holds
from cinnabar.orders.models import BasketLine, Order, Purchase
from cinnabar.orders.tests.props import a_purchase, address_form, put
from cinnabar.payments.models import Payment
from cinnabar.people.models import Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus, Shop, Variant

pytestmark = pytest.mark.usefixtures("demo")


def checkout_form(toms: Client, *, only: str = "") -> dict[str, str]:
    page = toms.get(f"/checkout?currency=EUR&country=DE&only={only}").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(key|total)" value="([^"]*)"', page))
    return {**address_form(), **hidden, "currency": "EUR", "country": "DE", "shown_country": "DE", "only": only}


def bought(toms: Client, form: dict[str, str]) -> str:
    """Place and pay; the address of the purchase."""
    payment = toms.post("/checkout", form)["Location"]
    return str(toms.post(payment, {"amount": f"{form['total']} EUR", "means": "approve"})["Location"])


def everything() -> tuple[int, int, int]:
    return Purchase.objects.count(), Order.objects.count(), Payment.objects.count()


@pytest.mark.parametrize("only", [True, False])
def test_whoever_goes_back_after_paying_is_led_to_the_order(
    browser_of: Any, tom: Person, coral: Variant, only: bool
) -> None:
    put(tom, coral)
    toms = browser_of(tom)
    one = encode(coral.pk) if only else ""
    form, other_tab = checkout_form(toms, only=one), checkout_form(toms, only=one)
    purchase = bought(toms, form)
    payment = f"{purchase}/payment"

    again = [
        toms.get(f"/checkout?currency=EUR&only={one}"),
        toms.get(f"/checkout?currency=EUR&country=DE&only={one}"),
        toms.post("/checkout", form),
        toms.post("/checkout", other_tab),
        toms.post("/checkout", {**other_tab, "update": "1"}),
        toms.get(payment),
        *(toms.post(payment, {"amount": "2400 EUR", "means": means}) for means in ("approve", "pending", "decline")),
    ]

    assert [answer["Location"] for answer in again] == [purchase] * 9
    assert "Thank you. It is paid." in toms.get(purchase).content.decode()
    assert everything() == (1, 1, 1)


def test_an_unpaid_purchase_is_found_again_from_the_checkout(browser_of: Any, tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)

    answer = browser_of(tom).get("/checkout?currency=EUR")

    assert answer["Location"] == f"/purchases/{encode(purchase.pk)}"
    assert "Not paid yet" in browser_of(tom).get(answer["Location"]).content.decode()


def test_who_bought_something_long_ago_or_cancelled_it_sees_an_empty_basket(
    browser_of: Any, tom: Person, coral: Variant
) -> None:
    a_purchase(tom, coral)
    with at(now() + timedelta(hours=2)):
        assert browser_of(tom).get("/checkout?currency=EUR")["Location"] == "/basket"
        release_unpaid_holds()

    assert browser_of(tom).get("/checkout?currency=EUR")["Location"] == "/basket"


def pause(product: Product) -> None:
    set_status(product, ProductStatus.PAUSED)


def archive(product: Product) -> None:
    set_status(product, ProductStatus.ARCHIVED)


def take_back(product: Product) -> None:
    set_status(product, ProductStatus.DRAFT)


def close_the_shop(product: Product) -> None:
    Shop.objects.update(is_open=False)


def withdraw(product: Product) -> None:
    Variant.objects.update(is_withdrawn=True)


GOING = [pause, archive, take_back, close_the_shop, withdraw]


@pytest.mark.parametrize("go", GOING, ids=lambda go: go.__name__)
def test_what_goes_off_sale_in_the_basket_is_said_there_and_not_bought(
    browser_of: Any, tom: Person, lipstick: Product, coral: Variant, go: Callable[[Product], None]
) -> None:
    put(tom, coral)
    toms = browser_of(tom)
    form = checkout_form(toms)
    go(lipstick)

    assert "Petal Melt Lipstick" in toms.get("/basket").content.decode()
    assert toms.get("/checkout?currency=EUR&country=DE").status_code == 200
    refused = toms.post("/checkout", form)
    more = toms.post(f"/basket/{encode(coral.pk)}", {"quantity": "2"})

    assert (refused.status_code, more.status_code) == (422, 422)
    assert "Nothing of this can be bought any more. Nothing was ordered." in refused.content.decode()
    assert "is not on sale any more" in more.content.decode()
    assert everything() == (0, 0, 0)
    assert BasketLine.objects.get().quantity == 1
    assert Variant.objects.get(pk=coral.pk).in_stock == 5
    assert toms.post(f"/basket/{encode(coral.pk)}", {"remove": "1"}).status_code == 302


@pytest.mark.parametrize("go", GOING, ids=lambda go: go.__name__)
def test_what_goes_off_sale_after_it_was_ordered_is_paid_for_and_sent(
    browser_of: Any, tom: Person, lipstick: Product, coral: Variant, go: Callable[[Product], None]
) -> None:
    purchase = a_purchase(tom, coral)
    go(lipstick)

    assert browser_of(tom).get(f"/purchases/{encode(purchase.pk)}/payment").status_code == 200
    pay(tom, purchase.pk, agreed=purchase.total, means="approve")

    order = Order.objects.get()
    assert (order.state, Variant.objects.get(pk=coral.pk).in_stock) == ("to_ship", 4)
    assert browser_of(tom).get(f"/orders/{order.number}").status_code == 200
