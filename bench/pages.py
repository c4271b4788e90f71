"""Which pages are measured, and what each may cost."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import override_settings

from bench.measure import Answer, Cost, ask, measure
from bench.town import BIG_BOARD, BUSY_NOTE
from cinnabar.feed.serving import served
from cinnabar.kit.ids import encode
from cinnabar.orders.models import BasketLine
from cinnabar.people.models import Person
from cinnabar.people.sessions import SessionStore

TARGETS_MS = {
    "home": 2.5,
    "next page": 2.5,
    "home, signed in": 4.0,
    "next page, signed in": 4.0,
    "home, learned": 10.0,
    "next page, learned": 10.0,
    "note": 4.0,
    "note, signed in": 4.0,
    "note, 2,000 comments": 5.0,
    "the same, signed in": 5.0,
    "its longest thread": 5.0,
    "board of 5,000": 5.0,
    "board, signed in": 5.0,
    "product": 4.0,
    "product, signed in": 4.0,
    "basket, signed in": 4.0,
    "place an order": 15.0,
}

NOTE = f"/notes/{encode(5_000_002)}"
BUSY = f"/notes/{encode(BUSY_NOTE)}"
BOARD = f"/boards/{encode(BIG_BOARD)}"
THREAD = f"{BUSY}?comment={encode(80_000_001)}"
PRODUCT = f"/products/{encode(4_000_030)}"
VARIANT = 40_000_300  # the first of that product


def every_page() -> Iterator[Cost]:
    """Measure them one after the other."""
    cookie = signed_in(Person.objects.get(handle="person1"))
    yield measure("home", lambda: ask("/"))
    after = _next_page(ask("/"))
    yield measure("next page", lambda: ask(after))
    with override_settings(FEED_FOLDER=Path(os.devnull)):  # no snapshot: home by the recipe
        served.forget()
        yield from _home_of(cookie, "signed in")
    served.forget()
    yield from _home_of(cookie, "learned")
    yield measure("note", lambda: ask(NOTE))
    yield measure("note, signed in", lambda: ask(NOTE, cookies=cookie))
    yield measure("note, 2,000 comments", lambda: ask(BUSY))
    yield measure("the same, signed in", lambda: ask(BUSY, cookies=cookie))
    yield measure("its longest thread", lambda: ask(THREAD))
    yield measure("board of 5,000", lambda: ask(BOARD))
    yield measure("board, signed in", lambda: ask(BOARD, cookies=cookie))
    yield measure("product", lambda: ask(PRODUCT))
    yield measure("product, signed in", lambda: ask(PRODUCT, cookies=cookie))
    _fill_basket(cookie)
    yield measure("basket, signed in", lambda: ask("/basket", cookies=cookie))
    yield _placing(cookie)


def _home_of(cookie: str, how: str) -> Iterator[Cost]:
    yield measure(f"home, {how}", lambda: ask("/", cookies=cookie))
    after = _next_page(ask("/", cookies=cookie))
    yield measure(f"next page, {how}", lambda: ask(after, cookies=cookie))


def _placing(cookie: str) -> Cost:
    BasketLine.objects.all().delete()
    _fill_basket(cookie)
    total = _hidden(ask("/checkout?currency=CNY&country=CN", cookies=cookie).body.decode(), "total")
    form = {
        "currency": "CNY",
        "country": "CN",
        "shown_country": "CN",
        "total": total,
        "name": "王小明",
        "street_address": "梧桐路 18 弄 302 室",
        "city_area": "徐汇区",
        "city": "上海市",
        "country_area": "上海市",
        "postal_code": "200031",
        "phone": "021-5555 0134",
    }

    def place() -> Answer:
        return ask("/checkout", cookies=cookie, form={**form, "key": uuid.uuid4().hex})

    BasketLine.objects.all().delete()
    return measure("place an order", place, before=lambda: _fill_basket(cookie), expect=302)


def _fill_basket(cookie: str) -> None:
    answer = ask("/basket", cookies=cookie, form={"variant": encode(VARIANT), "quantity": "1"})
    if answer.status not in (302, 303):
        raise RuntimeError(f"the basket answered {answer.status}")


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if not found:
        raise RuntimeError(f"no field {name} on the page")
    return found[1]


def _next_page(answer: Answer) -> str:
    found = re.search(r'rel="next" href="([^"]+)"', answer.body.decode())
    if not found:
        raise RuntimeError("home has no next page")
    return found[1].replace("&amp;", "&")


def signed_in(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"session={session.session_key}"
