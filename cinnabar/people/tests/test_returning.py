"""A session that ended never loses what was typed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from cinnabar.people.models import Follow, Person

PASSWORD = "gelber-elefant-7"
FORM = {"name": "Tom", "bio": "测试草稿 123\r\n<b>bold</b>", "language": "en", "country": "", "city": "", "gender": ""}


@pytest.fixture
def tom(tom: Person) -> Person:
    tom.set_password(PASSWORD)
    tom.save()
    return tom


def kept_in(page: str) -> str:
    return unescape(re.search(r'name="kept" value="([^"]+)"', page).group(1))


def fields_in(page: str) -> list[tuple[str, str]]:
    main = page[page.index("<main") : page.index("</main>")]
    return [
        (unescape(name), unescape(value))
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', main, re.S)
    ]


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_goes_on_after_logging_in(tom: Person, browser_of: Any) -> None:
    browser = browser_of()

    asked = browser.post("/settings/profile", FORM)
    assert asked.status_code == 401
    assert "Nothing you typed is lost" in asked.content.decode()
    kept = kept_in(asked.content.decode())
    wrong = browser.post("/login", {"login": "tom", "password": "wrong", "kept": kept})
    assert wrong.status_code == 422
    back = browser.post("/login", {"login": "tom", "password": PASSWORD, "kept": kept_in(wrong.content.decode())})

    page = back.content.decode()
    assert back.status_code == 200
    assert 'action="/settings/profile"' in page
    assert "data-resend" not in page
    fields = dict(fields_in(page))
    assert fields == FORM
    assert browser.post("/settings/profile", fields).status_code == 302
    tom.refresh_from_db()
    assert tom.bio == "测试草稿 123\n<b>bold</b>"


@pytest.mark.django_db
def test_logging_in_again_in_another_tab_does_not_break_the_form_in_this_one(tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom)
    browser.get("/settings/profile")
    browser.post("/logout")
    browser.post("/login", {"login": "tom", "password": PASSWORD})

    assert browser.post("/settings/profile", FORM).status_code == 302


@pytest.mark.django_db
def test_logging_in_elsewhere_meanwhile_goes_on_too(tom: Person, browser_of: Any) -> None:
    browser = browser_of()
    kept = kept_in(browser.post("/settings/profile", FORM).content.decode())
    browser.force_login(tom)

    page = browser.post("/login", {"login": "tom", "password": "whatever", "kept": kept}).content.decode()

    assert dict(fields_in(page)) == FORM


@pytest.mark.django_db
def test_a_visitors_tap_goes_on_by_itself(tom: Person, mei: Person, browser_of: Any) -> None:
    browser = browser_of()
    kept = kept_in(browser.post("/@mei/follow", {"state": "on"}).content.decode())

    page = browser.post("/login", {"login": "tom", "password": PASSWORD, "kept": kept}).content.decode()

    assert 'action="/@mei/follow" data-resend' in page
    assert not Follow.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("forged", ["nonsense", "eyJwYXRoIjoiLyJ9:1x:abc"])
def test_a_kept_form_that_is_not_ours_is_not_shown(tom: Person, browser_of: Any, forged: str) -> None:
    answer = browser_of().post("/login", {"login": "tom", "password": PASSWORD, "kept": forged})

    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.django_db
def test_looking_at_a_page_for_people_still_leads_to_the_sign_in_page(browser_of: Any) -> None:
    answer = browser_of().get("/settings/profile")

    assert (answer.status_code, answer["Location"]) == (302, "/login?next=/settings/profile")


@pytest.mark.django_db
def test_a_browser_that_does_not_say_where_a_form_comes_from_is_asked_once_more(tom: Person) -> None:
    browser = Client(enforce_csrf_checks=True)

    asked = browser.post("/login", {"login": "tom", "password": PASSWORD})
    assert asked.status_code == 403
    assert "_auth_user_id" not in browser.session
    fields = dict(fields_in(asked.content.decode()))
    answer = browser.post("/login", fields)

    assert {name for name in fields if name != "csrfmiddlewaretoken"} == {"login", "password"}
    assert answer.status_code == 302
    assert "_auth_user_id" in browser.session
