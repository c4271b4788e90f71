"""No source may spoil a page: one that raises or is slow costs its own word and nothing else, and is counted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

SLOWEST = 0.030  # seconds of the asking thread
RESTS = 200  # how many pages go without a source that was slow (a circuit breaker, after Nygard)


class Watch:
    """Asks sources, and remembers which were left out and why. Threads share it: a count may be off by one."""

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._resting: dict[str, int] = {}
        self.left_out: Counter[tuple[str, str]] = Counter()

    def ask(self, name: str, source: Callable[[], Answer], without: Answer) -> Answer:
        """What `source` says, or `without`."""
        if resting := self._resting.get(name, 0):
            self._resting[name] = resting - 1
            self.left_out[name, "resting"] += 1
            return without
        began = self._clock()
        try:
            said = source()
        except Exception:
            self.left_out[name, "raised"] += 1
            return without
        if self._clock() - began > SLOWEST:
            self.left_out[name, "slow"] += 1
            self._resting[name] = RESTS
            return without
        return said
