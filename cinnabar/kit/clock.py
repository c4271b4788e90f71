"""The one clock: actions ask it, so that tests can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.utils import timezone

_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta())


def now() -> datetime:
    """The present moment, aware, UTC."""
    return timezone.now() + _shift.get()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock run from `moment` inside the block (the town's past, and tests)."""
    token = _shift.set(moment - timezone.now())
    try:
        yield
    finally:
        _shift.reset(token)
