"""Files of series: JSON lines, one a series.

`name`; `start`, when its first step begins (ISO 8601, UTC); `step` in seconds; `counts`, how many a step, null where
nothing was counted. If known, `spans`: `{"from": 12, "to": 20}`, steps in which a rise should be found, the last one
included. If made up, `crowds`: accounts that acted together in one step, beside those in `counts`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from cinnabar.trends.engine.voices import HOUR, Deeds, voices


class BadFile(Exception):
    """The file is not what was asked for; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Span:
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Accounts that act in one step: when each was made (hours before), on how many days it was seen before."""

    step: int
    hours_old: tuple[int, ...]
    known_days: tuple[int, ...]

    def believed(self, *, at: int) -> int:
        """How many of them count, by the rules that count in the product."""
        size = len(self.hours_old)
        moment = np.full(size, at, np.int64)
        deeds = Deeds(
            people=np.arange(size, dtype=np.int64),
            subjects=np.zeros(size, np.int64),
            at=moment,
            joined=moment - np.array(self.hours_old, np.int64) * HOUR,
            known_days=np.array(self.known_days, np.int64),
            busy=np.ones(size, np.int64),
            circles=np.arange(size, dtype=np.int64),
        )
        return len(voices(deeds))


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    start: int  # seconds
    step: int
    counts: tuple[float, ...]  # NaN is a gap
    spans: tuple[Span, ...] = ()
    crowds: tuple[Crowd, ...] = field(default=())

    def believed(self) -> np.ndarray:
        """How many count in each step."""
        counts = np.array(self.counts, np.float64)
        for crowd in self.crowds:
            counts[crowd.step] += crowd.believed(at=self.start + crowd.step * self.step)
        return counts


def read_series(file: Path) -> Iterator[Series]:
    """The series of a file, or BadFile."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield _series(json.loads(line))
            except (KeyError, TypeError, ValueError, AttributeError) as problem:
                raise BadFile(f"{file}, line {number}: {problem!r}") from None


def _series(told: dict[str, Any]) -> Series:
    start = datetime.fromisoformat(told["start"])
    start = start.replace(tzinfo=UTC) if start.tzinfo is None else start
    counts = tuple(float("nan") if count is None else float(count) for count in told["counts"])
    if not counts or any(count < 0 for count in counts):
        raise ValueError("counts are numbers from 0 on, and at least one")
    if int(told["step"]) <= 0:
        raise ValueError("a step takes time")
    return Series(
        str(told["name"]),
        int(start.timestamp()),
        int(told["step"]),
        counts,
        tuple(Span(int(span["from"]), int(span["to"])) for span in told.get("spans", ())),
        tuple(
            Crowd(int(crowd["step"]), tuple(crowd["hours_old"]), tuple(crowd["known_days"]))
            for crowd in told.get("crowds", ())
        ),
    )


def as_lines(series: Iterable[Series]) -> Iterator[str]:
    """The same in the form of a file."""
    for one in series:
        told = {
            "name": one.name,
            "start": datetime.fromtimestamp(one.start, UTC).isoformat(),
            "step": one.step,
            "counts": [None if math.isnan(count) else int(count) for count in one.counts],
            "spans": [{"from": span.first, "to": span.last} for span in one.spans],
            "crowds": [
                {"step": crowd.step, "hours_old": list(crowd.hours_old), "known_days": list(crowd.known_days)}
                for crowd in one.crowds
            ],
        }
        yield json.dumps(told, ensure_ascii=False)
