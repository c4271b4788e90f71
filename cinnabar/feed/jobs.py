"""The timetable of the feed."""

from __future__ import annotations

import logging
import subprocess
import sys

from cinnabar.feed import first_readers
from cinnabar.kit.jobs import every

log = logging.getLogger(__name__)

LONGEST = 3600  # seconds


@every("23 * * * *")
def learn(timestamp: int) -> None:
    """A new snapshot, in a process of its own: learning takes memory that a worker should not keep. Safe to repeat."""
    door = [sys.executable, "-m", "cinnabar.command", "feed-train"]
    done = subprocess.run(door, capture_output=True, text=True, timeout=LONGEST, check=False)
    (log.info if done.returncode == 0 else log.error)("%s", (done.stdout + done.stderr).strip())


@every("* * * * *")
def lead_to_first_readers(timestamp: int) -> None:
    """How new notes are received, and what follows. Safe to repeat."""
    first_readers.climb()
