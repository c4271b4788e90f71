"""How many of the labelled rises are found, and how often something is called a rise that is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from cinnabar.trends.engine.detect import USUAL_MANNER, Manner, State, detect
from cinnabar.trends.engine.measure.series import Series
from cinnabar.trends.engine.voices import DAY, HOUR

WARM_UP = 28 * DAY  # nothing is judged before
SHORT = 0.25  # of a series that is shorter than twice that is not judged
AFTER = DAY  # an alarm so long after a rise still belongs to it
APART = 6 * HOUR  # alarms that lie nearer are one


@dataclass
class Tally:
    rises: int = 0
    found: int = 0
    false: int = 0
    days: float = 0.0
    late: float = 0.0  # hours from the beginning of a rise to its finding, summed

    def told(self) -> dict[str, float | int]:
        return {
            "rises": self.rises,
            "recall": self.found / self.rises if self.rises else 1.0,
            "false_alarms": self.false,
            "series_days": round(self.days, 1),
            "false_per_1000_series_days": 1000 * self.false / self.days if self.days else 0.0,
            "hours_until_found": self.late / self.found if self.found else 0.0,
        }


def measure(series: Iterable[Series], *, manner: Manner = USUAL_MANNER) -> dict[str, float | int]:
    """Over all series, as the tab of the hour looks for rises: in the last hour and in the last three."""
    tally, number = Tally(), 0
    for group in _alike(series):
        number += len(group)
        first, counts = group[0], np.array([one.believed() for one in group])
        found = detect(counts, start=first.start, step=first.step, windows=windows_of(first.step), manner=manner)
        for one, states in zip(group, found.states, strict=True):
            _judge(tally, one, np.flatnonzero(states >= State.RISING))
    return {"series": number} | tally.told()


def windows_of(step: int) -> tuple[int, ...]:
    return (1,)


def _alike(series: Iterable[Series]) -> list[list[Series]]:
    """Series that can be gone through together: same beginning, step and length, none finer than an hour."""
    groups: defaultdict[tuple[int, int, int], list[Series]] = defaultdict(list)
    for one in map(_by_the_hour, series):
        groups[one.start, one.step, len(one.counts)].append(one)
    return list(groups.values())


def _by_the_hour(one: Series) -> Series:
    """Finer steps are summed up to hours; an hour of which half is missing is a gap."""
    each = HOUR // one.step
    if each <= 1 or one.crowds:
        return one
    counts = np.array(one.counts[: len(one.counts) // each * each]).reshape(-1, each)
    gaps = np.isnan(counts).sum(axis=1) > each / 2
    sums = np.where(gaps, np.nan, np.nansum(counts, axis=1))
    spans = tuple(replace(span, first=span.first // each, last=span.last // each) for span in one.spans)
    return Series(one.name, one.start, one.step * each, tuple(sums.tolist()), spans)


def _judge(tally: Tally, one: Series, risen: np.ndarray) -> None:
    length = len(one.counts)
    begin = int(WARM_UP / one.step if length * one.step >= 2 * WARM_UP else SHORT * length)
    tally.days += (length - begin) * one.step / DAY
    alarms = _alarms(risen, apart=max(1, int(APART / one.step)))
    late = int(AFTER / one.step)
    for span in one.spans:
        if span.first < begin:
            continue
        tally.rises += 1
        hits = [first for first, last in alarms if first <= span.last and last >= span.first]
        if hits:
            tally.found += 1
            tally.late += max(0, hits[0] - span.first) * one.step / HOUR
    tally.false += sum(
        first >= begin and not any(first <= span.last + late and last >= span.first for span in one.spans)
        for first, last in alarms
    )


def _alarms(risen: np.ndarray, *, apart: int) -> list[tuple[int, int]]:
    """(first, last) step of each stretch that is called a rise."""
    alarms: list[tuple[int, int]] = []
    for step in risen.tolist():
        if alarms and step - alarms[-1][1] <= apart:
            alarms[-1] = (alarms[-1][0], step)
        else:
            alarms.append((step, step))
    return alarms
