"""How often somebody may do something: `check_limit(key, most=…, seconds=…)` raises TooMany.

One row per key holds the moment until which the allowance is used up; losing the table in a crash loses nothing.
"""

from __future__ import annotations

import hashlib
import math
import random
from datetime import timedelta

from django.conf import settings
from django.db import connection

from cinnabar.kit.clock import now

SWEEP_ONE_IN = 500


class TooMany(Exception):
    """The allowance is used up; the next try is welcome after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


def check_limit(key: str, *, most: int, seconds: int) -> None:
    """Count one try of `key`, or raise TooMany when it is more than `most` within `seconds`.

    `most` tries may come at once, then one each `seconds / most`. Call it before any transaction: a refusal that
    rolls back would also forget the count.
    """
    step = timedelta(seconds=seconds / most)
    room = timedelta(seconds=seconds) - step
    present = now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO kit_limit AS kept (key, used_until) VALUES (%(key)s, %(until)s)
            ON CONFLICT (key) DO UPDATE SET used_until = greatest(kept.used_until, %(present)s) + %(step)s::interval
            WHERE kept.used_until <= %(full)s
            RETURNING 1
            """,
            {
                "key": _hidden(key),
                "present": present,
                "until": present + step,
                "step": f"{seconds / most} seconds",
                "full": present + room,
            },
        )
        if cursor.fetchone() is None:
            cursor.execute("SELECT used_until FROM kit_limit WHERE key = %s", (_hidden(key),))
            row = cursor.fetchone()
            wait = (row[0] - room - present).total_seconds() if row else 1
            raise TooMany(max(1, math.ceil(wait)))
    if random.randrange(SWEEP_ONE_IN) == 0:
        forget_old()


def forget_limit(key: str) -> None:
    """Give `key` its whole allowance back."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_limit WHERE key = %s", (_hidden(key),))


def forget_old() -> None:
    """Drop the rows that no longer limit anything."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_limit WHERE used_until < %s", (now(),))


def _hidden(key: str) -> str:
    """No addresses or names of people in the table."""
    return hashlib.blake2b(key.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
