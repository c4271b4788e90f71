"""What holds for every address: methods, other sites, headers, cookies."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from tests.access.places import PEOPLE, Places
from tests.access.test_who_gets_what import TABLE

ASKED = [(name, about, get, post) for name, about, get, post in TABLE]


def rows() -> dict[str, int]:
    """How many rows every table has that a person's deed could fill; reading may write sessions and deeds."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label not in ("activity", "procrastinate", "kit")
        and model._meta.db_table != "people_browsersession"
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


@pytest.fixture
def owner(places: Places) -> dict[str, Any]:
    """For each row of the table somebody who is let in, best an account."""

    def of(get: dict[str, int], post: dict[str, int]) -> Any:
        let_in = (200, 302, 422)
        best = [who for who in reversed(PEOPLE[1:]) if get[who] == 200 or post[who] in let_in]
        return places.people[(best or ["visitor"])[0]]

    return {f"{name} {about}": of(get, post) for name, about, get, post in TABLE}


def a_client(person: Any, **headers: str) -> Client:
    client = Client(headers=headers, enforce_csrf_checks=True)
    if person.is_authenticated:
        client.force_login(person)
    return client


def test_head_is_answered_like_get(places: Places, browser_of: Any) -> None:
    wrong = []
    for name, about, get, _post in TABLE:
        for who in ("visitor", "author", "buyer", "seller", "moderator"):
            person = places.people[who]
            browser = browser_of(person if person.is_authenticated else None)
            before = rows()
            status = browser.head(places.address(name, about)).status_code
            if status != get[who] or rows() != before:
                wrong.append(f"{name} ({about}) as {who}: {status} instead of {get[who]}")

    assert wrong == []


def test_other_methods_are_refused_and_change_nothing(places: Places, owner: dict[str, Any], browser_of: Any) -> None:
    wrong = []
    for name, about, _get, _post in TABLE:
        for person in (owner[f"{name} {about}"], None):
            browser = browser_of(person if person and person.is_authenticated else None)
            for method in ("put", "patch", "delete"):
                before = rows()
                status = getattr(browser, method)(places.address(name, about)).status_code
                if status not in (302, 401, 404, 405) or rows() != before:
                    wrong.append(f"{method} {name} ({about}): {status}")

    assert wrong == []


def test_another_site_changes_nothing(places: Places, owner: dict[str, Any]) -> None:
    wrong = []
    for name, about, _get, post in TABLE:
        if set(post.values()) == {405} or name == "payment-webhook":  # a webhook is signed instead
            continue
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.test"}, {"Origin": "http://["}, {}):
            client = a_client(owner[f"{name} {about}"], **headers)
            before = rows()
            status = client.post(places.address(name, about), {"on": "1"}).status_code
            if status != 403 or rows() != before:
                wrong.append(f"{name} ({about}) with {headers}: {status}")

    assert wrong == []


def test_every_answer_carries_the_policy_and_says_who_may_keep_it(places: Places, owner: dict[str, Any]) -> None:
    wrong = []
    for name, about, _get, _post in TABLE:
        address = places.address(name, about)
        for person in (owner[f"{name} {about}"], places.people["visitor"], places.people["rival"]):
            for method in ("get", "post"):
                with transaction.atomic():
                    client = a_client(person, **{"Sec-Fetch-Site": "same-origin"})
                    headers = getattr(client, method)(address).headers
                    transaction.set_rollback(True)
                kept = headers.get("Cache-Control", "")
                is_private = person.is_authenticated or method == "post"
                if "default-src 'self'" not in headers.get("Content-Security-Policy", ""):
                    wrong.append(f"{method} {name} ({about}): no policy")
                if is_private and not ({"private", "no-store"} & set(kept.split(", "))):
                    wrong.append(f"{method} {name} ({about}): {kept or 'no Cache-Control'}")
                if "Cookie" not in headers.get("Vary", "") or headers.get("X-Content-Type-Options") != "nosniff":
                    wrong.append(f"{method} {name} ({about}): Vary {headers.get('Vary')}")

    assert wrong == []


def test_looking_sets_no_cookie_and_begins_no_session(places: Places) -> None:
    wrong = []
    for name, about, get, _post in TABLE:
        response = Client().get(places.address(name, about))
        if get["visitor"] in (200, 404) and response.cookies:
            wrong.append(f"{name} ({about}): {', '.join(response.cookies)}")

    assert wrong == []


def test_a_visitor_with_a_cookie_gets_a_page_of_their_own(places: Places) -> None:
    assert "public" in Client().get("/").headers["Cache-Control"]
    assert "private" in Client(headers={"Cookie": "interests=beauty"}).get("/").headers["Cache-Control"]


def test_a_form_takes_no_file(places: Places) -> None:
    """Files go to the live process by ticket; here one would hold a thread and fill the disk."""
    for person in (places.people["visitor"], places.people["reader"]):
        client = a_client(person, **{"Sec-Fetch-Site": "same-origin"})
        for address in ("/language", "/basket", "/pictures", "/settings/profile", places.address("like", "note")):
            before = rows()
            status = client.post(address, {"language": "en", "file": BytesIO(b"x" * 100_000)}).status_code

            assert status in (400, 401), address
            assert rows() == before


def test_a_foreign_host_never_gets_into_an_answer(places: Places) -> None:
    for name, about, _get, _post in TABLE:
        for headers in ({"Host": "evil.test"}, {"X-Forwarded-Host": "evil.test"}):
            response = Client(headers=headers).get(places.address(name, about))

            assert b"evil.test" not in response.content, name
            assert "evil.test" not in response.headers.get("Location", ""), name


LEADING_AWAY = (
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test",
    "///evil.test",
    "javascript:alert(1)",
    "\t//evil.test",
)


@pytest.mark.parametrize("away", LEADING_AWAY)
def test_no_form_sends_its_reader_to_another_site(places: Places, browser_of: Any, away: str) -> None:
    reader = places.people["reader"]
    forms: list[tuple[str, str, dict[str, Any]]] = [
        ("language", "", {"language": "en"}),
        ("interests", "", {"channels": ["beauty", "food", "home"]}),
        ("like", "note", {"on": "1"}),
        ("save", "note", {"on": "1"}),
        ("comment-like", "comment", {"on": "1"}),
        ("follow", "person", {"state": "on"}),
        ("login", "", {}),
        ("signup", "", {}),
        ("logout", "", {}),
    ]
    for name, about, fields in forms:
        response = browser_of(reader).post(places.address(name, about), {**fields, "next": away})

        assert response.status_code == 302, name
        assert response.headers["Location"].startswith("/"), name
        assert "evil.test" not in response.headers["Location"], name
