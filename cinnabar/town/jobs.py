"""The timetable of the demo."""

from __future__ import annotations

from cinnabar.kit.jobs import every
from cinnabar.town.simulation import live_a_minute


@every("* * * * *")
def simulate(timestamp: int) -> None:
    """Let the town live for a minute, where CINNABAR_SIMULATION asks for it. Safe to repeat."""
    live_a_minute(timestamp)
