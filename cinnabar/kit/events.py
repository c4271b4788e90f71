"""Facts travel upwards: a module announces what happened, `config/reactions.py` says who cares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection

Reaction = Callable[[Any], None]


def announce(fact: Any) -> None:
    """Run every reaction to `fact` in the transaction that the caller has open.

    A reaction that fails takes the caller's change back with it; what may be late or fail alone is a job.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{type(fact).__name__} was announced outside a transaction")
    for reaction in _reactions().get(type(fact), ()):
        reaction(fact)


def later(job: Any) -> Reaction:
    """A reaction that defers `job` with the fact's fields as its arguments, in the same transaction."""

    def defer(fact: Any) -> None:
        job.defer(**asdict(fact))

    defer.job = job  # type: ignore[attr-defined]
    return defer


@cache
def _reactions() -> dict[type, tuple[Reaction, ...]]:
    return import_module(settings.REACTIONS).REACTIONS
