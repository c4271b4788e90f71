"""What others above ask of the counters as a whole."""

from __future__ import annotations

from collections.abc import Callable

from cinnabar.trends import counting, judging


def rebuild(*, say: Callable[[str], None] = lambda _: None) -> None:
    """Count the last eight weeks anew, and say what is rising. Twice changes nothing."""
    counting.rebuild(say=say)
    judging.judge()


def catch_up() -> None:
    """What the timetable does, at once."""
    counting.count_lately()
    counting.count_last_days()
    judging.judge()
