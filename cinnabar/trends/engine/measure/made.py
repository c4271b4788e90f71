"""Series that are made up: days and weeks, quiet subjects and busy ones, shifts, gaps, bots, and rises to be found.

Shares nothing with the detector. What is labelled a rise is what was put in as one: it brings at its height, in an
hour, at least ten people and three times what the hour would have had. Beside it stand things that are none: noise
that comes in clumps, busy days of the whole town, levels that shift by less than twice, slow growth, missing hours,
and crowds of bots, a hundred accounts on one phrase.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random

from cinnabar.trends.engine.measure.series import Crowd, Series, Span

HOUR = 3600
WEEKS = 10
STEPS = WEEKS * 168
CALM = 4 * 168  # steps at the beginning without any rise: a detector may learn
MONDAY = 1_785_715_200  # 2026-08-03, 00:00 UTC


def made_set(seed: int, *, series: int = 300) -> Iterator[Series]:
    """`series` of them over ten weeks by the hour; the same for the same seed."""
    town = Random(f"town {seed}")
    busy_days = {town.randrange(WEEKS * 7): town.uniform(1.2, 1.6) for _ in range(4)}
    for number in range(series):
        yield _one(Random(f"series {seed} {number}"), f"made-{seed}-{number}", busy_days)


def _one(chance: Random, name: str, busy_days: dict[int, float]) -> Series:
    rate = math.exp(chance.uniform(math.log(0.01), math.log(60)))
    rates = _rates(chance, rate, busy_days)
    spans, extra = _rises(chance, rates)
    clumps = chance.uniform(0.0, 0.25)
    counts: list[float] = []
    mood = 0.0
    for step in range(STEPS):
        mood = 0.8 * mood + chance.gauss(0, clumps) * 0.6
        counts.append(float(_poisson(chance, rates[step] * math.exp(mood) + extra[step])))
    _lose_some(chance, counts, spans)
    return Series(name, MONDAY, HOUR, tuple(counts), tuple(spans), tuple(_crowds(chance, spans, counts)))


def _rates(chance: Random, rate: float, busy_days: dict[int, float]) -> list[float]:
    """People an hour that are due: evenings, weekends, a shift of the level, slow growth."""
    evening, depth, weekend = chance.choice((12, 13, 20)), chance.uniform(0.3, 0.95), chance.uniform(0.6, 1.6)
    shift_at, shift = (chance.randrange(STEPS), chance.uniform(0.4, 1.8)) if chance.random() < 0.3 else (STEPS, 1.0)
    grown = chance.uniform(0.4, 3.0) if chance.random() < 0.3 else 1.0
    rates = []
    for step in range(STEPS):
        day, hour = divmod(step, 24)
        due = rate * (1 + depth * math.cos(2 * math.pi * (hour - evening) / 24))
        due *= weekend if day % 7 >= 5 else 1.0
        due *= busy_days.get(day, 1.0) * grown ** (step / STEPS)
        rates.append(due * (shift if step >= shift_at else 1.0))
    return rates


def _rises(chance: Random, rates: list[float]) -> tuple[list[Span], list[float]]:
    """None, one or two rises: sudden and fading, a plateau, or growing over hours."""
    extra, spans = [0.0] * STEPS, []
    for begin in _moments(chance, chance.choice((0, 0, 1, 1, 2)), rates):
        shape, length = chance.choice(("sudden", "plateau", "growing")), chance.randrange(4, 30)
        there = max(rates[begin : begin + length])
        height = max(10.0, there * math.exp(chance.uniform(math.log(3.0), math.log(15.0))))
        for step in range(length):
            share = {
                "sudden": math.exp(-3 * step / length),
                "plateau": 1.0,
                "growing": min(1.0, (step + 1) / (0.6 * length)),
            }[shape]
            extra[begin + step] += height * share
        spans.append(Span(begin, begin + length - 1))
    return spans, extra


def _moments(chance: Random, number: int, rates: list[float]) -> list[int]:
    """When rises begin: after the calm weeks, ten days apart, at hours when somebody is awake."""
    moments: list[int] = []
    while len(moments) < number:
        begin = chance.randrange(CALM, STEPS - 40)
        if all(abs(begin - other) > 240 for other in moments):
            moments.append(begin)
    return sorted(moments)


def _lose_some(chance: Random, counts: list[float], spans: list[Span]) -> None:
    """Some hours were never counted, others have nobody in them although they should."""
    for _ in range(chance.choice((0, 0, 1, 2))):
        begin, length = chance.randrange(STEPS), chance.randrange(1, 30)
        if any(span.first - 30 <= begin <= span.last + 1 for span in spans):
            continue
        for step in range(begin, min(STEPS, begin + length)):
            counts[step] = math.nan if begin % 3 else 0.0


def _crowds(chance: Random, spans: list[Span], counts: list[float]) -> Iterator[Crowd]:
    """Bots: fresh accounts, sleepers that were never seen before, or one batch that pretends to live."""
    if chance.random() < 0.5:
        return
    kind, begin = chance.choice(("fresh", "sleepers", "batch")), chance.randrange(CALM, STEPS - 3)
    if any(span.first - 24 <= begin <= span.last + 24 for span in spans):
        return
    size = chance.randrange(60, 160)
    batch = chance.randrange(200, 3000)
    for step in range(begin, begin + chance.randrange(1, 4)):
        if math.isnan(counts[step]):
            continue
        yield Crowd(
            step,
            tuple(
                {"fresh": chance.randrange(0, 71), "sleepers": chance.randrange(100, 8000), "batch": batch}[kind]
                for _ in range(size)
            ),
            tuple({"fresh": 0, "sleepers": 0, "batch": chance.randrange(2, 20)}[kind] for _ in range(size)),
        )


def _poisson(chance: Random, mean: float) -> int:
    if mean > 500:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, number, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        number += 1
        product *= chance.random()
    return number
