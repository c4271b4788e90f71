"""A source that fails costs a page its word and nothing else."""

from __future__ import annotations

from cinnabar.feed.engine.watch import RESTS, SLOWEST, Watch


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def test_a_source_that_raises_is_left_out_and_counted() -> None:
    watch = Watch()

    assert watch.ask("next", lambda: 1 // 0, 7) == 7
    assert watch.ask("next", lambda: 1, 7) == 1
    assert watch.left_out == {("next", "raised"): 1}


def test_a_slow_source_is_left_out_and_rests() -> None:
    clock = Clock()
    watch = Watch(clock)

    def slow() -> int:
        clock.time += SLOWEST * 1.1
        return 1

    assert watch.ask("next", slow, 7) == 7
    assert [watch.ask("next", lambda: 1, 7) for _page in range(RESTS)] == [7] * RESTS
    assert watch.ask("next", lambda: 1, 7) == 1
    assert watch.left_out == {("next", "slow"): 1, ("next", "resting"): RESTS}
