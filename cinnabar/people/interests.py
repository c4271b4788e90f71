"""Which channels a reader chose: the account's rows, or the visitor's cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cinnabar.kit import sql
from cinnabar.people.channels import BY_SLUG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

COOKIE = "interests"
FEWEST = 3
OF_PERSON = "SELECT channel FROM people_interest WHERE person_id = %(person)s"


def chosen(request: HttpRequest) -> tuple[str, ...]:
    """The channels of whoever asks, in the channels' order; one query for a person, none for a visitor."""
    if request.user.is_authenticated:
        return in_order(sql.values(OF_PERSON, {"person": request.user.pk}))
    return chosen_as_visitor(request)


def chosen_as_visitor(request: HttpRequest) -> tuple[str, ...]:
    return in_order(request.COOKIES.get(COOKIE, "").split("."))


def in_order(slugs: Iterable[str]) -> tuple[str, ...]:
    """The known ones of `slugs`, each once, in the channels' order."""
    wanted = set(slugs)
    return tuple(slug for slug in BY_SLUG if slug in wanted)


def as_cookie(channels: Iterable[str]) -> str:
    return ".".join(channels)
