"""Pages and forms of people whose accounts were closed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cinnabar.people.models import Person
from tests.access.places import Places
from tests.access.test_twice import presses, send
from tests.access.test_who_gets_what import TABLE

pytestmark = pytest.mark.django_db
GONE = ("author", "buyer", "seller")


def test_nothing_breaks_when_the_people_behind_it_are_gone(places: Places, browser_of: Any) -> None:
    """The page was open when the accounts of its author, buyer and seller were closed; now its forms are sent."""

    def browser(who: str) -> Client:
        person = places.people[who]
        made = browser_of(person if person.is_authenticated else None)
        made.raise_request_exception = False
        return made

    pressed = [press for press in presses(places, browser) if press[0] not in GONE]
    Person.objects.filter(pk__in=[places.people[who].pk for who in GONE]).update(is_active=False)
    broken = []
    for who, action, body in pressed:
        with transaction.atomic():
            if (status := send(browser(who), action, body)) >= 500:
                broken.append(f"{action} as {who} {body[:200]}: {status}")
            transaction.set_rollback(True)
    for name, about, *_statuses in TABLE:
        for who in ("visitor", "reader", "moderator"):
            status = browser(who).get(places.address(name, about)).status_code
            if status >= 500 or (status == 200 and about == "person"):
                broken.append(f"{name} ({about}) as {who}: {status}")

    assert broken == []
    assert len(pressed) > 50
