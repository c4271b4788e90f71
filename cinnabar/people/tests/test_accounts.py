"""Signing up, in and out, and a new password."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from cinnabar.kit.installation import claim_as_demo
from cinnabar.people.models import Interest, Person

PASSWORD = "gelber-elefant-7"
SIGNUP = {"email": "zhou@example.com", "username": "桃子不熬夜", "password1": PASSWORD}


def with_password(person: Person, password: str = PASSWORD) -> Person:
    person.set_password(password)
    person.save()
    return person


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def ids_in_errors(page: str) -> list[str]:
    return re.findall(r'aria-invalid="true" aria-describedby="([^"]+)"', page)


@pytest.mark.django_db
def test_who_signs_up_has_an_account_and_chooses_interests_next(browser_of: Any) -> None:
    browser = browser_of(**{"Accept-Language": "zh-CN"})

    answer = browser.post("/signup", SIGNUP)

    person = Person.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/interests")
    assert (person.handle, person.name, person.email) == ("桃子不熬夜", "桃子不熬夜", "zhou@example.com")
    assert person.language == "zh-hans"
    assert person.password.startswith("argon2")
    assert EmailAddress.objects.get().verified is False
    assert is_signed_in(browser)


@pytest.mark.django_db
def test_a_visitors_interests_come_along_when_they_sign_up(browser_of: Any) -> None:
    browser = browser_of()
    browser.post("/interests", {"channels": ["beauty", "home", "food"]})

    browser.post("/signup", SIGNUP)

    assert set(Interest.objects.values_list("channel", flat=True)) == {"beauty", "home", "food"}
    assert browser.cookies["interests"].value == ""


@pytest.mark.django_db
def test_the_page_after_signing_up_is_kept_over_the_interests(browser_of: Any) -> None:
    answer = browser_of().post("/signup", {**SIGNUP, "next": "/basket"})

    assert answer["Location"] == "/interests?next=%2Fbasket"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "not an address", "valid email"),
        ("email", "", "fill this in"),
        ("username", "", "fill this in"),
        ("username", "a", "2 to 24"),
        ("username", "x" * 25, "2 to 24"),
        ("username", "two words", "no spaces"),
        ("username", "<b>bold</b>", "no spaces"),
        ("username", "Support", "reserved"),
        ("username", "MEI", "has this handle"),
        ("password1", "short", "at least 8 characters"),
        ("password1", "password123", "too common"),
        ("password1", "", "fill this in"),
    ],
)
def test_a_wrong_field_is_told_at_the_field_and_nothing_is_written(
    mei: Person, browser_of: Any, field: str, value: str, said: str
) -> None:
    answer = browser_of().post("/signup", {**SIGNUP, field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert any(ids.startswith(f"id_{field}-error") for ids in ids_in_errors(page))
    assert said in page[page.index(f'id="id_{field}-error"') :].split("</p>")[0]
    assert "data-focus" in page
    assert list(Person.objects.all()) == [mei]
    assert not mail.outbox


@pytest.mark.django_db
def test_what_was_typed_stays_after_a_refusal_but_not_the_password(browser_of: Any) -> None:
    page = browser_of().post("/signup", {**SIGNUP, "username": "two words"}).content.decode()

    assert 'value="two words"' in page
    assert 'value="zhou@example.com"' in page
    assert PASSWORD not in page


@pytest.mark.django_db
def test_a_sign_up_does_not_tell_who_has_an_account(tom: Person, browser_of: Any) -> None:
    taken = browser_of().post("/signup", {**SIGNUP, "email": tom.email})
    free = browser_of().post("/signup", {**SIGNUP, "email": "new@example.com", "username": "notyourtoner"})

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    told, _other = mail.outbox
    assert told.to == [tom.email]
    assert "@tom" in told.body


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["tom", "TOM", "@tom", "tom@example.com", "TOM@Example.com", " tom "])
def test_signing_in_by_handle_or_address(tom: Person, browser_of: Any, login: str) -> None:
    with_password(tom)
    browser = browser_of()

    answer = browser.post("/login", {"login": login, "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(browser)


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["tom", "tom@example.com", "nobody", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_person_are_told_alike(tom: Person, browser_of: Any, login: str) -> None:
    with_password(tom)
    browser = browser_of()

    answer = browser.post("/login", {"login": login, "password": "wrong"})

    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()
    assert not is_signed_in(browser)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("next_path", "ends_at"),
    [
        ("/basket?country=NZ", "/basket?country=NZ"),
        ("https://evil.test/", "/"),
        ("//evil.test/", "/"),
        ("/\\evil.test", "/"),
        ("http:evil.test", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/basket", "/"),
        ("basket", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(tom: Person, browser_of: Any, next_path: str, ends_at: str) -> None:
    with_password(tom)

    answer = browser_of().post("/login", {"login": "tom", "password": PASSWORD, "next": next_path})

    assert answer["Location"] == ends_at


@pytest.mark.django_db
def test_signing_in_tells_of_the_guests_basket(tom: Person, browser_of: Any, monkeypatch: Any) -> None:
    told = []
    monkeypatch.setattr("cinnabar.people.actions.announce", told.append)
    with_password(tom)
    browser = browser_of()
    browser.cookies["basket"] = "signed-key"

    answer = browser.post("/login", {"login": "tom", "password": PASSWORD})

    assert [(fact.person_id, fact.guest_key) for fact in told] == [(tom.pk, "signed-key")]
    assert answer.cookies["basket"].value == ""


@pytest.mark.django_db
def test_a_closed_account_cannot_sign_in(tom: Person, browser_of: Any) -> None:
    with_password(tom)
    Person.objects.update(is_active=False)
    browser = browser_of()

    answer = browser.post("/login", {"login": "tom", "password": PASSWORD})

    assert answer["Location"] == "/account/closed"
    assert browser.get("/account/closed").status_code == 200
    assert not is_signed_in(browser)


@pytest.mark.django_db
def test_logging_out_takes_a_post(tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom)

    assert browser.get("/logout").status_code == 200
    assert is_signed_in(browser)
    assert browser.post("/logout")["Location"] == "/"
    assert not is_signed_in(browser)


@pytest.mark.django_db
def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(mei: Person, browser_of: Any) -> None:
    browser = browser_of()

    assert browser.post("/password-reset", {"email": mei.email})["Location"] == "/password-reset/sent"
    (letter,) = mail.outbox
    link = re.search(r"http://testserver(/password-reset/\S+)", letter.body).group(1)
    form = browser.get(link)["Location"]
    page = browser.get(form)
    assert "set-password" in form
    assert page.status_code == 200
    assert browser.post(form, {"password1": "short"}).status_code == 422
    answer = browser.post(form, {"password1": PASSWORD})

    assert answer["Location"] == "/password-reset/done"
    mei.refresh_from_db()
    assert mei.check_password(PASSWORD)
    assert browser.get(link).status_code == 200
    assert "Send me a new one" in browser.get(link).content.decode()


@pytest.mark.django_db
def test_mails_speak_the_language_of_the_account(mei: Person, browser_of: Any) -> None:
    browser_of(**{"Accept-Language": "en"}).post("/password-reset", {"email": mei.email})

    (letter,) = mail.outbox
    assert "密码" in letter.subject
    assert "密码" in letter.body
    assert "password for" not in letter.body


@pytest.mark.django_db
def test_a_reset_answers_alike_whether_there_is_an_account_or_not(tom: Person, browser_of: Any) -> None:
    known = browser_of().post("/password-reset", {"email": tom.email})
    unknown = browser_of().post("/password-reset", {"email": "nobody@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [[tom.email], ["nobody@example.com"]]


@pytest.mark.django_db
@pytest.mark.parametrize("forged", [{"HTTP_HOST": "evil.test"}, {"HTTP_X_FORWARDED_HOST": "evil.test"}])
def test_links_in_mails_begin_with_our_address_whatever_the_request_says(
    tom: Person, browser_of: Any, settings: Any, forged: dict[str, str]
) -> None:
    settings.ADDRESS = "https://shop.example.test:8443"

    answer = browser_of().post("/password-reset", {"email": tom.email}, **forged)

    assert answer.status_code in (302, 400)
    assert len(mail.outbox) == (answer.status_code == 302)
    for letter in mail.outbox:
        assert "evil.test" not in letter.body
        assert "https://shop.example.test:8443/password-reset/" in letter.body


@pytest.mark.django_db
def test_forms_work_behind_a_proxy_that_ends_https(tom: Person, browser_of: Any, settings: Any) -> None:
    settings.ADDRESS = "https://shop.example.test:8443"
    settings.ALLOWED_HOSTS = ["shop.example.test"]
    with_password(tom)
    browser = Client(headers={"Origin": "https://shop.example.test:8443", "Host": "shop.example.test:8443"})

    answer = browser.post("/login", {"login": "tom", "password": PASSWORD})

    assert answer.status_code == 302


@pytest.mark.django_db
def test_an_address_is_confirmed_by_a_tap_and_not_by_looking(browser_of: Any) -> None:
    browser = browser_of()
    browser.post("/signup", SIGNUP)
    link = re.search(r"http://testserver(/email/\S+)", mail.outbox[0].body).group(1)

    assert browser.get(link).status_code == 200
    assert EmailAddress.objects.get().verified is False
    browser.post(link)

    assert EmailAddress.objects.get().verified is True
    assert browser.get("/email/nonsense").status_code == 200


@pytest.mark.django_db
def test_guessing_a_password_is_slowed_down(tom: Person, browser_of: Any) -> None:
    with_password(tom)
    browser = browser_of()
    for _try in range(5):
        assert browser.post("/login", {"login": "tom", "password": "wrong"}).status_code == 422

    answer = browser.post("/login", {"login": "TOM", "password": PASSWORD})

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) in range(50, 61)
    assert "Please try again in" in answer.content.decode()
    assert not is_signed_in(browser)


@pytest.mark.django_db
def test_one_place_cannot_sign_up_without_end(browser_of: Any) -> None:
    for _try in range(30):
        browser_of().post("/signup", {})

    answer = browser_of().post("/signup", SIGNUP)

    assert answer.status_code == 429
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_demos_people_are_listed_only_in_a_demo(tom: Person, browser_of: Any, settings: Any) -> None:
    with_password(tom)
    passwords = {"tom": {"role": "reader", "password": PASSWORD}, "gone": {"role": "operator", "password": "x"}}
    assert PASSWORD not in browser_of().get("/login").content.decode()

    claim_as_demo(passwords)

    page = browser_of().get("/login").content.decode()
    assert f"<code>{PASSWORD}</code>" in page
    assert "gone" not in page
    settings.DEMO = False
    assert PASSWORD not in browser_of().get("/login").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(
    "path", ["/login", "/signup", "/password-reset", "/password-reset/sent", "/password-reset/done", "/interests"]
)
def test_every_page_opens_in_both_languages_without_setting_a_cookie(browser_of: Any, path: str, language: str) -> None:
    answer = browser_of(**{"Accept-Language": language}).get(path)

    assert answer.status_code == 200
    assert not answer.cookies


def test_the_names_that_allauth_asks_for_have_addresses() -> None:
    assert reverse("account_login") == "/login"
    assert reverse("account_reset_password_from_key", kwargs={"uidb36": "1x", "key": "a-b"}) == "/password-reset/1x-a-b"
