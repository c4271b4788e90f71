"""Every form sent twice at the same moment, as a double click or two tabs do: what was meant happens once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.db import connections
from django.test import Client
from django.urls import resolve

from cinnabar.kit.ids import encode
from cinnabar.media import files
from cinnabar.people.models import Person
from cinnabar.shop.models import Shop, ShopRole, ShopStaff
from tests.access.forms import Form, Reading
from tests.access.places import PEOPLE, Places, all_places
from tests.access.test_odd_input import GOOD, good_of
from tests.access.test_who_gets_what import TABLE
from tests.access.worlds import World
from tests.cast import a_picture

pytestmark = pytest.mark.django_db(transaction=True)

Press = tuple[str, str, str]  # whose, where to, what is sent

PASSWORD = "a long way home"

# A link in a mail leads there, and works once: people/tests/test_accounts.py.
ELSEWHERE = {"account_reset_password_from_key"}


@pytest.fixture
def places(transactional_db: None, media_folder: Path) -> Places:
    return all_places()


def presses(places: Places, browsers: Any) -> list[Press]:
    """Every button of every form of every page, once, with good words in its fields."""
    good, found = good_of(places), dict[tuple[str, frozenset[str], str], Press]()
    for name, about, get, _post in TABLE:
        for who in (one for one in (*PEOPLE[1:], "visitor") if get[one] == 200):
            address = places.address(name, about)
            response = browsers(who).get(address)
            if not response.headers["Content-Type"].startswith("text/html"):
                continue
            for form in Reading(response.content.decode()).forms:
                action = urljoin(address, form.action)
                if form.method == "post" and action.startswith("/"):
                    for button, body in filled(form, good.get(action, {})):
                        found.setdefault((action, frozenset(form.names), button), (who, action, body))
    return list(found.values())


def more_presses(places: Places) -> Iterator[Press]:
    """What no page of the cast offers as it stands."""
    about, people = places.about, places.people
    reader, rival, seller = people["reader"], people["rival"], people["seller"]
    assert isinstance(reader, Person)
    reader.set_password(PASSWORD)
    reader.save()
    banner = a_picture(seller, purpose="shop", state="ready")  # type: ignore[arg-type]
    for name in files.names_of(banner):
        files.stem(banner.secret).with_name(name).touch()
    shop = Shop.objects.get(slug=about["shop"]["slug"])
    ShopStaff.objects.create(shop=shop, person=rival, role=ShopRole.OWNER)  # type: ignore[misc]
    about["sent order"] = {"number": about["sent order of a shop"]["number"]}
    note = encode(about["note"]["note_id"])
    for who, name, where, fields in (
        ("author", "board-items", "board", {"do": "remove", "item": note}),
        ("author", "moderation-answer", "decided", {"words": "It is true"}),
        ("buyer", "case-answer", "decided case", {"words": "It is true"}),
        ("buyer", "checkout", "", GOOD["checkout", "", "buyer"]),
        ("buyer", "order-delivery", "sent order", {}),
        ("reader", "history-clearing", "", {}),
        ("reader", "search-history-removal", "", {"words": "tea"}),
        ("reader", "search-history-clearing", "", {}),
        ("reader", "settings-email", "", {"email": "other@example.com", "password": PASSWORD}),
        ("reader", "settings-password", "", {"oldpassword": PASSWORD, "password1": "a longer way home"}),
        ("reader", "settings-picture-removal", "", {}),
        ("reader", "settings-sessions", "", {"end": "others"}),
        ("visitor", "session-end", "ticket", {}),
        ("visitor", "login", "", {"login": "zoe", "password": PASSWORD}),
        ("seller", "shop-banner", "shop", {"picture": encode(banner.pk)}),
        (
            "seller",
            "shop-desk-refund",
            "sent order of a shop",
            GOOD["shop-desk-refund", "sent order of a shop", "seller"],
        ),
        ("seller", "shop-desk-sending-end", "order of a shop", {}),
        ("seller", "shop-leaving", "shop", {}),
        ("moderator", "moderation-case", "case", {"act-rule": "harm", "act-reason": "Somebody is insulted"}),
        ("moderator", "moderation-case", "case", {"dismiss-reason": "It may stand"}),
        ("moderator", "moderation-review", "decision", {}),
    ):
        yield who, places.address(name, where), urlencode(fields, doseq=True)


def filled(form: Form, good: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """For each button what it is called and what is sent: good words in the fields, what the button says last."""
    typed = {name: value for name, value in good.items() if name in form.names and value != ""}
    for fields in form.presses:
        button = fields[-1] if fields and fields[-1][0] in form.buttons else ("", "")
        told = [field for field in fields if field[0] not in typed and field != button]
        said = [field for field in typed.items() if field[0] != button[0]]
        yield f"{button}", urlencode([*told, *said, *([button] if button[0] else [])], doseq=True)


def send_at_once(clients: list[Client], action: str, body: str) -> list[int]:
    start = Barrier(len(clients))

    def run(client: Client) -> int:
        start.wait()
        try:
            return send(client, action, body)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(run, clients))


def send(client: Client, action: str, body: str) -> int:
    return client.post(action, body, content_type="application/x-www-form-urlencoded").status_code


def test_every_form_sent_twice_at_once_has_one_effect(places: Places, browser_of: Any) -> None:
    @cache
    def browsers(who: str) -> Client:
        person = places.people[who]
        made = browser_of(person if person.is_authenticated else None)
        made.raise_request_exception = False
        return made

    def a_tab(who: str) -> Client:
        """One more window of the same browser."""
        made = browser_of(None)
        made.raise_request_exception, made.cookies = False, browsers(who).cookies.copy()
        return made

    pressed = [*more_presses(places), *presses(places, browsers)]
    draft, publication = places.address("draft", "draft"), places.address("publication", "draft")
    pressed += [(who, publication, body) for who, action, body in pressed if action == draft and "do=publish" in body]
    wrong, worked, world = [], set[str](), World()
    for who, action, body in pressed:
        alone = send(a_tab(who), action, body)
        after_one = world.changes()
        world.bring_back()
        both = send_at_once([a_tab(who), a_tab(who)], action, body)
        after_two = world.changes()
        world.bring_back()
        if alone < 400:
            worked.add(resolve(action.partition("?")[0]).url_name or "")
        what = f"{action} as {who} {body[:200]}: {alone}, then {both}"
        if max(alone, *both) >= 500:
            wrong.append(what)
        elif after_one != after_two:
            wrong.append(f"{what} {difference(after_one, after_two)}")
    world.forget()

    assert wrong == []
    assert sent_by_forms() - worked - ELSEWHERE == set()


def difference(one: dict[str, list[str]], two: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        table: sorted(set(two.get(table, ())) ^ set(one.get(table, ()))) or [f"{len(two.get(table, ()))} rows"]
        for table in one.keys() | two.keys()
        if one.get(table) != two.get(table)
    }


def sent_by_forms() -> set[str]:
    """The names of all addresses that take forms."""
    return {name for name, _about, _get, post in TABLE if {200, 302, 422} & set(post.values())}
