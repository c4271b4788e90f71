"""In which browsers a person has signed in before: a cookie of the sign-in page says so, and nothing is stored here.

A new password makes every browser a new one.
"""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from cinnabar.people.models import Person

COOKIE = "known"
MOST = 8  # people who share a browser


def is_known(cookie: str, person: Person) -> bool:
    """Whether `person` has signed in or up in the browser of this cookie since they chose their password."""
    mark = _mark_of(person)
    return any(constant_time_compare(mark, other) for other in _marks_in(cookie))


def with_mark_of(person: Person, cookie: str) -> str:
    """The cookie of a browser that `person` has signed in with, and others before."""
    mark = _mark_of(person)
    return ".".join([mark, *(other for other in _marks_in(cookie) if other != mark)][:MOST])


def _marks_in(cookie: str) -> list[str]:
    return [mark for mark in cookie.split(".") if len(mark) == 32][:MOST]


def _mark_of(person: Person) -> str:
    said = salted_hmac("cinnabar.known-browser", f"{person.pk}:{person.password}", algorithm="sha256")
    return said.hexdigest()[:32]
