"""What buyers are told by mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from cinnabar.kit.clock import at, now
from cinnabar.kit.ids import encode
from cinnabar.kit.money import Money
from cinnabar.notifications.models import ALWAYS_TOLD, Entry, Kind, Mail, Silence
from cinnabar.notifications.ringing import choose_kinds
from cinnabar.orders.actions.cancelling import cancel_order
from cinnabar.orders.actions.refunding import refund
from cinnabar.orders.actions.shipping import correct_parcel, mark_shipped
from cinnabar.orders.models import Order, Purchase
from cinnabar.orders.tests.props import a_paid_order, a_purchase, euros
from cinnabar.people.exports import ask_for_export, prepare_export
from cinnabar.people.models import Person
from cinnabar.shop.models import Shop, ShopRole, ShopStaff, Variant
from cinnabar.shop.staffing import decline_invitation, invite_staff

Work = Callable[[], int]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "media_folder")]


def letters() -> list[Mail]:
    """Those of buyers and accounts; what a shop is told of is asked for by `of_the_shop`."""
    return list(Mail.objects.exclude(key__startswith="sale:").order_by("pk"))


def of_the_shop() -> list[Mail]:
    return list(Mail.objects.filter(key__startswith="sale:").order_by("to"))


def an_order_of(person: Person, variant: Variant) -> Order:
    """Two corals, paid, as somebody who reads the site in Chinese without saying so in the account."""
    order = a_paid_order(person, variant, 2)
    Purchase.objects.update(language="zh-hans")
    return order


def test_a_paid_order_is_told_once(tom: Person, coral: Variant, work: Work) -> None:
    order = a_paid_order(tom, coral, 2)

    assert work() == 2  # the buyer's mail and the shop's

    (told,) = letters()
    assert told.to == "tom@example.com"
    assert told.subject == f"Hanok has your order {order.number}"
    assert "2 × Petal Melt Lipstick (Coral)  €40.00" in told.body
    assert "Shipping: €4.00" in told.body
    assert "Total: €44.00" in told.body
    assert f"http://testserver/orders/{order.number}" in told.body
    assert told.sent_at is None


def test_what_is_long_past_is_not_told(tom: Person, coral: Variant, work: Work) -> None:
    with at(now() - timedelta(days=8)):
        mark_shipped(a_paid_order(tom, coral), carrier="An Post")
    work()

    assert not Mail.objects.exists()


def test_an_order_that_is_only_placed_is_not_told(tom: Person, coral: Variant, work: Work) -> None:
    a_purchase(tom, coral)

    assert work() == 0
    assert not letters()


def test_a_sent_parcel_is_told_with_its_number(tom: Person, coral: Variant, work: Work) -> None:
    order = a_paid_order(tom, coral)
    work()

    mark_shipped(order, carrier="DHL", tracking="00340434161")
    mark_shipped(order, carrier="DHL", tracking="00340434161")

    assert work() == 1
    told = letters()[-1]
    assert told.subject == f"Your order {order.number} is on its way"
    assert "with DHL" in told.body
    assert "00340434161" in told.body


def test_a_shop_is_told_of_an_order_in_the_language_of_each_who_works_there(
    tom: Person, lin: Person, mei: Person, zoe: Person, hanok: Shop, coral: Variant, work: Work, browser_of: Any
) -> None:
    for one in (mei, zoe):
        ShopStaff.objects.create(shop=hanok, person=one, role=ShopRole.SUPPORT)
    assert "New orders in my shop" in browser_of(zoe).get("/settings/notifications").content.decode()
    browser_of(zoe).post("/settings/notifications", {"kinds": [], "mails": []})

    order = a_paid_order(tom, coral, 2)
    work()

    of_lin, of_mei = of_the_shop()
    assert (of_lin.to, of_lin.subject) == ("lin@example.com", f"New order {order.number} for Hanok")
    assert (of_mei.to, of_mei.subject) == ("mei@example.com", f"Hanok 有新订单 {order.number}")
    assert "2 × Petal Melt Lipstick (Coral)  €40.00" in of_lin.body
    assert f"http://testserver/desk/shop/hanok/orders/{order.number}" in of_lin.body
    assert "http://testserver/settings/notifications" in of_lin.body
    assert "Linienstraße" not in of_lin.body
    browser_of(zoe).post("/settings/notifications", {"kinds": [], "mails": ["sale"]})
    a_paid_order(tom, coral, key="key-2")
    work()
    assert [letter.to for letter in of_the_shop()].count("zoe@example.com") == 1


def test_a_corrected_parcel_is_told_once_for_each_correction(tom: Person, coral: Variant, work: Work) -> None:
    order = a_paid_order(tom, coral)
    parcel = mark_shipped(order, carrier="DHL", tracking="00340434161")
    work()

    for carrier in ("UPS", "UPS", "DHL"):
        correct_parcel(order, parcel.pk, carrier=carrier, tracking="1Z999AA1")
        work()

    told = letters()[-2:]
    assert [letter.subject for letter in told] == [f"Your order {order.number}: how it travels was corrected"] * 2
    assert "Carrier: UPS" in told[0].body
    assert "Tracking number: 1Z999AA1" in told[0].body
    assert "Carrier: DHL" in told[1].body
    assert len(letters()) == 4


def test_two_equal_refunds_are_two_mails(tom: Person, coral: Variant, work: Work) -> None:
    order = a_paid_order(tom, coral, 2)
    mark_shipped(order, carrier="DHL")
    work()

    refund(order, euros(10), reason="late", key="a")
    refund(order, euros(10), reason="late", key="a")
    refund(order, euros(10), reason="late", key="b")

    assert work() == 2
    first, second = letters()[-2:]
    assert first.subject == second.subject == "€10.00 is on its way back to you"
    assert "Refunded so far: €10.00 of €44.00." in first.body
    assert "Refunded so far: €20.00 of €44.00." in second.body


def test_a_cancelled_order_is_told_as_such(tom: Person, coral: Variant, work: Work) -> None:
    order = a_paid_order(tom, coral)
    work()

    cancel_order(order, reason="changed_mind")

    assert work() == 1
    told = letters()[-1]
    assert told.subject == "€24.00 is on its way back to you"
    assert "is cancelled" in told.body
    assert "Refunded so far" not in told.body


def test_mails_speak_the_buyers_language_whoever_clicked(mei: Person, coral: Variant, work: Work) -> None:
    with translation.override("en"):
        order = a_paid_order(mei, coral, 2)
        mark_shipped(order, carrier="DHL", tracking="7")
        refund(order, Money(1050, "EUR"), reason="late", key="a")
        work()

    told = letters()
    assert [letter.subject for letter in told] == [
        f"Hanok 收到了你的订单 {order.number}",
        f"你的订单 {order.number} 已发货",
        "€10.50 正在退给你",
    ]
    for letter in told:
        assert "Hello" not in letter.body
        assert "order" not in letter.body.replace("/orders/", "")
    assert "2 × 花瓣融唇膏 (珊瑚橘)" in told[0].body
    assert f"{order.promised_from.month}月{order.promised_from.day}日" in told[0].body


def test_without_a_language_of_the_account_the_purchases_counts(zoe: Person, coral: Variant, work: Work) -> None:
    an_order_of(zoe, coral)
    work()

    assert "收到了你的订单" in letters()[0].subject


def test_a_buyer_who_switches_is_told_in_the_new_language(mei: Person, coral: Variant, work: Work) -> None:
    order = an_order_of(mei, coral)
    work()
    Person.objects.filter(pk=mei.pk).update(language="en")

    mark_shipped(order, carrier="DHL")
    work()

    assert letters()[-1].subject == f"Your order {order.number} is on its way"


def test_links_begin_with_our_address(tom: Person, coral: Variant, work: Work, settings: Any) -> None:
    settings.ADDRESS = "https://shop.example.test:8443"

    order = a_paid_order(tom, coral)
    work()

    assert f"https://shop.example.test:8443/orders/{order.number}" in letters()[0].body
    assert "testserver" not in letters()[0].body


def test_names_stand_in_mails_as_they_are(tom: Person, coral: Variant, work: Work) -> None:
    Person.objects.filter(pk=tom.pk).update(name="O'Neill & <Söhne>")

    a_paid_order(tom, coral)
    work()

    assert "Hello O'Neill & <Söhne>," in letters()[0].body


def test_a_shop_that_asks_for_help_rings_and_writes_once(
    hanok: Shop, lin: Person, mei: Person, browser_of: Any, tell: Work
) -> None:
    invite_staff(hanok, mei, role=ShopRole.SUPPORT, by=lin)
    with translation.override("en"):
        assert tell() == 1

    (told,) = letters()
    assert (told.to, told.subject) == ("mei@example.com", "「Hanok」邀请你加入")
    assert "Lin（@lin）" in told.body
    assert "http://testserver/desk/invitations" in told.body
    mei.refresh_from_db()
    assert mei.unread == 1
    entry = Entry.objects.get(person=mei)
    browser = browser_of(mei)
    assert "Lin 邀请你加入「Hanok」" in browser.get("/inbox").content.decode()
    assert browser.get(f"/inbox/{encode(entry.pk)}")["Location"] == "/desk/invitations"

    decline_invitation(hanok, mei)
    with at(now() + timedelta(minutes=1)):
        invite_staff(hanok, mei, role=ShopRole.SUPPORT, by=lin)
        tell()
    assert len(letters()) == 2


@pytest.mark.parametrize(("is_broken", "subject"), [(False, "你的数据副本准备好了"), (True, "你的数据副本没有做成")])
def test_a_copy_of_ones_data_is_told_in_ones_own_language(
    mei: Person, tell: Work, browser_of: Any, monkeypatch: Any, is_broken: bool, subject: str
) -> None:
    if is_broken:
        monkeypatch.setattr("cinnabar.people.exports.Pack.write", lambda _pack: 1 / 0)
    export = ask_for_export(mei, language="en")
    prepare_export.func(export_id=export.pk)
    assert tell() == 1

    (told,) = letters()
    assert (told.to, told.subject) == ("mei@example.com", subject)
    assert "http://testserver/settings/data" in told.body
    assert subject in browser_of(mei).get("/inbox").content.decode()
    choose_kinds(mei, [])
    assert set(Silence.objects.values_list("kind", flat=True)) == set(Kind.values) - set(ALWAYS_TOLD)
