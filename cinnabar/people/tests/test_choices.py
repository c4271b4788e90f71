"""Interests and the language, with and without an account."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.people.actions import choose_interests
from cinnabar.people.models import Interest, Person


def interests_of(person: Person) -> set[str]:
    return set(Interest.objects.filter(person=person).values_list("channel", flat=True))


@pytest.mark.django_db
def test_choosing_replaces_and_choosing_again_changes_nothing(tom: Person) -> None:
    choose_interests(tom, ["beauty", "home", "nonsense"])
    choose_interests(tom, ["home", "travel"])
    choose_interests(tom, ["home", "travel"])

    assert interests_of(tom) == {"home", "travel"}


@pytest.mark.django_db
def test_a_visitors_choice_lives_in_a_cookie_that_only_the_post_sets(browser_of: Any) -> None:
    browser = browser_of()
    assert not browser.get("/interests").cookies

    answer = browser.post("/interests", {"channels": ["travel", "beauty", "home"]})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    cookie = answer.cookies["interests"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("beauty.home.travel", True, "Lax")
    assert browser.get("/interests").content.decode().count(" checked") == 3
    assert not Interest.objects.exists()


@pytest.mark.django_db
def test_a_persons_choice_lives_in_rows(tom: Person, browser_of: Any) -> None:
    answer = browser_of(tom).post("/interests", {"channels": ["travel", "beauty", "home"], "next": "/basket"})

    assert answer["Location"] == "/basket"
    assert "interests" not in answer.cookies
    assert interests_of(tom) == {"travel", "beauty", "home"}


@pytest.mark.django_db
@pytest.mark.parametrize("channels", [[], ["beauty"], ["beauty", "beauty", "beauty"], ["beauty", "home", "<b>"]])
def test_too_few_or_unknown_channels_are_refused(tom: Person, browser_of: Any, channels: list[str]) -> None:
    answer = browser_of(tom).post("/interests", {"channels": channels})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-describedby="interests-help interests-error" aria-invalid="true"' in page
    assert "<b>" not in page
    assert not interests_of(tom)


@pytest.mark.django_db
def test_a_forged_cookie_brings_nothing(browser_of: Any) -> None:
    browser = browser_of()
    browser.cookies["interests"] = "beauty.<script>.beauty"

    page = browser.get("/interests").content.decode()

    assert page.count(" checked") == 1
    assert "<script>" not in page


@pytest.mark.django_db
def test_a_visitors_language_is_kept_in_a_cookie(browser_of: Any) -> None:
    browser = browser_of()

    answer = browser.post("/language", {"language": "zh-hans", "next": "/login"})

    assert answer["Location"] == "/login"
    page = browser.get("/login")
    assert page["Content-Language"] == "zh-hans"
    assert '<html lang="zh-Hans"' in page.content.decode()


@pytest.mark.django_db
def test_a_persons_language_is_kept_with_the_account(tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom)

    browser.post("/language", {"language": "zh-hans"})

    tom.refresh_from_db()
    assert tom.language == "zh-hans"
    assert browser_of(tom).get("/interests")["Content-Language"] == "zh-hans"


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(tom: Person, browser_of: Any) -> None:
    answer = browser_of(tom).post("/language", {"language": "xx", "next": "//evil.test"})

    assert answer["Location"] == "/"
    assert not answer.cookies
    tom.refresh_from_db()
    assert tom.language == "en"
