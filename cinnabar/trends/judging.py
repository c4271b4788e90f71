"""What the counters say just now: which subjects rise, are new or steady, for each tab and region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.db import connection, transaction

from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.trends import phrases
from cinnabar.trends.engine.detect import DAY, HOUR, USUAL_MANNER, WEEK, Found, State, detect
from cinnabar.trends.models import Kind, Span, Standing, Verdict, Window

VERDICTS = {State.RISING: Verdict.RISING, State.NEW: Verdict.NEW, State.STEADY: Verdict.STEADY}
WEEKS_BACK = {Window.HOUR: 8, Window.DAY: 8, Window.WEEK: 26}
STEPS = {Window.HOUR: HOUR, Window.DAY: DAY, Window.WEEK: WEEK}
SPANS = {Window.HOUR: Span.HOUR, Window.DAY: Span.DAY, Window.WEEK: Span.DAY}

# Of which subjects, in which region, at least five different people were counted in the window that ends now.
LAST = {
    Window.HOUR: """
        SELECT subject_id, region, min(kind) AS kind, sum(people) AS people FROM trends_count
        WHERE span = 5 AND begins > %(now)s - interval '1 hour' AND begins <= %(now)s
        GROUP BY subject_id, region HAVING sum(people) >= %(fewest)s""",
    Window.DAY: """
        SELECT subject_id, region, kind, people FROM trends_count WHERE span = 1441 AND people >= %(fewest)s""",
    Window.WEEK: """
        SELECT subject_id, region, min(kind) AS kind, sum(people) AS people FROM trends_count
        WHERE span = 1440 AND begins >= %(end)s - interval '7 days' AND begins < %(end)s
        GROUP BY subject_id, region HAVING max(people) >= %(fewest)s""",
}

BEFORE = """
SELECT c.subject_id, c.region, floor(extract(epoch FROM c.begins - %(start)s) / %(step)s)::integer AS step,
    sum(c.people)::integer AS people
FROM trends_count c JOIN unnest(%(subjects)s::bigint[], %(regions)s::varchar[]) AS w(subject_id, region)
    ON w.subject_id = c.subject_id AND w.region = c.region
WHERE c.span = %(span)s AND c.begins >= %(start)s AND c.begins < %(end)s
GROUP BY 1, 2, 3
"""

LIVELIEST = """
SELECT subject_id FROM trends_count WHERE span = %(span)s AND region = '' AND begins >= %(start)s
GROUP BY subject_id ORDER BY sum(people) DESC, subject_id LIMIT 300
"""

# What anybody may see at this moment, and the channel it belongs to.
CHANNELS = """
SELECT id, channel FROM notes_topic WHERE id = ANY(%(ids)s) AND notes > 0
UNION ALL SELECT product_id, channel FROM shop_productcard WHERE product_id = ANY(%(ids)s) AND is_on_sale
UNION ALL SELECT b.id, c.channel FROM shop_brand b CROSS JOIN LATERAL (
    SELECT channel FROM shop_productcard WHERE brand_id = b.id AND is_on_sale GROUP BY channel
    ORDER BY count(*) DESC, channel LIMIT 1) c WHERE b.id = ANY(%(ids)s)
UNION ALL SELECT id, channel FROM shop_category WHERE id = ANY(%(ids)s)
UNION ALL SELECT id, channel FROM trends_phrase WHERE id = ANY(%(ids)s)
"""


class Last(NamedTuple):
    subject_id: int
    region: str
    kind: str
    people: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Whole steps back from a moment; the last of them ends with it."""

    start: datetime
    end: datetime  # of the last whole step before now
    step: int  # seconds

    @property
    def steps(self) -> int:
        return int((self.end - self.start).total_seconds()) // self.step


def judge() -> None:
    """Say anew what stands on the page. Twice changes nothing."""
    for window in Window:
        found = _standings(window, now())
        with transaction.atomic():
            Standing.objects.filter(window=window).delete()
            Standing.objects.bulk_create(found, batch_size=500)


def _standings(window: Window, moment: datetime) -> list[Standing]:
    moments = {"now": moment, "end": _midnight(moment) + timedelta(days=1), "fewest": USUAL_MANNER.fewest}
    last = sql.rows(Last, LAST[window], moments)
    phrases.learn({one.subject_id for one in last if one.kind == Kind.QUERY})
    channels = _channels(one.subject_id for one in last)
    last = [one for one in last if one.subject_id in channels]
    grid = _grid(window, moment)
    if not last or grid is None:
        return []
    among = _at_random(window, grid, moments)
    counts = _series([*last, *among], grid, SPANS[window])
    is_among = np.arange(len(counts)) >= len(last)
    found = detect(counts, start=int(grid.start.timestamp()), step=grid.step, among=is_among)
    curves, curve_grid = _curves(window, last, moment)
    return [
        Standing(
            window=window,
            region=one.region,
            subject_id=one.subject_id,
            kind=one.kind,
            channel=channels[one.subject_id],
            verdict=VERDICTS[State(int(found.states[row, -1]))],
            people=one.people,
            usual=round(float(found.usual[row, -1]), 2),
            score=round(float(found.scores[row, -1]), 2),
            since=_since(found, row, grid, moment),
            curve=curves[row].astype(int).tolist(),
            curve_begins=curve_grid.start,
            curve_step=curve_grid.step,
        )
        for row, one in enumerate(last)
    ]


def _at_random(window: Window, grid: Grid, moments: dict[str, Any]) -> list[Last]:
    """The liveliest subjects of the whole time, however they do now: by them it is seen how busy everything is."""
    values = {"span": SPANS[window], "start": grid.start}
    here = {one.subject_id: one for one in sql.rows(Last, LAST[window], moments | {"fewest": 1}) if one.region == ""}
    return [here.get(subject_id, Last(subject_id, "", "", 0)) for subject_id in sql.values(LIVELIEST, values)]


def _channels(ids: Any) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(CHANNELS, {"ids": sorted(set(ids))})
        return dict(cursor.fetchall())


def _grid(window: Window, moment: datetime) -> Grid | None:
    """From the first count on, at most so many weeks back; None before anything was counted."""
    span, step = SPANS[window], STEPS[window]
    first = sql.values("SELECT min(begins) FROM trends_count WHERE span = %(span)s", {"span": span})[0]
    if first is None:
        return None
    end = _midnight(moment) if window != Window.HOUR else moment.replace(minute=0, second=0, microsecond=0)
    if window == Window.WEEK:
        end -= timedelta(days=6)  # the week that ends now has today in it
    most = WEEKS_BACK[window] * WEEK // step
    whole = int((end - first).total_seconds()) // step
    return Grid(end - timedelta(seconds=step * max(0, min(most, whole))), end, step)


def _series(last: Sequence[Last], grid: Grid, span: Span) -> np.ndarray:
    """A row for each of `last`: what was counted in every step of the grid, and behind it what is counted now."""
    counts = np.zeros((len(last), grid.steps + 1))
    _fill(counts, last, grid, span)
    counts[:, -1] = [one.people for one in last]
    return counts


def _fill(counts: np.ndarray, last: Sequence[Last], grid: Grid, span: Span) -> None:
    rows: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for row, one in enumerate(last):
        rows[one.subject_id, one.region].append(row)
    values: dict[str, Any] = {"subjects": [key[0] for key in rows], "regions": [key[1] for key in rows]}
    values |= {"start": grid.start, "end": grid.end, "step": grid.step, "span": span}
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, values)
        for subject_id, region, step, people in cursor.fetchall():
            counts[rows[subject_id, region], step] = people


def _curves(window: Window, last: Sequence[Last], moment: datetime) -> tuple[np.ndarray, Grid]:
    """A day by half-hours, a week by six hours, eight weeks by days; the last point is still growing."""
    span, step, points = {
        Window.HOUR: (Span.FIVE, HOUR // 2, 48),
        Window.DAY: (Span.HOUR, 6 * HOUR, 28),
        Window.WEEK: (Span.DAY, DAY, 56),
    }[window]
    end = datetime.fromtimestamp((int(moment.timestamp()) // step + 1) * step, moment.tzinfo)
    grid = Grid(end - timedelta(seconds=step * points), end, step)
    counts = np.zeros((len(last), points))
    _fill(counts, last, grid, span)
    return counts, grid


def _since(found: Found, row: int, grid: Grid, moment: datetime) -> datetime:
    """When the present rise began; now where there is none."""
    risen = found.states[row] >= State.RISING
    if not risen[-1]:
        return moment
    calm = np.flatnonzero(~risen)
    first = int(calm[-1]) + 1 if len(calm) else 0
    return min(grid.start + timedelta(seconds=grid.step * first), moment)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
