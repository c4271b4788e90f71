"""Jobs and timetables; the only file that imports procrastinate.

`@job(queue=…)` makes a function deferrable: `index_note.defer(note_id=7)` inside a transaction writes the job
with the rows. Every job may run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

RETRIES = RetryStrategy(max_attempts=5, exponential_wait=4)


def job(*, queue: str = "default", lock: str | None = None, retry: bool = True) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a job of `queue`; a failing one is tried five times, waiting 4, 16, 64 … seconds."""
    return app.task(queue=queue, lock=lock, retry=RETRIES if retry else False)


def every(cron: str) -> Callable[[Callable[..., Any]], Any]:
    """Run a job function by timetable (five-field cron, UTC); it takes the due time as `timestamp`."""

    def decorate(function: Callable[..., Any]) -> Any:
        return app.periodic(cron=cron)(app.task(queue="timetable", pass_context=False)(function))

    return decorate
