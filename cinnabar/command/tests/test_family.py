"""Processes that live and die together."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from cinnabar.command import family as family_module
from cinnabar.command.family import Family


@pytest.fixture
def family(tmp_path, monkeypatch):
    """A family whose children are shell scripts: `family.start(name, script)`."""
    monkeypatch.setattr(family_module, "COMMAND", ["/bin/sh", "-c"])
    monkeypatch.setattr(family_module, "PATIENCE", 1.0)
    made = Family(tmp_path / "logs")
    yield made
    made.stop()


def is_gone(process: psutil.Process) -> bool:
    """True when the process ends within five seconds, whether or not somebody takes notice of it."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False


def test_the_family_notices_who_ended_by_itself(family):
    family.start("short", "exit 3").wait()
    family.start("long", "exec sleep 60")

    assert family.dead("short", "long") == "short"
    assert family.dead("long") is None


def test_stopping_ends_the_stubborn_and_their_children(family):
    stubborn = family.start("stubborn", "trap '' TERM; sleep 60 & sleep 60")
    while len(grandchildren := psutil.Process(stubborn.pid).children()) < 1:
        time.sleep(0.01)

    family.stop()

    assert stubborn.poll() is not None
    assert all(is_gone(process) for process in grandchildren)


def test_what_they_say_is_kept(family, tmp_path):
    family.start("speaker", "echo good morning").wait()

    assert (tmp_path / "logs" / "speaker.log").read_text() == "good morning\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_nobody_outlives_a_killed_parent(tmp_path):
    code = f"""
import sys, time
from pathlib import Path
from cinnabar.command import family
family.COMMAND = ["/bin/sh", "-c"]
print(family.Family(Path({str(tmp_path)!r})).start("child", "exec sleep 60").pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(parent.stdout.readline()))

    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()

    assert is_gone(child)
