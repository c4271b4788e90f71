"""The shop desk: staff packs, sends, cancels and refunds; nobody else finds it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cinnabar.kit.clock import now
from cinnabar.kit.ids import encode
from cinnabar.kit.models import Installation
from cinnabar.orders.actions.shipping import confirm_delivery, mark_shipped, record_carrier_delivery
from cinnabar.orders.models import Order, Parcel
from cinnabar.orders.tests.props import a_paid_order, a_purchase
from cinnabar.payments.models import Refund
from cinnabar.people.models import Person
from cinnabar.shop.models import Shop, ShopRole, ShopStaff, Variant
from tests.cast import a_shop


@pytest.fixture(autouse=True)
def demo(db: None) -> None:
    Installation.objects.create(is_demo=True)


@pytest.fixture
def order(tom: Person, coral: Variant) -> Order:
    return a_paid_order(tom, coral, 2)


def desk_of(order: Order) -> str:
    return f"/desk/shop/hanok/orders/{order.number}"


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_only_staff_finds_the_desk(browser_of: Any, zoe: Person, tom: Person, order: Order) -> None:
    for person in (zoe, tom):
        for page in ("/desk/shop/hanok", desk_of(order)):
            answer = browser_of(person).get(page)
            assert answer.status_code == 404
            assert "Linienstraße" not in answer.content.decode()
        for path in ("parcel", "cancellation", "refund"):
            assert browser_of(person).post(f"{desk_of(order)}/{path}", {"carrier": "DHL"}).status_code == 404
    order.refresh_from_db()
    assert (order.state, order.refunded_minor) == ("to_ship", 0)


def test_a_seller_sees_only_what_was_bought_from_them(browser_of: Any, zoe: Person, order: Order) -> None:
    a_shop(zoe, "fjord")

    assert browser_of(zoe).get(f"/desk/shop/fjord/orders/{order.number}").status_code == 404
    assert order.number not in text_of(browser_of(zoe).get("/desk/shop/fjord"))


def test_the_desk_shows_what_is_paid_and_to_pack(
    browser_of: Any, lin: Person, tom: Person, rose: Variant, order: Order
) -> None:
    unpaid = a_purchase(tom, rose, key="unpaid").orders.get()

    page = text_of(browser_of(lin).get("/desk/shop/hanok"))

    assert order.number in page
    assert "2 × Petal Melt Lipstick Coral" in page
    assert "Tom Reader Germany" in page
    assert unpaid.number not in page


def test_sending_needs_a_carrier(browser_of: Any, lin: Person, order: Order) -> None:
    response = browser_of(lin).post(f"{desk_of(order)}/parcel", {"carrier": "", "tracking": "<b>"})

    assert response.status_code == 422
    assert 'id="id_carrier-error"' in response.content.decode()
    assert 'id="id_tracking-error"' in response.content.decode()
    assert not Parcel.objects.exists()


def test_a_sent_order_leaves_the_list(browser_of: Any, lin: Person, order: Order) -> None:
    lin_s = browser_of(lin)

    for _click in range(2):
        lin_s.post(f"{desk_of(order)}/parcel", {"carrier": "DHL", "tracking": "JD0146"})

    parcel = Parcel.objects.get()
    assert (parcel.carrier, parcel.tracking) == ("DHL", "JD0146")
    assert order.number not in text_of(lin_s.get("/desk/shop/hanok"))
    assert order.number in text_of(lin_s.get("/desk/shop/hanok?state=sent"))
    assert "JD0146" in text_of(lin_s.get(desk_of(order)))


def test_a_shop_cancels_with_a_reason_that_the_buyer_reads(
    browser_of: Any, lin: Person, tom: Person, coral: Variant, order: Order
) -> None:
    lin_s = browser_of(lin)
    assert lin_s.post(f"{desk_of(order)}/cancellation", {"reason": "unpaid"}).status_code == 422

    lin_s.post(f"{desk_of(order)}/cancellation", {"reason": "not_in_stock"})

    order.refresh_from_db()
    assert (order.state, order.refunded_minor) == ("cancelled", 4400)
    assert Variant.objects.get(pk=coral.pk).in_stock == 5
    assert "The shop has run out of it" in text_of(browser_of(tom).get(f"/orders/{order.number}"))


def test_a_shop_does_not_cancel_what_is_not_paid(browser_of: Any, lin: Person, tom: Person, rose: Variant) -> None:
    unpaid = a_purchase(tom, rose, key="unpaid").orders.get()

    response = browser_of(lin).post(f"{desk_of(unpaid)}/cancellation", {"reason": "not_in_stock"})

    unpaid.refresh_from_db()
    assert (response.status_code, unpaid.state) == (422, "placed")


def test_a_delivered_order_is_refunded_once(browser_of: Any, lin: Person, order: Order) -> None:
    mark_shipped(order, carrier="DHL")
    confirm_delivery(order)
    lin_s = browser_of(lin)
    assert lin_s.post(f"{desk_of(order)}/refund", {"reason": "", "amount": "44"}).status_code == 422
    assert not Refund.objects.exists()

    for _click in range(2):
        answer = lin_s.post(f"{desk_of(order)}/refund", {"reason": "returned", "amount": "44", "key": "a" * 24})
        assert answer.status_code == 302

    assert Refund.objects.get().amount_minor == 4400
    page = text_of(lin_s.get(desk_of(order)))
    assert "€44.00 went back to the buyer." in page
    assert "Send money back" not in page


def test_support_sends_parcels_but_no_money(browser_of: Any, zoe: Person, hanok: Shop, order: Order) -> None:
    ShopStaff.objects.create(shop=hanok, person=zoe, role=ShopRole.SUPPORT)
    zoe_s = browser_of(zoe)
    zoe_s.post(f"{desk_of(order)}/parcel", {"carrier": "DHL"})

    response = zoe_s.post(f"{desk_of(order)}/refund", {"reason": "goodwill"})

    assert response.status_code == 422
    assert not Refund.objects.exists()
    assert Order.objects.get().state == "shipped"


def test_before_sending_nothing_is_refunded(browser_of: Any, lin: Person, order: Order) -> None:
    assert browser_of(lin).post(f"{desk_of(order)}/refund", {"reason": "goodwill"}).status_code == 422
    assert not Refund.objects.exists()


def test_the_desk_takes_few_queries(
    browser_of: Any, lin: Person, order: Order, django_assert_max_num_queries: Any
) -> None:
    lin_s = browser_of(lin)

    with django_assert_max_num_queries(7):  # session, person, bell, shop, role, orders, lines
        lin_s.get("/desk/shop/hanok")


def test_a_part_goes_back_and_never_more_than_was_paid(browser_of: Any, lin: Person, order: Order) -> None:
    mark_shipped(order, carrier="DHL")
    lin_s, address = browser_of(lin), f"{desk_of(order)}/refund"
    for amount in ("44.01", "0", "-1", "12,50", "1e3", "", "99999999999999", "１．５．０"):
        answer = lin_s.post(address, {"reason": "damaged", "amount": amount})
        assert answer.status_code == 422, amount
        assert 'id="id_amount-error"' in answer.content.decode()
    assert not Refund.objects.exists()

    assert lin_s.post(address, {"reason": "damaged", "amount": "14.00", "seen": "0"}).status_code == 302
    late = lin_s.post(address, {"reason": "damaged", "amount": "5", "seen": "0"})
    assert late.status_code == 422
    assert "Meanwhile money went back." in text_of(late)
    assert lin_s.post(address, {"reason": "returned", "amount": "30.00", "seen": "1400"}).status_code == 302

    assert [*Refund.objects.order_by("pk").values_list("amount_minor", "reason")] == [
        (1400, "damaged"),
        (3000, "returned"),
    ]
    assert "Arrived damaged €14.00" in text_of(lin_s.get(desk_of(order)))
    assert lin_s.post(address, {"reason": "returned", "amount": "0.01"}).status_code == 422
    assert Order.objects.get().refunded_minor == 4400


@pytest.mark.parametrize("pieces", ["-1", "3", "1.5", "1e3", "2147483648", "9" * 30, "x"])
def test_odd_pieces_make_no_parcel(browser_of: Any, lin: Person, order: Order, pieces: str) -> None:
    line = order.lines.get().pk

    answer = browser_of(lin).post(f"{desk_of(order)}/parcel", {"carrier": "DHL", f"pieces-{line}": pieces})

    assert answer.status_code == 422
    assert f'id="id_pieces-{line}-error"' in answer.content.decode()
    assert not Parcel.objects.exists()


def test_an_order_leaves_in_two_parcels(browser_of: Any, lin: Person, tom: Person, order: Order) -> None:
    lin_s, pieces = browser_of(lin), f"pieces-{order.lines.get().pk}"
    assert lin_s.post(f"{desk_of(order)}/parcel", {"carrier": "DHL", pieces: "0"}).status_code == 422

    for _press in range(2):
        lin_s.post(f"{desk_of(order)}/parcel", {"carrier": "DHL", "tracking": "AA11", pieces: "１", "nth": "1"})
    assert "Partly sent" in text_of(lin_s.get("/desk/shop/hanok"))
    assert "the rest follows" in text_of(browser_of(tom).get(f"/orders/{order.number}"))
    lin_s.post(f"{desk_of(order)}/parcel", {"carrier": "DHL", "tracking": "BB22", pieces: "1", "nth": "2"})

    assert [*Parcel.objects.order_by("pk").values_list("tracking", flat=True)] == ["AA11", "BB22"]
    page = text_of(browser_of(tom).get(f"/orders/{order.number}"))
    assert page.count("1 × Petal Melt Lipstick") == 2


def test_the_packing_slip_names_what_waits_without_prices(browser_of: Any, lin: Person, order: Order) -> None:
    mark_shipped(order, carrier="DHL", contents={order.lines.get().pk: 1})

    for query in ("", f"?number={order.number}"):
        page = text_of(browser_of(lin).get(f"/desk/shop/hanok/packing{query}"))
        assert "Linienstraße 7" in page
        assert "Petal Melt Lipstick Coral × 1" in page
        assert "€" not in page


def test_the_orders_that_wait_are_paged_without_a_gap(
    browser_of: Any, lin: Person, tom: Person, coral: Variant
) -> None:
    Variant.objects.update(in_stock=100)
    numbers = [a_paid_order(tom, coral, key=f"key-{number}").number for number in range(23)]
    lin_s = browser_of(lin)

    first = lin_s.get("/desk/shop/hanok").content.decode()
    (more,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = lin_s.get(more.replace("&amp;", "&")).content.decode()

    found = [re.findall(r"/orders/([0-9A-Z-]+)\"", page) for page in (first, second)]
    assert (found[0], found[1]) == (numbers[:20], numbers[20:])
    assert lin_s.get("/desk/shop/hanok?after=zzz").status_code == 302


def test_an_order_is_found_by_its_number(browser_of: Any, lin: Person, zoe: Person, order: Order) -> None:
    a_shop(zoe, "fjord")

    found = browser_of(lin).get(f"/desk/shop/hanok?number=%20{order.number.lower()}")

    assert found.headers["Location"] == desk_of(order)
    assert "no order of this number" in text_of(browser_of(zoe).get(f"/desk/shop/fjord?number={order.number}"))


def test_a_parcels_carrier_and_number_are_corrected_until_it_has_arrived(
    browser_of: Any, lin: Person, tom: Person, order: Order
) -> None:
    lin_s = browser_of(lin)
    lin_s.post(f"{desk_of(order)}/parcel", {"carrier": "DHL", "tracking": "JD0146"})
    parcel = Parcel.objects.get()
    Parcel.objects.update(events=[{"at": "2026-11-20T08:00:00", "place": "Oslo", "text_en": "x", "text_zh": "x"}])
    address = f"{desk_of(order)}/parcels/{encode(parcel.pk)}"
    right = {f"parcel-{parcel.pk}-carrier": "UPS", f"parcel-{parcel.pk}-tracking": "1Z999"}
    page = lin_s.get(desk_of(order)).content.decode()
    assert f'name="parcel-{parcel.pk}-tracking" type="text" value="JD0146"' in page

    wrong = lin_s.post(address, {**right, f"parcel-{parcel.pk}-tracking": "<b>"})
    assert wrong.status_code == 422
    assert "A tracking number has letters and digits" in wrong.content.decode()
    assert Parcel.objects.get().tracking == "JD0146"
    for _press in range(2):
        assert lin_s.post(address, right)["Location"] == desk_of(order)

    told = Parcel.objects.values_list("carrier", "tracking", "events", "corrections").get()
    assert told == ("UPS", "1Z999", [], 1)
    assert "1Z999" in browser_of(tom).get(f"/orders/{order.number}").content.decode()
    record_carrier_delivery(parcel, at=now())
    assert "Correct carrier or number" in page
    assert "Correct carrier or number" not in lin_s.get(desk_of(order)).content.decode()
    late = lin_s.post(address, {**right, f"parcel-{parcel.pk}-tracking": "2Z999"})
    assert (late.status_code, Parcel.objects.get().tracking) == (422, "1Z999")
    assert "It has arrived already." in late.content.decode()
