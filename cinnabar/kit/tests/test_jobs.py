"""What becomes of a job whose worker was killed, and of jobs that are done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from cinnabar.kit.jobs import PATIENT, RETRIES, forget_done_jobs, job, take_up_again

pytestmark = pytest.mark.django_db


@job(retry=PATIENT)
def patient() -> None: ...


def a_begun_job(*, silent_for: int | None, attempts: int = 0, task: Any = forget_done_jobs) -> ProcrastinateJob:
    """A job that a worker is doing who spoke `silent_for` seconds ago; None: nobody knows of that worker any more."""
    number = app.configure_task(task.name).defer()
    worker_id = None
    with connection.cursor() as cursor:
        if silent_for is not None:
            spoke = timezone.now() - timedelta(seconds=silent_for)
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [spoke])
            worker_id = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
            [worker_id, attempts, number],
        )
    return ProcrastinateJob.objects.get(pk=number)


@pytest.mark.parametrize("silent_for", [61, None])
def test_what_a_killed_worker_had_begun_waits_for_another_one(silent_for: int | None) -> None:
    begun = a_begun_job(silent_for=silent_for)

    for _time in range(2):
        async_to_sync(take_up_again.func)()

    begun.refresh_from_db()
    assert (begun.status, begun.attempts) == ("todo", 1)


def test_what_a_living_worker_does_is_left_to_it() -> None:
    begun = a_begun_job(silent_for=20)

    async_to_sync(take_up_again.func)()

    begun.refresh_from_db()
    assert (begun.status, begun.attempts) == ("doing", 0)


@pytest.mark.parametrize(
    ("task", "attempts", "status"),
    [(forget_done_jobs, 4, "todo"), (forget_done_jobs, 5, "failed"), (patient, 9, "todo"), (patient, 10, "failed")],
)
def test_a_job_that_ends_its_workers_is_given_up(task: Any, attempts: int, status: str) -> None:
    begun = a_begun_job(silent_for=61, attempts=attempts, task=task)

    async_to_sync(take_up_again.func)()

    begun.refresh_from_db()
    assert begun.status == status


@pytest.mark.parametrize(("strategy", "tries", "minutes"), [(RETRIES, 5, 23), (PATIENT, 10, 1_476)])
def test_a_failing_job_is_tried_again_for_minutes_and_a_patient_one_for_a_day(
    strategy: RetryStrategy, tries: int, minutes: int
) -> None:
    waits = []
    while again := strategy.get_retry_decision(exception=OSError(), job=_failed(attempts=len(waits))):
        assert again.retry_at is not None
        waits.append(again.retry_at - timezone.now())

    assert len(waits) == tries
    assert sum(waits, timedelta()) / timedelta(minutes=1) == pytest.approx(minutes, abs=1)


def _failed(*, attempts: int) -> Job:
    return Job(id=1, queue="", lock=None, queueing_lock=None, task_name="", attempts=attempts)


def test_jobs_that_are_done_are_forgotten_after_three_days_and_failures_are_not() -> None:
    kept = {}
    for status, age in (("succeeded", 73), ("succeeded", 71), ("failed", 73)):
        number = app.configure_task("cinnabar.kit.jobs.forget_done_jobs").defer(timestamp=0)
        kept[status, age] = number
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, number])
            cursor.execute(
                "UPDATE procrastinate_events SET at = now() - make_interval(hours => %s) WHERE job_id = %s",
                [age, number],
            )

    async_to_sync(forget_done_jobs.func)()

    left = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    assert left == {kept["succeeded", 71], kept["failed", 73]}


def test_a_worker_too_writes_a_deferred_job_with_its_rows() -> None:
    django = app.connector

    assert django.get_worker_connector().get_sync_connector() is django  # type: ignore[attr-defined]
