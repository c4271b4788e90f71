"""A demo whose mails go into the outbox, and a worker that does the waiting jobs at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cinnabar.kit.installation import claim_as_demo

BELL = ("cinnabar.notifications.telling.",)


@pytest.fixture(autouse=True)
def outbox_backend(settings: Any) -> None:
    settings.EMAIL_BACKEND = "cinnabar.notifications.outbox.Outbox"


@pytest.fixture
def media_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def demo(db: None) -> None:
    claim_as_demo({})


def worker(is_mine: Callable[[ProcrastinateJob], bool]) -> Callable[[], int]:
    """Do every waiting job of that kind, twice each as a worker may; return how many there were."""
    done: set[int] = set()

    def run() -> int:
        waiting = [job for job in ProcrastinateJob.objects.order_by("id") if job.id not in done and is_mine(job)]
        for job in waiting:
            done.add(job.id)
            for _run in range(2):
                app.tasks[job.task_name].func(**job.args)
        return len(waiting)

    return run


@pytest.fixture
def work() -> Callable[[], int]:
    """The waiting mail jobs."""
    return worker(lambda job: job.queue_name == "mail")


@pytest.fixture
def tell() -> Callable[[], int]:
    """The waiting jobs of the bell."""
    return worker(lambda job: job.task_name.startswith(BELL))
