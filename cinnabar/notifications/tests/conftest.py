"""A demo whose mails go into the outbox, and a worker that does the waiting mail jobs at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cinnabar.kit.installation import claim_as_demo


@pytest.fixture(autouse=True)
def outbox_backend(settings: Any) -> None:
    settings.EMAIL_BACKEND = "cinnabar.notifications.outbox.Outbox"


@pytest.fixture
def demo(db: None) -> None:
    claim_as_demo({})


@pytest.fixture
def work() -> Callable[[], int]:
    """Do every waiting mail job, twice each as a worker may; return how many there were."""
    done: set[int] = set()

    def run() -> int:
        waiting = [job for job in ProcrastinateJob.objects.filter(queue_name="mail") if job.id not in done]
        for job in waiting:
            done.add(job.id)
            for _run in range(2):
                app.tasks[job.task_name].func(**job.args)
        return len(waiting)

    return run
