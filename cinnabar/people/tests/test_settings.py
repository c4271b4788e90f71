"""The settings of one's own account: language, privacy, password, e-mail, sessions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from cinnabar.kit.clock import at, now
from cinnabar.people.models import BrowserSession, Person
from cinnabar.people.sessions import browser_in
from cinnabar.people.tests.test_accounts import with_password

OLD, NEW = "gelber-elefant-7", "blauer-elefant-8"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def owner(tom: Person) -> Person:
    EmailAddress.objects.create(user=tom, email=tom.email, primary=True, verified=True)
    return with_password(tom)


def text_of(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def is_signed_in(browser: Client) -> bool:
    return browser.get("/settings").status_code == 200


def test_the_settings_lead_to_every_page_of_theirs(owner: Person, browser_of: Any) -> None:
    page = text_of(browser_of(owner), "/settings")

    for path in re.findall(r'href="(/settings/[^"]+)"', page):
        assert browser_of(owner).get(path).status_code == 200, path
    assert page.count('href="/settings/') == 10
    assert browser_of().get("/settings").status_code == 302


def test_the_language_is_chosen(owner: Person, browser_of: Any) -> None:
    browser = browser_of(owner)

    assert browser.post("/settings/language", {"language": "zh-hans"})["Location"] == "/settings/language?saved=1"
    assert "已保存" in text_of(browser, "/settings/language?saved=1")
    assert browser.post("/settings/language", {"language": "xx"}).status_code == 422
    owner.refresh_from_db()
    assert owner.language == "zh-hans"


def test_a_new_password_signs_all_other_browsers_out(owner: Person, browser_of: Any) -> None:
    here, elsewhere = browser_of(owner), browser_of(owner)
    assert is_signed_in(elsewhere)

    answer = here.post("/settings/password", {"oldpassword": OLD, "password1": NEW})

    assert answer["Location"] == "/settings/password?saved=1"
    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert "was changed" in mail.outbox[0].subject
    assert mail.outbox[0].to == [owner.email]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("wrong", NEW, "not your password"),
        (OLD, "short", "at least 8"),
        (OLD, "", "fill this in"),
        ("", NEW, "fill this in"),
    ],
)
def test_a_refused_password_changes_nothing(owner: Person, browser_of: Any, old: str, new: str, said: str) -> None:
    answer = browser_of(owner).post("/settings/password", {"oldpassword": old, "password1": new})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    owner.refresh_from_db()
    assert owner.check_password(OLD)
    assert not mail.outbox


def test_guesses_at_the_own_password_are_few(owner: Person, browser_of: Any) -> None:
    browser = browser_of(owner)
    for _try in range(10):
        browser.post("/settings/password", {"oldpassword": "wrong", "password1": NEW})

    assert browser.post("/settings/email", {"email": "t@example.com", "password": OLD}).status_code == 429
    assert EmailAddress.objects.count() == 1


def test_a_new_address_counts_once_it_is_confirmed(owner: Person, browser_of: Any) -> None:
    browser = browser_of(owner)

    assert browser.post("/settings/email", {"email": "New@example.com", "password": OLD}).status_code == 302

    owner.refresh_from_db()
    assert owner.email == "tom@example.com"
    assert mail.outbox[0].to == ["new@example.com"]
    assert "new@example.com" in text_of(browser, "/settings/email")
    link = re.search(r"/email/\S+", mail.outbox[0].body)
    assert link
    assert browser_of().post(link[0]).status_code == 302
    owner.refresh_from_db()
    assert owner.email == "new@example.com"
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [("new@example.com", True, True)]
    assert mail.outbox[1].to == ["tom@example.com"]
    assert "new@example.com" in mail.outbox[1].body


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "new@example.com", "password": "wrong"}, "not your password"),
        ({"email": "nonsense", "password": OLD}, "valid email"),
        ({"email": "tom@example.com", "password": OLD}, "your address already"),
        ({"email": "new@example.com", "password": ""}, "fill this in"),
    ],
)
def test_a_refused_address_changes_nothing(owner: Person, browser_of: Any, fields: dict[str, str], said: str) -> None:
    answer = browser_of(owner).post("/settings/email", fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert EmailAddress.objects.count() == 1
    assert not mail.outbox


def test_sessions_are_listed_and_ended_one_by_one(owner: Person, zoe: Person, browser_of: Any) -> None:
    here, phone = browser_of(owner, **{"User-Agent": FIREFOX}), browser_of(owner, **{"User-Agent": PHONE})
    stranger = browser_of(zoe)
    with at(now() + timedelta(minutes=11)):
        for browser in (here, phone, stranger):
            assert is_signed_in(browser)

    page = text_of(here, "/settings/sessions")

    assert "Firefox on Linux" in page
    assert "Chrome on Android" in page
    assert phone.session.session_key not in page
    (name,) = re.findall(r'name="end" value="([0-9a-f]{32})"', page)
    stranger.post("/settings/sessions", {"end": name})
    assert is_signed_in(phone)
    here.post("/settings/sessions", {"end": name})
    assert not is_signed_in(phone)
    assert is_signed_in(here)


def test_all_others_are_ended_at_once(owner: Person, browser_of: Any) -> None:
    browsers = [browser_of(owner) for _ in range(3)]

    browsers[0].post("/settings/sessions", {"end": "others"})

    assert [is_signed_in(browser) for browser in browsers] == [True, False, False]
    assert BrowserSession.objects.filter(person=owner).count() == 1


def test_a_visit_is_noted_every_ten_minutes_at_most(
    owner: Person, browser_of: Any, django_assert_num_queries: Any
) -> None:
    browser = browser_of(owner, **{"User-Agent": FIREFOX})
    with django_assert_num_queries(2):  # session, person
        browser.get("/settings")
    first = BrowserSession.objects.get(person=owner)
    with at(now() + timedelta(minutes=11)):
        browser.get("/settings")
        with django_assert_num_queries(2):
            browser.get("/settings")

    assert BrowserSession.objects.get(person=owner).user_agent == FIREFOX
    assert BrowserSession.objects.get(person=owner).seen_at - first.seen_at > timedelta(minutes=10)


def test_a_fresh_sign_in_knows_its_browser(owner: Person, browser_of: Any) -> None:
    browser = browser_of(**{"User-Agent": PHONE})

    browser.post("/login", {"login": "tom", "password": OLD})

    assert BrowserSession.objects.filter(person=owner).values_list("user_agent", flat=True)[0] == PHONE


def test_a_reset_password_ends_every_session(owner: Person, browser_of: Any) -> None:
    browser = browser_of(owner)
    browser_of().post("/password-reset", {"email": owner.email})
    link = re.search(r"/password-reset/\S+", mail.outbox[0].body)
    assert link
    fresh = browser_of()
    form = fresh.get(link[0])["Location"]

    assert fresh.post(form, {"password1": NEW}).status_code == 302

    assert not is_signed_in(browser)
    assert not BrowserSession.objects.filter(person=owner).exists()


@pytest.mark.parametrize(
    ("told", "shown"),
    [(FIREFOX, "Firefox on Linux"), (PHONE, "Chrome on Android"), ("", "A browser"), ("curl/8", "A browser")],
)
def test_browsers_are_named_as_their_owners_know_them(told: str, shown: str) -> None:
    assert browser_in(told) == shown
