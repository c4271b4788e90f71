"""The days of the event table, and the end of what is kept for a while only."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction

from cinnabar.activity.models import Opened, Searched, ServedPage
from cinnabar.kit.clock import now
from cinnabar.kit.jobs import every

DAYS_AHEAD = 7
PAGES_KEPT_DAYS = 30


@every("5 0 * * *")
def make_partitions(timestamp: int) -> None:
    """Make the partitions of the coming days. Twice changes nothing."""
    today = now().date()
    for ahead in range(1, DAYS_AHEAD + 1):
        make_partition(today + timedelta(days=ahead))


@transaction.atomic
def make_partition(day: date) -> None:
    """A partition of its own for `day`; what the default one caught of that day moves over."""
    name, until = f"activity_deed_{day:%Y%m%d}", day + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is not None:
            return
        cursor.execute(f"CREATE TABLE {name} (LIKE activity_deed INCLUDING DEFAULTS INCLUDING INDEXES)")
        cursor.execute(
            "WITH strays AS (DELETE FROM activity_deed_other WHERE at >= %(from)s::timestamptz"
            f" AND at < %(until)s::timestamptz RETURNING *) INSERT INTO {name} SELECT * FROM strays",
            {"from": f"{day}T00:00Z", "until": f"{until}T00:00Z"},
        )
        cursor.execute(
            f"ALTER TABLE activity_deed ATTACH PARTITION {name} FOR VALUES FROM ('{day}T00:00Z') TO ('{until}T00:00Z')"
        )


@every("25 3 * * *")
def forget_old_history(timestamp: int) -> None:
    """Take out of everybody's viewing history what is older than `HISTORY_DAYS`. Twice changes nothing."""
    Opened.objects.filter(at__lt=now() - timedelta(days=settings.HISTORY_DAYS)).delete()


@every("30 3 * * *")
def forget_old_searches(timestamp: int) -> None:
    """Erase searches older than `HISTORY_DAYS`, and what was opened from them. Twice changes nothing."""
    Searched.objects.filter(at__lt=now() - timedelta(days=settings.HISTORY_DAYS)).delete()


@every("35 3 * * *")
def forget_old_pages(timestamp: int) -> None:
    """Erase how home looked more than PAGES_KEPT_DAYS ago. Twice changes nothing."""
    ServedPage.objects.filter(at__lt=now() - timedelta(days=PAGES_KEPT_DAYS)).delete()
