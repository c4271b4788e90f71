"""Jobs and timetables; the only file that imports procrastinate.

`@job(queue=…)` makes a function deferrable: `index_note.defer(note_id=7)` inside a transaction writes the job
with the rows. Every job may run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

MOST_RETRIES = 5
RETRIES = RetryStrategy(max_attempts=MOST_RETRIES, exponential_wait=4)  # after 4, 16, … 1024 seconds
PATIENT = RetryStrategy(max_attempts=10, exponential_wait=3)  # after 3, 9, … 59049 seconds: somebody else's server
SILENT_SECONDS = 60  # a worker says every ten seconds that it lives
KEPT_HOURS = 72

log = structlog.get_logger()


def job(
    *, queue: str = "default", lock: str | None = None, retry: RetryStrategy | None = RETRIES
) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a job of `queue`; a failing one is tried again as `retry` says."""
    return app.task(queue=queue, lock=lock, retry=retry or False)


def every(cron: str) -> Callable[[Callable[..., Any]], Any]:
    """Run a job function by timetable (five-field cron, UTC); it takes the due time as `timestamp`."""

    def decorate(function: Callable[..., Any]) -> Any:
        return app.periodic(cron=cron)(app.task(queue="timetable", pass_context=False)(function))

    return decorate


def defer_with_the_rows(ready: App) -> None:
    """Let a job that defers another one do so in its own transaction, as a web process does.

    procrastinate's worker would write it through a connection of its own: it could run before its rows are there, and
    stay when they are not.
    """
    ours: Any = ready.connector
    made_by_procrastinate = ours.get_worker_connector

    def get_worker_connector() -> Any:
        its_own = made_by_procrastinate()
        its_own.get_sync_connector = lambda: ours
        return its_own

    ours.get_worker_connector = get_worker_connector


@every("* * * * *")
async def take_up_again(timestamp: int = 0) -> None:
    """Let another worker do what a killed one had begun, as often as a failing job is tried again. Safe to repeat."""
    for begun in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        if begun.attempts < _most_retries(begun.task_name):
            await app.job_manager.retry_job(begun)
            log.warning("a worker died in the middle of a job", job=begun.id, task=begun.task_name)
        else:
            await app.job_manager.finish_job(begun, status=Status.FAILED, delete_job=False)
            log.error("a job is given up: its workers die", job=begun.id, task=begun.task_name)


def _most_retries(task_name: str) -> int:
    task = app.tasks.get(task_name)  # None for one of another version
    return getattr(task and task.retry_strategy, "max_attempts", MOST_RETRIES)


@every("33 3 * * *")
async def forget_done_jobs(timestamp: int = 0) -> None:
    """Drop the rows of jobs that succeeded days ago. Safe to repeat."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
