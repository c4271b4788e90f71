"""States that a visitor of the demo should be able to see: orders at every step, boards, likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from cinnabar.kit.clock import at, now
from cinnabar.notes import actions as notes
from cinnabar.notes.models import Note
from cinnabar.orders.actions.refunding import refund_in_full
from cinnabar.orders.actions.shipping import confirm_delivery, record_parcel_event
from cinnabar.people.models import Person
from cinnabar.shop.models import Product
from cinnabar.town.buying import place_and_pay, send
from cinnabar.town.ledger import once, settled
from cinnabar.town.real import seeded

BOARDS = {
    "tom_reads": ("Gifts for Niamh", "Things my sister might actually use.", "beauty"),
    "mei_writes": ("下一个空瓶", "正在用、快用完的，回购前再想想。", "skincare"),
    "karinreads": ("A quiet home", "Mugs, candles, things that hold flowers.", "home"),
    "两颗奶糖": ("宝宝抽屉", "老二的清单，比老大那会儿短多了。", "baby"),
}


def show_states(people: Mapping[str, Person], products: Mapping[str, Product], today: datetime) -> None:
    """Make each of them once."""
    known = settled("state")
    makers = {
        "unshipped": lambda: _order(people["tom_reads"], products["cabin-38-suitcase"], today - timedelta(hours=5)),
        "abroad": lambda: _parcel_abroad(people["tom_reads"], products["fjord-mug"], today),
        "refund": lambda: _refunded(people["tom_reads"], products["rosso-clay-mask"], today),
        "received": lambda: _received(people["tom_reads"], products["velvet-hour-lipstick"], today),
        "boards": lambda: _fill_boards(people),
        "likes": lambda: _like(people),
    }
    for key, make in makers.items():
        if key not in known:
            once("state", key, partial(_made, make))


def _made(make: Callable[[], None]) -> int:
    make()
    return 1


def _order(buyer: Person, product: Product, moment: datetime) -> None:
    place_and_pay(buyer, [product.variants.filter(in_stock__gt=0)[0]], at_=moment)


def _parcel_abroad(buyer: Person, product: Product, today: datetime) -> None:
    (order,) = place_and_pay(buyer, [product.variants.filter(in_stock__gt=0)[0]], at_=today - timedelta(days=5))
    send(order, at_=today - timedelta(days=4))
    parcel = order.parcels.get()
    for days, place, english, chinese in (
        (4.0, "Bergen", "Handed to the carrier", "已交承运商"),
        (3.2, "Oslo", "Left the country of origin", "已离开发件国"),
        (1.1, "Dublin", "Arrived in the country of destination", "已到达目的国"),
    ):
        moment = today - timedelta(days=days)
        record_parcel_event(parcel, at=moment, place=place, text_en=english, text_zh=chinese)


def _refunded(buyer: Person, product: Product, today: datetime) -> None:
    (order,) = place_and_pay(buyer, [product.variants.filter(in_stock__gt=0)[0]], at_=today - timedelta(days=31))
    send(order, at_=today - timedelta(days=30))
    with at(today - timedelta(days=20)):
        confirm_delivery(order)
    with at(today - timedelta(days=17)):
        refund_in_full(order, reason="damaged")


def _received(buyer: Person, product: Product, today: datetime) -> None:
    (order,) = place_and_pay(buyer, [product.variants.filter(in_stock__gt=0)[0]], at_=today - timedelta(days=12))
    send(order, at_=today - timedelta(days=11))
    with at(today - timedelta(days=2)):
        confirm_delivery(order)


def _fill_boards(people: Mapping[str, Person]) -> None:
    for handle, (name, description, channel) in BOARDS.items():
        board = notes.create_board(people[handle], name, description=description)
        for note in Note.objects.filter(channel=channel, state="published").order_by("-likes_imported")[:9]:
            with at(_after(note, "save", handle)):
                notes.save_note(people[handle], note, board)


def _like(people: Mapping[str, Person]) -> None:
    """Everybody likes a few notes, some time after they came out, so that some likes have names behind them."""
    published = list(Note.objects.filter(state="published").order_by("pk"))
    for place, person in enumerate(people.values()):
        for note in published[place % 7 :: 11]:
            if note.author_id != person.pk:
                with at(_after(note, "like", person.handle)):
                    notes.like(person, note)


def _after(note: Note, *what: str) -> datetime:
    """Some moment between the publication of a note and now, rather an early one."""
    assert note.published_at is not None
    return note.published_at + (now() - note.published_at) * seeded(note.reference, *what).random() ** 2
