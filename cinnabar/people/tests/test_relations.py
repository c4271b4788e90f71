"""Following and blocking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from cinnabar.people.actions import CannotFollow, block, follow, unblock, unfollow
from cinnabar.people.models import Block, Follow, Person
from tests.cast import a_person


def counts(*people: Person) -> list[tuple[int, int]]:
    """(following, followers) of each, fresh from the database."""
    rows = {person.pk: person for person in Person.objects.filter(pk__in=[person.pk for person in people])}
    return [(rows[person.pk].following, rows[person.pk].followers) for person in people]


@pytest.mark.django_db
def test_following_twice_counts_once(tom: Person, mei: Person) -> None:
    follow(tom, mei)
    follow(tom, mei)

    assert Follow.objects.count() == 1
    assert counts(tom, mei) == [(1, 0), (0, 1)]


@pytest.mark.django_db
def test_no_longer_following_twice_counts_once(tom: Person, mei: Person) -> None:
    follow(tom, mei)

    unfollow(tom, mei)
    unfollow(tom, mei)

    assert not Follow.objects.exists()
    assert counts(tom, mei) == [(0, 0), (0, 0)]


@pytest.mark.django_db
def test_nobody_follows_themselves_or_somebody_closed(tom: Person, mei: Person) -> None:
    mei.is_active = False
    mei.save()

    for other in (tom, mei):
        with pytest.raises(CannotFollow):
            follow(tom, other)

    assert not Follow.objects.exists()
    assert counts(tom, mei) == [(0, 0), (0, 0)]


@pytest.mark.django_db
def test_a_block_ends_follows_both_ways_and_refuses_new_ones(tom: Person, mei: Person) -> None:
    follow(tom, mei)
    follow(mei, tom)

    block(mei, tom)
    block(mei, tom)

    assert Block.objects.count() == 1
    for one, other in ((tom, mei), (mei, tom)):
        with pytest.raises(CannotFollow):
            follow(one, other)
    assert counts(tom, mei) == [(0, 0), (0, 0)]
    unblock(mei, tom)
    follow(tom, mei)
    assert counts(tom, mei) == [(1, 0), (0, 1)]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_follow_each_other_at_once_both_succeed() -> None:
    tom, mei = a_person("tom"), a_person("mei")

    def run(pair: tuple[Person, Person]) -> None:
        try:
            follow(*pair)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(run, [(tom, mei), (mei, tom)] * 5))

    assert Follow.objects.count() == 2
    assert counts(tom, mei) == [(1, 1), (1, 1)]


@pytest.mark.django_db
def test_the_button_follows_and_leads_back(tom: Person, mei: Person, browser_of: Any) -> None:
    answer = browser_of(tom).post("/@MEI/follow", {"state": "on", "next": "/notes/2"})

    assert (answer.status_code, answer["Location"]) == (302, "/notes/2")
    assert Follow.objects.count() == 1
    answer = browser_of(tom).post("/@mei/follow", {"state": "off", "next": "https://evil.test/"})
    assert answer["Location"] == "/@mei"
    assert not Follow.objects.exists()


@pytest.mark.django_db
def test_a_script_gets_no_page(tom: Person, mei: Person, browser_of: Any) -> None:
    answer = browser_of(tom, Accept="application/json").post("/@mei/follow", {"state": "on"})

    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("handle", ["tom", "nobody", "lin"])
def test_who_cannot_be_followed_is_not_found(tom: Person, lin: Person, browser_of: Any, handle: str) -> None:
    block(lin, tom)

    assert browser_of(tom).post(f"/@{handle}/follow", {"state": "on"}).status_code == 404
    assert not Follow.objects.exists()


@pytest.mark.django_db
def test_one_person_cannot_follow_without_end(tom: Person, mei: Person, browser_of: Any) -> None:
    browser = browser_of(tom)
    answers = [browser.post("/@mei/follow", {"state": "on"}).status_code for _try in range(61)]

    assert answers == [302] * 60 + [429]


@pytest.mark.django_db
def test_following_is_not_for_another_site(tom: Person, mei: Person, browser_of: Any) -> None:
    answer = browser_of(tom, **{"Sec-Fetch-Site": "cross-site"}).post("/@mei/follow", {"state": "on"})

    assert answer.status_code == 403
    assert browser_of(tom).get("/@mei/follow").status_code == 405
    assert not Follow.objects.exists()
