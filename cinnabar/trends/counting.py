"""Writing the counters: a stretch of time is counted as a whole, in place of what stood there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from cinnabar.kit.clock import now
from cinnabar.trends.engine.voices import DAY, HOUR, voices
from cinnabar.trends.facts import Facts, facts
from cinnabar.trends.models import Count, Progress, Span

AGAIN = timedelta(hours=1)  # before the last time: what was committed late, and likes that were taken back
FINE_KEPT = timedelta(days=2)
HOURS_KEPT = timedelta(weeks=9)
DAYS_KEPT = timedelta(days=730)
FARTHEST = timedelta(weeks=8)  # to which a first count, or one after a long silence, goes back
FIVE_MINUTES = 300


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is counted anew: the time, and of which subjects (None: of all)."""

    begin: datetime
    end: datetime
    only: Sequence[int] | None


Key = tuple[int, str, int, int]  # subject, region, span, seconds
Rows = Counter[Key]

INSERT = """
INSERT INTO trends_count (span, subject_id, region, begins, kind, people)
SELECT span, subject_id, region, to_timestamp(begins), kind, people
FROM unnest(%(span)s::smallint[], %(subject)s::bigint[], %(region)s::varchar[], %(begins)s::bigint[],
    %(kind)s::varchar[], %(people)s::integer[]) AS counted(span, subject_id, region, begins, kind, people)
"""


@transaction.atomic
def count_lately() -> None:
    """Count everything since the last time, and the hour before that again."""
    progress = _held()
    present = now()
    last = min(progress.counted_until or present - FARTHEST, present)
    count_hours(max(last - AGAIN, present - FARTHEST), present)
    progress.counted_until = present
    progress.save(update_fields=["counted_until"])


@transaction.atomic
def count_hours(since: datetime, until: datetime, *, only: Sequence[int] | None = None) -> None:
    """Five minutes and hours, from the beginning of the hour of `since` until `until`."""
    _held()
    for begin, end in _days_between(_floor(since, HOUR), until):
        found = facts(begin, end, only=only)
        rows: Rows = Counter()
        fine = begin >= now() - FINE_KEPT
        for subject, at, regions in _counted(found, span=HOUR):
            for region in regions:
                rows[subject, region, Span.HOUR, at // HOUR * HOUR] += 1
                if fine:
                    rows[subject, region, Span.FIVE, at // FIVE_MINUTES * FIVE_MINUTES] += 1
        is_latest = end >= now() - AGAIN
        last = end + timedelta(days=1) if is_latest else end  # what a clock that was ahead has left there
        _write((Span.FIVE, Span.HOUR), Stretch(begin, last, only), rows, found)


@transaction.atomic
def count_days(since: datetime, until: datetime, *, only: Sequence[int] | None = None) -> None:
    """Days, from the beginning of the day of `since` on, and the 24 hours before `until`, which is now."""
    _held()
    _count_whole_days(since, until, only)
    _count_last_day(until, only)


def _count_whole_days(since: datetime, until: datetime, only: Sequence[int] | None = None) -> None:
    for begin, end in _days_between(_floor(since, DAY), until):
        found = facts(begin, end, only=only)
        rows: Rows = Counter()
        for subject, at, regions in _counted(found, span=DAY):
            rows.update((subject, region, Span.DAY, at // DAY * DAY) for region in regions)
        _write((Span.DAY,), Stretch(begin, end, only), rows, found)


def count_last_days() -> None:
    """Yesterday, today and the last 24 hours; and the days before that nobody counted yet."""
    present = now()
    yesterday = _floor(present, DAY) - timedelta(days=1)
    before = Count.objects.filter(span=Span.DAY, begins__lt=yesterday).aggregate(last=Max("begins"))["last"]
    count_days(max(min(yesterday, before or present - FARTHEST), present - FARTHEST), present)


def _count_last_day(until: datetime, only: Sequence[int] | None) -> None:
    begin = until - timedelta(days=1)
    found = facts(begin, until, only=only)
    rows: Rows = Counter()
    for subject, _at, regions in _counted(found, span=DAY, offset=int(begin.timestamp()) % DAY):
        rows.update((subject, region, Span.LAST_DAY, int(begin.timestamp())) for region in regions)
    always = datetime.fromtimestamp(0, until.tzinfo)
    _write((Span.LAST_DAY,), Stretch(always, until + timedelta(days=1), only), rows, found)


def rebuild(*, say: Callable[[str], None] = lambda _: None, back: timedelta = FARTHEST) -> None:
    """Count the last weeks anew, a day at a time, while the pages are read."""
    present = now()
    for begin, end in _days_between(_floor(present - back, DAY), present):
        with transaction.atomic():
            count_hours(begin, end)
            _count_whole_days(begin, end)
        say(f"{begin:%Y-%m-%d} counted.")
    with transaction.atomic():
        _held()
        _count_last_day(present, None)
        Progress.objects.filter(pk=1).update(counted_until=present)


def forget_old() -> None:
    """Five minutes become hours, hours become days, days end. Twice changes nothing."""
    for span, kept in ((Span.FIVE, FINE_KEPT), (Span.HOUR, HOURS_KEPT), (Span.DAY, DAYS_KEPT)):
        Count.objects.filter(span=span, begins__lt=now() - kept).delete()


def _counted(found: Facts, *, span: int, offset: int = 0) -> Iterator[tuple[int, int, list[str]]]:
    """Subject, moment and regions of each voice."""
    for place in voices(found.deeds, span=span, offset=offset).tolist():
        yield int(found.deeds.subjects[place]), int(found.deeds.at[place]), found.regions[place]


def _held() -> Progress:
    """The one row, locked: who counts is alone."""
    Progress.objects.get_or_create(pk=1)
    return Progress.objects.select_for_update(no_key=True).get(pk=1)


def _floor(moment: datetime, seconds: int) -> datetime:
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, moment.tzinfo)


def _days_between(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of single days (UTC)."""
    while since < until:
        midnight = min(_floor(since, DAY) + timedelta(days=1), until)
        yield since, midnight
        since = midnight


def _write(spans: Sequence[Span], stretch: Stretch, rows: Rows, found: Facts) -> None:
    """Put `rows` in place of everything that began in that stretch."""
    old = Count.objects.filter(span__in=spans, begins__gte=stretch.begin, begins__lt=stretch.end)
    (old if stretch.only is None else old.filter(subject_id__in=list(stretch.only))).delete()
    if not rows:
        return
    kinds = dict(zip(found.deeds.subjects.tolist(), found.kinds, strict=True))
    keys = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                "subject": [key[0] for key in keys],
                "region": [key[1] for key in keys],
                "span": [int(key[2]) for key in keys],
                "begins": [key[3] for key in keys],
                "kind": [kinds[key[0]] for key in keys],
                "people": [rows[key] for key in keys],
            },
        )
