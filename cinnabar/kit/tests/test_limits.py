"""How often somebody may do something."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from cinnabar.kit import clock
from cinnabar.kit.limits import TooMany, check_limit, forget_limit, forget_old
from cinnabar.kit.middleware import _doubt_proxies, sender_of


@pytest.mark.django_db
def test_the_allowance_comes_at_once_and_then_step_by_step() -> None:
    begin = clock.now()
    with clock.at(begin):
        for _try in range(3):
            check_limit("a", most=3, seconds=30)
        with pytest.raises(TooMany) as refusal:
            check_limit("a", most=3, seconds=30)
        check_limit("b", most=3, seconds=30)

    assert refusal.value.retry_after == 10
    with clock.at(begin + timedelta(seconds=11)):
        check_limit("a", most=3, seconds=30)
        with pytest.raises(TooMany):
            check_limit("a", most=3, seconds=30)
    with clock.at(begin + timedelta(seconds=60)):
        for _try in range(3):
            check_limit("a", most=3, seconds=30)


@pytest.mark.django_db
def test_a_forgotten_limit_begins_anew() -> None:
    check_limit("a", most=1, seconds=30)

    forget_limit("a")

    check_limit("a", most=1, seconds=30)


@pytest.mark.django_db
def test_the_table_keeps_no_names_and_nothing_old() -> None:
    check_limit("login:10.0.0.1", most=1, seconds=30)
    with clock.at(clock.now() - timedelta(hours=1)):
        check_limit("old", most=1, seconds=30)

    forget_old()

    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM kit_limit")
        keys = [key for (key,) in cursor.fetchall()]
    assert len(keys) == 1
    assert "10.0.0.1" not in keys[0]


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "sender"),
    [
        (0, "10.1.2.3", "1.2.3.4", "10.1.2.3"),
        (1, "10.1.2.3", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "10.1.2.3", "6.6.6.6, 1.2.3.4, 10.9.9.9", "1.2.3.4"),
        (1, "10.1.2.3", "", "10.1.2.3"),
        (1, "10.1.2.3", "nonsense", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:10.1.2.3", "", "10.1.2.3"),
        (1, "10.1.2.3", "::ffff:1.2.3.4", "1.2.3.4"),
        (1, "10.1.2.3", "1.2.3.4:5678", "1.2.3.4"),
        (1, "10.1.2.3", "[2001:db8:1:2::3]:5678", "2001:db8:1:2::/64"),
        (1, "10.1.2.3", "[2001:db8:1:2::3]", "2001:db8:1:2::/64"),
        (2, "10.1.2.3", "1.2.3.4", "10.1.2.3"),
        (0, "", "", "unknown"),
    ],
)
def test_only_proxies_of_our_own_say_who_sends(
    settings: Any, proxies: int, address: str, forwarded: str, sender: str
) -> None:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)

    assert sender_of(request) == sender


def test_a_setting_that_does_not_fit_is_told_once(settings: Any, caplog: Any) -> None:
    # Field report OPS-3.
    _doubt_proxies.cache_clear()
    behind = RequestFactory().get("/", REMOTE_ADDR="10.1.2.3", headers={"X-Forwarded-For": "1.2.3.4"})
    for proxies in (0, 0, 1, 2, 2):
        settings.PROXIES = proxies
        sender_of(behind)

    assert [record.args for record in caplog.records] == [(0, 1), (2, 1)]
