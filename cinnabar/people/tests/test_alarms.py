"""An owner learns by mail what a thief of the password does, and can end it from the mail."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from cinnabar.kit.clock import at, now
from cinnabar.people.models import BrowserSession, Person

PASSWORD = "lavender morning"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
LOGIN = {"login": "tom", "password": PASSWORD}


@pytest.fixture
def owner(tom: Person) -> Person:
    tom.set_password(PASSWORD)
    tom.save()
    EmailAddress.objects.create(user=tom, email=tom.email, primary=True, verified=True)
    return tom


def link_in(letter: Any) -> str:
    found = re.search(r"http://testserver(/sessions/\S+)", letter.body)
    assert found
    return found[1]


def is_signed_in(browser: Any) -> bool:
    return bool(browser.get("/settings").status_code == 200)


def test_a_new_browser_is_told_once(owner: Person, browser_of: Any) -> None:
    browser = browser_of(**{"User-Agent": PHONE})
    with at(now().replace(year=2026, month=3, day=1, hour=14, minute=5)):
        answer = browser.post("/login", LOGIN)

    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert letter.subject == "A new browser signed in as @tom"
    assert "Chrome on Android\n2026-03-01 14:05 UTC" in letter.body
    cookie = answer.cookies["known"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/login", True, "Lax")
    assert str(owner.pk) not in cookie.value

    browser.post("/logout")
    browser.post("/login", LOGIN)
    assert len(mail.outbox) == 1
    browser_of().post("/login", LOGIN)
    assert len(mail.outbox) == 2


def test_the_browser_of_the_sign_up_is_known(db: None, browser_of: Any) -> None:
    browser = browser_of()
    browser.post("/signup", {"email": "new@example.com", "username": "newcomer", "password1": PASSWORD})
    EmailAddress.objects.update(verified=True)
    mail.outbox.clear()

    browser.post("/logout")
    browser.post("/login", {"login": "newcomer", "password": PASSWORD})

    assert is_signed_in(browser)
    assert not mail.outbox


def test_two_people_share_a_browser_and_nobody_takes_a_mark_along(owner: Person, zoe: Person, browser_of: Any) -> None:
    zoe.set_password(PASSWORD)
    zoe.save()
    EmailAddress.objects.create(user=zoe, email=zoe.email, primary=True, verified=True)
    browser = browser_of()
    for login in ("tom", "zoe", "tom", "zoe"):
        browser.post("/login", {**LOGIN, "login": login})
        browser.post("/logout")
    assert sorted(letter.to[0] for letter in mail.outbox) == ["tom@example.com", "zoe@example.com"]

    owner.set_password(PASSWORD)  # the same one, but chosen anew
    owner.save()
    browser.post("/login", LOGIN)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("forged", ["", "x", "." * 500, "tom.zoe"])
def test_a_forged_mark_is_none(owner: Person, browser_of: Any, forged: str) -> None:
    browser = browser_of()
    browser.cookies["known"] = forged

    browser.post("/login", LOGIN)

    assert len(mail.outbox) == 1


def test_an_address_that_nobody_confirmed_is_told_nothing(owner: Person, browser_of: Any) -> None:
    EmailAddress.objects.update(verified=False)

    browser_of().post("/login", LOGIN)

    assert not mail.outbox


def test_the_link_ends_that_session_and_no_other(owner: Person, browser_of: Any) -> None:
    mine, thief, reader_of_mails = browser_of(owner), browser_of(**{"User-Agent": PHONE}), browser_of()
    thief.post("/login", LOGIN)
    link = link_in(mail.outbox[0])

    for _time in range(2):
        page = reader_of_mails.get(link)
        assert "Chrome on Android" in page.content.decode()
        assert page["Cache-Control"] == "no-store"
    assert is_signed_in(thief)

    for _time in range(2):
        assert reader_of_mails.post(link)["Location"] == link
    assert "This browser is signed out" in reader_of_mails.get(link).content.decode()
    assert not is_signed_in(thief)
    assert is_signed_in(mine)
    assert len(mail.outbox) == 1


def test_a_link_that_is_not_ours_or_too_old_ends_nothing(owner: Person, browser_of: Any) -> None:
    thief = browser_of()
    thief.post("/login", LOGIN)
    link = link_in(mail.outbox[0])

    assert browser_of().post(f"{link}x").status_code == 404
    with at(now() + timedelta(days=31)):
        assert browser_of().post(link).status_code == 404
    Person.objects.update(is_active=False)
    assert browser_of().post(link).status_code == 404

    assert BrowserSession.objects.filter(person=owner).count() == 1


def test_ended_sessions_are_told_with_their_browsers(owner: Person, browser_of: Any) -> None:
    here = browser_of(owner)
    for user_agent in ("Firefox/140 Windows", PHONE):
        is_signed_in(browser_of(owner, **{"User-Agent": user_agent}))
    BrowserSession.objects.filter(user_agent="").exclude(session_key=here.session.session_key).update(user_agent=PHONE)

    here.post("/settings/sessions", {"end": "others"})
    here.post("/settings/sessions", {"end": "others"})
    here.post("/settings/sessions", {"end": "nonsense"})

    (letter,) = mail.outbox
    assert letter.subject == "2 browsers of @tom were signed out"
    assert "http://testserver/password-reset" in letter.body
