"""Where two people's deeds meet: whoever waits for a lock must get it, nobody is thrown out as a deadlock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Timer
from time import sleep
from typing import Any

import pytest
from django.db import connections, transaction

from cinnabar.notes.actions import hide_note, like
from cinnabar.notes.models import Like, Note
from cinnabar.notes.tests.props import a_note
from cinnabar.orders.actions.basketing import add_to_basket
from cinnabar.orders.actions.placing import place_order
from cinnabar.orders.baskets import Holder
from cinnabar.orders.models import BasketLine, Order
from cinnabar.orders.tests.props import an_agreement, put
from cinnabar.shop import stock
from cinnabar.shop.actions import create_product
from cinnabar.shop.models import Product, Variant
from cinnabar.shop.tests.props import a_spec
from tests.cast import a_person, a_product, a_shop

pytestmark = pytest.mark.django_db(transaction=True)


def begin(pool: ThreadPoolExecutor, task: Callable[[], Any]) -> Future[Any]:
    def run() -> Any:
        try:
            return task()
        finally:
            connections.close_all()

    return pool.submit(run)


def test_two_likes_and_a_moderator_wait_for_each_other(media_folder: Any) -> None:
    """A like refers to its note's row, which nobody who changes that note may take for himself alone."""
    note = a_note(a_person("mei"))
    tom, zoe = a_person("tom"), a_person("zoe")
    liked, referred, hiding = Event(), Event(), Event()

    def first() -> None:
        with transaction.atomic():
            like(tom, note)
            liked.set()
            hiding.wait(5)
            sleep(0.5)  # the second one's count meets this one's

    def second() -> None:
        with transaction.atomic():
            Like.objects.create(person=zoe, note=note)  # a like's first statement
            referred.set()
            hiding.wait(5)
            Note.objects.filter(pk=note.pk).update(likes=note.likes + 1)  # and its second one

    def third() -> None:
        liked.wait(5)
        referred.wait(5)
        Timer(0.5, hiding.set).start()
        hide_note(note, reason="x")

    with ThreadPoolExecutor(3) as pool:
        results = [begin(pool, task) for task in (first, second, third)]

    assert [result.exception() for result in results] == [None, None, None]


def test_filling_a_basket_waits_for_no_buyer(db: None) -> None:
    """A basket's line refers to a variant; who takes that variant out of stock must not hold it up, nor wait for it."""
    first, second = a_product(a_shop(a_person("lin"))).variants.order_by("pk")
    tom = a_person("tom")
    taken, go_on = Event(), Event()

    def buy() -> None:
        with transaction.atomic():
            stock.hold({first.pk: 1})
            taken.set()
            go_on.wait(5)
            stock.hold({second.pk: 1})

    def fill() -> None:
        taken.wait(5)
        with transaction.atomic():
            add_to_basket(Holder(person_id=tom.pk), second.pk, 1)
            Timer(0.3, go_on.set).start()
            add_to_basket(Holder(person_id=tom.pk), first.pk, 1)

    with ThreadPoolExecutor(2) as pool:
        results = [begin(pool, task) for task in (buy, fill)]

    assert [result.exception() for result in results] == [None, None]
    assert set(BasketLine.objects.values_list("variant_id", flat=True)) == {first.pk, second.pk}
    assert set(Variant.objects.values_list("in_stock", flat=True)) == {4}


def test_an_import_of_goods_and_their_buyer_wait_for_each_other(monkeypatch: Any) -> None:
    """An order refers to its shop, which a new description of its goods must not take for itself alone."""
    shop = a_shop(a_person("lin"))
    product = create_product(shop, a_spec())
    tom = a_person("tom")
    put(tom, product.variants.get(position=0))
    agreed = an_agreement(tom)
    held, go_on = Event(), Event()
    hold = stock.hold

    def hold_and_dawdle(quantities: dict[int, int]) -> None:
        hold(quantities)
        held.set()
        go_on.wait(5)

    def describe_anew() -> None:
        held.wait(5)
        Timer(0.3, go_on.set).start()
        create_product(shop, a_spec(name_en="Petal Melt"))

    monkeypatch.setattr(stock, "hold", hold_and_dawdle)
    with ThreadPoolExecutor(2) as pool:
        results = [begin(pool, task) for task in (lambda: place_order(tom, agreed), describe_anew)]

    assert [result.exception() for result in results] == [None, None]
    assert Order.objects.count() == 1
    assert Product.objects.get().name_en == "Petal Melt"
