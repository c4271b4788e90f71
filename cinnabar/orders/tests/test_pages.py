"""The pages of basket, checkout, payment and orders: what they show, refuse and keep."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cinnabar.kit.clock import at, now
from cinnabar.kit.ids import encode
from cinnabar.orders.actions.shipping import mark_shipped
from cinnabar.orders.models import Basket, BasketLine, Order, Purchase
from cinnabar.orders.tests.props import a_paid_order, a_purchase, address_form, put
from cinnabar.payments.models import Payment
from cinnabar.people.models import Person
from cinnabar.shop.models import Product, Shop, Variant
from tests.cast import a_product, a_shop

pytestmark = pytest.mark.usefixtures("demo")


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]


def checkout_form(client: Client, **changed: str) -> dict[str, str]:
    """The form of the checkout page as a browser would send it back."""
    page = client.get("/checkout?currency=EUR&country=DE")
    kept = {name: hidden(page, name) for name in ("currency", "key", "total", "shown_country")}
    return {**kept, "country": "DE", **address_form(), **changed}


def quantities() -> list[int]:
    return [line.quantity for line in BasketLine.objects.order_by("added_at")]


# The basket


def test_a_guest_without_a_basket_gets_no_cookie_and_no_query(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = client.get("/basket")

    assert response.status_code == 200
    assert not response.cookies
    assert not Basket.objects.exists()


def test_a_guest_gets_a_cookie_when_they_put_something_in(browser_of: Any, coral: Variant) -> None:
    guest = browser_of()

    response = guest.post("/basket", {"variant": encode(coral.pk), "quantity": "2"})

    assert response.status_code == 302
    assert response.cookies["basket"]["httponly"]
    assert "Petal Melt Lipstick" in text_of(guest.get("/basket"))
    assert quantities() == [2]


def test_a_forged_cookie_opens_nobodys_basket(browser_of: Any, coral: Variant) -> None:
    guest = browser_of()
    guest.post("/basket", {"variant": encode(coral.pk), "quantity": "2"})
    stranger = browser_of()
    stranger.cookies["basket"] = guest.cookies["basket"].value[:-1] + "x"

    assert "Petal Melt Lipstick" not in text_of(stranger.get("/basket"))


def test_a_guest_keeps_the_basket_when_they_sign_in(browser_of: Any, tom: Person, coral: Variant) -> None:
    tom.set_password("a-long-enough-word")
    tom.save()
    put(tom, coral)
    guest = browser_of()
    guest.post("/basket", {"variant": encode(coral.pk), "quantity": "2"})

    response = guest.post(
        "/login", {"login": "tom", "password": "a-long-enough-word", "next": "/checkout?currency=EUR"}
    )

    assert (response.status_code, response["Location"]) == (302, "/checkout?currency=EUR")
    assert Basket.objects.get().person == tom
    assert quantities() == [3]


def test_the_basket_page_takes_few_queries(
    browser_of: Any, tom: Person, coral: Variant, rose: Variant, django_assert_num_queries: Any
) -> None:
    put(tom, coral)
    put(tom, rose)
    tom_s = browser_of(tom)

    with django_assert_num_queries(3):  # session, person, lines
        tom_s.get("/basket")


@pytest.mark.parametrize(
    "quantity",
    ["-1", "0", "1.5", "1e3", "", "2147483647", "2147483648", "99999999999999999999", "100", "1_0", "x", "١x"],
)
def test_odd_quantities_are_refused_at_the_field(browser_of: Any, tom: Person, coral: Variant, quantity: str) -> None:
    """BSK-10."""
    put(tom, coral, 2)
    tom_s = browser_of(tom)

    added = tom_s.post("/basket", {"variant": encode(coral.pk), "quantity": quantity})
    changed = tom_s.post(f"/basket/{encode(coral.pk)}", {"quantity": quantity})

    assert (added.status_code, changed.status_code) == (422, 422)
    assert 'aria-invalid="true"' in changed.content.decode()
    assert quantities() == [2]


def test_full_width_digits_are_digits(browser_of: Any, tom: Person, coral: Variant) -> None:
    put(tom, coral)

    browser_of(tom).post(f"/basket/{encode(coral.pk)}", {"quantity": "２"})

    assert quantities() == [2]


def test_two_notes_cannot_outrun_the_stock(browser_of: Any, tom: Person, coral: Variant) -> None:
    """BSK-2: the same variant from two notes is one line, checked as one."""
    Variant.objects.filter(pk=coral.pk).update(in_stock=2)
    tom_s = browser_of(tom)

    def put_in(note: int) -> Any:
        with at(now() + timedelta(seconds=2 * note)):
            return tom_s.post("/basket", {"variant": encode(coral.pk), "quantity": "1", "from_note": encode(note)})

    _first, _second, third = (put_in(note) for note in (11, 12, 13))
    more = tom_s.post(f"/basket/{encode(coral.pk)}", {"quantity": "3"})

    assert (third.status_code, more.status_code) == (422, 422)
    assert "Only 2 left of Petal Melt Lipstick (Coral). 2 of them in your basket already." in text_of(third)
    assert quantities() == [2]


def test_a_line_can_be_taken_out(browser_of: Any, tom: Person, coral: Variant, rose: Variant) -> None:
    put(tom, coral)
    put(tom, rose)

    browser_of(tom).post(f"/basket/{encode(coral.pk)}", {"remove": "1"})

    assert BasketLine.objects.get().variant_id == rose.pk


def test_nobody_changes_the_basket_of_another(browser_of: Any, tom: Person, zoe: Person, coral: Variant) -> None:
    put(tom, coral, 2)

    response = browser_of(zoe).post(f"/basket/{encode(coral.pk)}", {"quantity": "5"})

    assert response.status_code == 404
    assert quantities() == [2]


def test_stock_and_price_are_looked_at_anew(
    browser_of: Any, tom: Person, lipstick: Product, coral: Variant, rose: Variant
) -> None:
    put(tom, coral, 3)
    put(tom, rose, 2)
    Variant.objects.filter(pk=coral.pk).update(in_stock=0)
    Variant.objects.filter(pk=rose.pk).update(in_stock=1, price_minor=2600)

    page = text_of(browser_of(tom).get("/basket"))

    assert "Sold out; not in the total" in page
    assert "Only 1 left." in page
    assert "€52.00" in page


def test_buy_now_goes_straight_to_its_checkout(browser_of: Any, tom: Person, coral: Variant) -> None:
    response = browser_of(tom).post("/basket", {"variant": str(coral.pk), "quantity": "1", "then": "checkout"})

    assert response["Location"] == f"/checkout?currency=EUR&only={encode(coral.pk)}"


def test_two_currencies_are_paid_one_after_the_other(browser_of: Any, tom: Person, zoe: Person, coral: Variant) -> None:
    serum = a_product(a_shop(zoe, "wukang", currency="CNY"), "Serum", price=18900).variants.get(position=0)
    put(tom, coral)
    put(tom, serum)

    page = browser_of(tom).get("/basket")

    assert "/checkout?currency=CNY" in page.content.decode()
    assert "/checkout?currency=EUR" in page.content.decode()
    assert "prices in 2 currencies" in text_of(page)


# The checkout


def test_a_guest_is_asked_to_sign_in_first(browser_of: Any, coral: Variant) -> None:
    response = browser_of().get("/checkout?currency=EUR")

    assert response["Location"] == "/login?next=/checkout%3Fcurrency%3DEUR"


def test_the_country_comes_first(browser_of: Any, tom: Person, coral: Variant) -> None:
    put(tom, coral)

    page = browser_of(tom).get("/checkout?currency=EUR")

    assert "Choose a country" in text_of(page)
    assert "€24.00" not in text_of(page)
    assert 'name="postal_code"' not in page.content.decode()


def test_the_country_decides_the_fields_and_shows_the_total(browser_of: Any, tom: Person, coral: Variant) -> None:
    put(tom, coral)
    tom_s = browser_of(tom)

    germany = tom_s.post("/checkout", {"currency": "EUR", "country": "DE", "update": "1", "name": "Tom"})
    america = text_of(tom_s.post("/checkout", {"currency": "EUR", "country": "US", "update": "1"}))

    assert germany.status_code == 200
    assert "Place order · €24.00" in text_of(germany)
    assert 'value="Tom"' in germany.content.decode()
    assert ("ZIP code" in america, "California" in america) == (True, True)


def test_an_order_is_placed_and_paid_on_pages(browser_of: Any, tom: Person, coral: Variant) -> None:
    put(tom, coral, 2)
    tom_s = browser_of(tom)

    placed = tom_s.post("/checkout", checkout_form(tom_s))
    purchase = Purchase.objects.get()
    payment_page = tom_s.get(placed["Location"])
    paid = tom_s.post(placed["Location"], {"amount": hidden(payment_page, "amount"), "means": "approve"})
    thanks = text_of(tom_s.get(paid["Location"]))

    assert placed["Location"] == reverse("payment", kwargs={"purchase_id": purchase.pk})
    assert "Test payment." in text_of(payment_page)
    assert "Thank you. It is paid." in thanks
    order = Order.objects.get()
    assert order.address["lines"] == ["Linienstraße 7", "10119 Berlin"]
    for page in (payment_page, tom_s.get(f"/orders/{order.number}"), tom_s.get("/orders")):
        assert "€44.00" in text_of(page)  # BSK-8: the same total everywhere


def test_errors_are_tied_to_their_fields_and_nothing_typed_is_lost(
    browser_of: Any, tom: Person, coral: Variant
) -> None:
    """A11Y-2: the phone empty, a postcode of another form."""
    put(tom, coral)
    tom_s = browser_of(tom)

    response = tom_s.post("/checkout", checkout_form(tom_s, phone="", postal_code="abc", name="Łukasz <b>"))

    page = response.content.decode()
    assert response.status_code == 422
    for name in ("phone", "postal_code"):
        field = re.search(rf'<input id="id_{name}"[^>]*>', page)
        assert field and 'aria-invalid="true"' in field[0]
        assert re.search(rf'aria-describedby="id_{name}-error', field[0])
        assert f'id="id_{name}-error"' in page
        assert f'href="#id_{name}"' in page
    assert "data-focus" in page
    assert 'value="Łukasz &lt;b&gt;"' in page
    assert not Purchase.objects.exists()
    assert quantities() == [1]


@pytest.mark.parametrize("field", ["name", "street_address", "city", "phone"])
def test_too_long_fields_are_refused(browser_of: Any, tom: Person, coral: Variant, field: str) -> None:
    put(tom, coral)
    tom_s = browser_of(tom)

    assert tom_s.post("/checkout", checkout_form(tom_s, **{field: "1" * 500})).status_code == 422
    assert not Purchase.objects.exists()


def test_a_changed_total_is_shown_before_anything_is_ordered(browser_of: Any, tom: Person, coral: Variant) -> None:
    put(tom, coral)
    tom_s = browser_of(tom)
    form = checkout_form(tom_s)
    Variant.objects.filter(pk=coral.pk).update(price_minor=2400)

    response = tom_s.post("/checkout", form)

    assert response.status_code == 422
    assert "The total has changed from €24.00 to €28.00." in text_of(response)
    assert (hidden(response, "total"), hidden(response, "key")) == ("2800", form["key"])
    assert not Purchase.objects.exists()


@pytest.mark.parametrize("total", ["", "-2400", "24.00", "9" * 30, "0"])
def test_an_odd_total_orders_nothing(browser_of: Any, tom: Person, coral: Variant, total: str) -> None:
    put(tom, coral)
    tom_s = browser_of(tom)

    assert tom_s.post("/checkout", checkout_form(tom_s, total=total)).status_code == 422
    assert not Purchase.objects.exists()


@pytest.mark.parametrize("odd", [{"currency": ""}, {"currency": "euro"}, {"currency": "XXX"}, {"only": "1"}])
def test_a_checkout_of_nothing_leads_back_to_the_basket(
    browser_of: Any, tom: Person, coral: Variant, odd: dict[str, str]
) -> None:
    put(tom, coral)
    tom_s = browser_of(tom)

    assert tom_s.post("/checkout", checkout_form(tom_s, **odd))["Location"] == "/basket"
    assert tom_s.get("/checkout", {"currency": "EUR", "country": "DE", **odd})["Location"] == "/basket"
    assert not Purchase.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "\x00" * 10, "k" * 41])
def test_an_odd_key_orders_nothing_and_a_good_one_takes_its_place(
    browser_of: Any, tom: Person, coral: Variant, key: str
) -> None:
    put(tom, coral)
    tom_s = browser_of(tom)

    response = tom_s.post("/checkout", checkout_form(tom_s, key=key))

    assert response.status_code == 422
    assert len(hidden(response, "key")) == 22
    assert not Purchase.objects.exists()


def test_another_country_than_the_shown_one_is_shown_first(browser_of: Any, tom: Person, coral: Variant) -> None:
    put(tom, coral)
    tom_s = browser_of(tom)

    response = tom_s.post("/checkout", checkout_form(tom_s, country="FR"))

    assert response.status_code == 422
    assert "The country is another one now" in text_of(response)
    assert hidden(response, "shown_country") == "FR"
    assert not Purchase.objects.exists()


def test_a_shop_that_does_not_ship_there_is_named(browser_of: Any, tom: Person, hanok: Shop, coral: Variant) -> None:
    Shop.objects.filter(pk=hanok.pk).update(ships_to=["KR"])
    put(tom, coral)
    tom_s = browser_of(tom)

    page = tom_s.get("/checkout?currency=EUR&country=DE")

    assert "Hanok does not ship to Germany." in text_of(page)
    assert "Place order ·" not in text_of(page)


def test_the_second_click_finds_the_first_purchase(browser_of: Any, tom: Person, coral: Variant) -> None:
    put(tom, coral, 2)
    tom_s = browser_of(tom)
    form = checkout_form(tom_s)

    first, second = tom_s.post("/checkout", form), tom_s.post("/checkout", form)

    assert first["Location"] == second["Location"]
    assert Purchase.objects.count() == 1


def test_an_address_typed_before_the_session_ended_is_kept(browser_of: Any, tom: Person, coral: Variant) -> None:
    """TXT-5, third trial."""
    put(tom, coral)
    tom_s = browser_of(tom)
    form = checkout_form(tom_s, name="测试草稿 123")
    tom_s.logout()

    refused = tom_s.post("/checkout", form)

    assert refused.status_code == 401
    assert not Purchase.objects.exists()
    tom.set_password("a-long-enough-word")
    tom.save()
    back = tom_s.post(
        "/login", {"login": "tom", "password": "a-long-enough-word", "kept": hidden(refused, "kept")}, follow=True
    )
    assert 'name="name" value="测试草稿 123"' in back.content.decode()


def test_the_last_address_is_offered_again(browser_of: Any, tom: Person, coral: Variant) -> None:
    a_purchase(tom, coral)
    put(tom, coral)

    page = browser_of(tom).get("/checkout?currency=EUR").content.decode()

    assert 'value="Linienstraße 7"' in page
    assert '<option value="DE" selected>' in page


# Paying


def test_a_decline_is_told_and_may_be_tried_again(browser_of: Any, tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)
    address = reverse("payment", kwargs={"purchase_id": purchase.pk})

    response = browser_of(tom).post(address, {"amount": "2400 EUR", "means": "decline"})

    assert response.status_code == 422
    assert "declined" in text_of(response)
    assert Purchase.objects.get().state == "placed"


@pytest.mark.parametrize("amount", ["", "1000 EUR", "2400 USD", "x", "2400"])
def test_another_amount_is_refused(browser_of: Any, tom: Person, coral: Variant, amount: str) -> None:
    purchase = a_purchase(tom, coral)
    address = reverse("payment", kwargs={"purchase_id": purchase.pk})

    assert browser_of(tom).post(address, {"amount": amount, "means": "approve"}).status_code == 422
    assert not Payment.objects.exists()
    assert Purchase.objects.get().state == "placed"


def test_a_pending_payment_says_that_nothing_is_to_do(browser_of: Any, tom: Person, coral: Variant) -> None:
    purchase = a_purchase(tom, coral)
    tom_s = browser_of(tom)

    response = tom_s.post(
        reverse("payment", kwargs={"purchase_id": purchase.pk}), {"amount": "2400 EUR", "means": "pending"}
    )

    assert "Waiting for the bank" in text_of(tom_s.get(response["Location"]))


# Orders


def test_strangers_find_no_order(browser_of: Any, tom: Person, zoe: Person, lin: Person, coral: Variant) -> None:
    """ORD-4."""
    order = a_paid_order(tom, coral)
    pages = [
        f"/orders/{order.number}",
        f"/orders/{order.number[:-1]}X",
        reverse("purchase", kwargs={"purchase_id": order.purchase_id}),
        reverse("payment", kwargs={"purchase_id": order.purchase_id}),
        reverse("purchase", kwargs={"purchase_id": order.purchase_id + 1}),
    ]

    for person in (zoe, lin):
        answers = [browser_of(person).get(page) for page in pages]
        assert [answer.status_code for answer in answers] == [404] * 5
        assert not any("Linienstraße" in answer.content.decode() for answer in answers)
    assert [browser_of().get(page).status_code for page in pages] == [302] * 5
    for path in ("cancellation", "delivery"):
        assert browser_of(zoe).post(f"/orders/{order.number}/{path}").status_code == 404
    assert Order.objects.get().state == "to_ship"


def test_a_buyer_cancels_before_shipping(browser_of: Any, tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)
    tom_s = browser_of(tom)

    tom_s.post(f"/orders/{order.number}/cancellation")

    page = text_of(tom_s.get(f"/orders/{order.number}"))
    assert "Cancelled by the buyer" in page
    assert "€24.00 goes back to you" in page


def test_a_buyer_cannot_cancel_what_was_sent(browser_of: Any, tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)
    mark_shipped(order, carrier="DHL")

    response = browser_of(tom).post(f"/orders/{order.number}/cancellation")

    assert response.status_code == 422
    assert Order.objects.get().state == "shipped"


def test_a_buyer_confirms_that_it_arrived(browser_of: Any, tom: Person, coral: Variant) -> None:
    order = a_paid_order(tom, coral)
    tom_s = browser_of(tom)
    early = tom_s.post(f"/orders/{order.number}/delivery")
    mark_shipped(order, carrier="DHL", tracking="JD014")
    assert "JD014" in text_of(tom_s.get(f"/orders/{order.number}"))

    tom_s.post(f"/orders/{order.number}/delivery")

    assert early.status_code == 422
    assert Order.objects.get().state == "delivered"
    assert "Write a note about it" in text_of(tom_s.get(f"/orders/{order.number}"))


def test_the_list_of_orders_goes_on(browser_of: Any, tom: Person, coral: Variant) -> None:
    Variant.objects.filter(pk=coral.pk).update(in_stock=99)
    numbers = [a_purchase(tom, coral, key=f"key-{n}").orders.get().number for n in range(22)]
    tom_s = browser_of(tom)

    first = tom_s.get("/orders").content.decode()
    address = re.search(r'href="(/orders\?after=[^"]+)"', first)
    assert address
    second = tom_s.get(address[1].replace("&amp;", "&")).content.decode()

    assert [number for number in numbers if number in first] == numbers[2:]
    assert [number for number in numbers if number in second] == numbers[:2]
    assert tom_s.get("/orders?after=nonsense").status_code == 302


def test_a_double_click_puts_one_in_and_coming_back_puts_another(browser_of: Any, tom: Person, coral: Variant) -> None:
    form = {"variant": encode(coral.pk), "quantity": "1"}
    moment = now()
    for _click in range(2):
        with at(moment):
            browser_of(tom).post("/basket", form)
    assert BasketLine.objects.get().quantity == 1

    with at(moment + timedelta(seconds=2)):
        browser_of(tom).post("/basket", form)

    assert BasketLine.objects.get().quantity == 2
