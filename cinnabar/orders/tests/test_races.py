"""Where buyers collide: eight processes, crossed baskets, double clicks, the same webhook twice at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from cinnabar.kit.models import Installation
from cinnabar.kit.money import Money
from cinnabar.orders.actions.cancelling import cancel_order
from cinnabar.orders.actions.paying import begin_payment, pay
from cinnabar.orders.actions.placing import place_order
from cinnabar.orders.actions.refunding import refund
from cinnabar.orders.actions.shipping import mark_shipped
from cinnabar.orders.models import BasketLine, LedgerLine, Order, OrderLine, Parcel, Purchase
from cinnabar.orders.reasons import CancelReason
from cinnabar.orders.tests.props import a_paid_order, a_purchase, an_agreement, put
from cinnabar.payments.actions import record_answer
from cinnabar.payments.models import Payment, Refund
from cinnabar.payments.providers import Answer, Verdict
from cinnabar.people.models import Person
from cinnabar.shop.actions import edit_product
from cinnabar.shop.models import ProductCard, Variant
from cinnabar.shop.specs import VariantSpec
from cinnabar.shop.tests.props import a_spec
from tests.cast import a_person, a_product, a_shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shelf(transactional_db: None) -> Iterator[list[Variant]]:
    """Two products of one shop, five of each variant, in a demo."""
    Installation.objects.get_or_create(pk=1, defaults={"is_demo": True})
    shop = a_shop(a_person("lin"))
    yield [a_product(shop, name).variants.get(position=0) for name in ("Lipstick", "Serum")]


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run `tasks` in threads that begin together; a result or the exception of each."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return task()
        except Exception as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def in_stock(variant: Variant) -> int:
    return Variant.objects.get(pk=variant.pk).in_stock


def a_buyer_process(buyer: Person) -> subprocess.Popen[str]:
    """The whole purchase in a process of its own, on the test's database, waiting for its start."""
    database = make_conninfo(os.environ["DATABASE_URL"], dbname=str(connection.settings_dict["NAME"]))
    return subprocess.Popen(
        [sys.executable, "-m", "cinnabar.orders.tests.one_buyer", str(buyer.pk)],
        env={**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_eight_processes_buy_the_last_piece_and_one_gets_it(shelf: list[Variant]) -> None:
    lipstick = shelf[0]
    Variant.objects.filter(pk=lipstick.pk).update(in_stock=1)
    buyers = [a_person(f"buyer{number}") for number in range(8)]
    for buyer in buyers:
        put(buyer, lipstick)
    processes = [a_buyer_process(buyer) for buyer in buyers]
    assert [process.stdout and process.stdout.readline() for process in processes] == ["ready\n"] * 8

    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0].strip() for process in processes]

    assert answers.count("bought") == 1
    assert set(answers) <= {"bought", "OutOfStock", "NothingToBuy"}
    assert (Order.objects.count(), Purchase.objects.count(), OrderLine.objects.count()) == (1, 1, 1)
    assert in_stock(lipstick) == 0


def test_crossed_baskets_do_not_lock_each_other_out(shelf: list[Variant]) -> None:
    buyers = [a_person(f"buyer{number}") for number in range(4)]
    for number, buyer in enumerate(buyers):
        for variant in shelf if number % 2 else reversed(shelf):
            put(buyer, variant)
    agreed = [an_agreement(buyer) for buyer in buyers]

    results = at_once(*(lambda b=b, a=a: place_order(b, a) for b, a in zip(buyers, agreed, strict=True)))

    assert [type(result).__name__ for result in results] == ["Purchase"] * 4
    assert [in_stock(variant) for variant in shelf] == [1, 1]


def test_a_double_click_is_one_purchase(shelf: list[Variant]) -> None:
    tom = a_person("tom")
    put(tom, shelf[0], 2)
    agreed = an_agreement(tom)

    first, second = at_once(lambda: place_order(tom, agreed), lambda: place_order(tom, agreed))

    assert first.pk == second.pk
    assert (Purchase.objects.count(), Order.objects.count(), in_stock(shelf[0])) == (1, 1, 3)


def test_paying_twice_at_once_charges_once(shelf: list[Variant]) -> None:
    tom = a_person("tom")
    purchase = a_purchase(tom, shelf[0])

    def approve() -> Any:
        return pay(tom, purchase.pk, agreed=purchase.total, means="approve")

    results = at_once(approve, approve)

    assert sorted(type(result).__name__ for result in results)[0] in ("AlreadyPaid", "Payment")
    assert Payment.objects.filter(state="succeeded").count() == 1
    assert LedgerLine.objects.filter(reason="sale").values("entry_id").distinct().count() == 1


def test_a_webhook_twice_at_once_is_one_entry(shelf: list[Variant]) -> None:
    tom = a_person("tom")
    purchase = a_purchase(tom, shelf[0])
    payment = begin_payment(tom, purchase.pk, agreed=purchase.total)
    answer = Answer(payment.pk, Verdict.SUCCEEDED, payment.amount, f"test_{payment.pk}")

    results = at_once(*[lambda: record_answer("test", answer)] * 4)

    assert results == [None] * 4
    assert LedgerLine.objects.filter(reason="sale").values("entry_id").distinct().count() == 1
    assert ProductCard.objects.get(product=shelf[0].product).sold == 1


def test_money_and_cancellation_at_once_leave_nothing_over(shelf: list[Variant]) -> None:
    tom = a_person("tom")
    for turn in range(4):
        purchase = a_purchase(tom, shelf[0], key=f"turn-{turn}")
        payment = begin_payment(tom, purchase.pk, agreed=purchase.total)
        answer = Answer(payment.pk, Verdict.SUCCEEDED, payment.amount, f"test_{payment.pk}")
        order = purchase.orders.get()

        results = at_once(
            lambda answer=answer: record_answer("test", answer),
            lambda order=order: cancel_order(order, reason=CancelReason.BUYER),
        )

        order.refresh_from_db()
        assert results == [None, None]
        assert (order.state, order.refunded_minor) == ("cancelled", order.total_minor)
        assert Refund.objects.get(payment=payment).amount_minor == order.total_minor
    assert in_stock(shelf[0]) == 5
    assert ProductCard.objects.get(product=shelf[0].product).sold == 0


def test_cancelling_twice_at_once_refunds_once(shelf: list[Variant]) -> None:
    tom = a_person("tom")
    purchase = a_purchase(tom, shelf[0], 2)
    pay(tom, purchase.pk, agreed=purchase.total, means="approve")
    order = Order.objects.get()

    results = at_once(*[lambda: cancel_order(order, reason=CancelReason.BUYER)] * 3)

    assert results == [None] * 3
    assert Refund.objects.count() == 1
    assert in_stock(shelf[0]) == 5


def test_buying_cancelling_and_paying_the_same_goods_at_once_ends(shelf: list[Variant]) -> None:
    """Stock, cards and the number sold are locked in one order, also where products sell out and come back."""
    Variant.objects.filter(pk__in=[variant.pk for variant in shelf]).update(in_stock=2)
    cancelling, paying, buying = a_person("cancelling"), a_person("paying"), a_person("buying")
    for turn in range(5):
        both = []
        for person, goods in ((cancelling, shelf), (paying, shelf[::-1])):
            for variant in goods:
                put(person, variant)
            both.append(place_order(person, an_agreement(person, key=f"turn-{turn}")))
        pay(cancelling, both[0].pk, agreed=both[0].total, means="approve")
        payment = begin_payment(paying, both[1].pk, agreed=both[1].total)
        answer = Answer(payment.pk, Verdict.SUCCEEDED, payment.amount, f"test_{payment.pk}")
        order = both[0].orders.get()

        results = at_once(
            lambda order=order: cancel_order(order, reason=CancelReason.BUYER),
            lambda answer=answer: record_answer("test", answer),
            lambda turn=turn: buy_both(buying, shelf, key=f"turn-{turn}"),
        )

        assert results[:2] == [None, None]
        assert type(results[2]).__name__ in ("Purchase", "NothingToBuy", "OutOfStock", "NotEnough", "TotalChanged")
        for left in Order.objects.exclude(state="cancelled"):
            cancel_order(left, reason=CancelReason.BUYER)
        BasketLine.objects.all().delete()
        assert [in_stock(variant) for variant in shelf] == [2, 2]
    assert [card.sold for card in ProductCard.objects.all()] == [0, 0]


def buy_both(person: Person, variants: list[Variant], *, key: str) -> Purchase:
    for variant in variants:
        put(person, variant)
    return place_order(person, an_agreement(person, key=key))


def test_two_refunds_at_once_never_exceed_what_was_paid(shelf: list[Variant]) -> None:
    tom = a_person("tom")
    order = a_paid_order(tom, shelf[0])  # 24.00
    mark_shipped(order, carrier="DHL")
    part = Money(1500, "EUR")

    results = at_once(*(partial(refund, order, part, reason="damaged", key=f"window-{at}") for at in range(4)))

    assert sorted(type(one).__name__ for one in results) == ["NoneType", *["RefundTooLarge"] * 3]
    assert (Order.objects.get().refunded_minor, Refund.objects.get().amount_minor) == (1500, 1500)


def test_the_same_parcel_sent_from_two_windows_is_one(shelf: list[Variant]) -> None:
    tom = a_person("tom")
    order = a_paid_order(tom, shelf[0], 2)
    line = order.lines.get().pk

    at_once(*(partial(mark_shipped, order, carrier="DHL", contents={line: 1}) for _window in range(4)))

    assert [*Parcel.objects.values_list("contents", flat=True)] == [[[line, 1]]]
    assert Order.objects.get().state == "part_sent"


def test_two_windows_save_a_product_at_once_and_one_is_told(shelf: list[Variant]) -> None:
    product = shelf[0].product
    variants = tuple(
        VariantSpec(variant_id=one.pk, labels_en=tuple(one.labels_en), price_minor=2000, in_stock=5, stock_seen=5)
        for one in product.variants.order_by("position")
    )
    spec = a_spec(variants=variants)

    results = at_once(*(partial(edit_product, product, replace(spec, name_en=f"N{at}"), seen=0) for at in range(3)))

    assert sorted(type(one).__name__ for one in results) == ["ChangedMeanwhile", "ChangedMeanwhile", "Product"]
    product.refresh_from_db()
    assert product.edition == 1
