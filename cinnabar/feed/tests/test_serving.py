"""Which snapshot a process serves, and that nobody waits for it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from cinnabar.feed.serving import LOOKS_EVERY, READER, Served
from cinnabar.feed.tests.test_learning import shelf  # noqa: F401 - a fixture
from cinnabar.feed.training import train

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def version_of(process: Served, clock: Clock) -> int:
    """What the next request after a look into the folder gets."""
    clock.time += 2 * LOOKS_EVERY
    engine = process.engine()
    return engine.version if engine else 0


def wait_for_the_reader() -> None:
    for thread in threading.enumerate():
        if thread.name == READER:
            thread.join()


def test_a_newer_snapshot_is_served_when_it_is_read(shelf: Path) -> None:  # noqa: F811
    clock = Clock()
    process = Served(lambda: shelf, clock)
    first = train()
    assert version_of(process, clock) == first.version

    second = train()
    version_of(process, clock)
    wait_for_the_reader()

    assert version_of(process, clock) == second.version > first.version


def test_no_request_waits_for_a_newer_snapshot_and_a_broken_one_is_read_once(shelf: Path) -> None:  # noqa: F811
    clock = Clock()
    process = Served(lambda: shelf, clock)
    first = train()
    assert version_of(process, clock) == first.version

    os.mkfifo(shelf / "999999999999.feed")  # whoever opens it waits until somebody writes
    assert [version_of(process, clock) for _request in range(3)] == [first.version] * 3
    (shelf / "999999999999.feed").write_bytes(b"broken")
    wait_for_the_reader()

    assert version_of(process, clock) == first.version
    assert READER not in {thread.name for thread in threading.enumerate()}
