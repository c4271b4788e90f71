"""The whole database as it is now: kept, compared and brought back, for tests that commit."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db import connection, transaction

NOT_OURS = ("procrastinate_%", "django_migrations", "kit_cache", "kit_nodelease")  # what a process needs for itself
BY_THE_BY = {"people_browsersession", "kit_limit"}  # brought back, but no effect of a form
TABLES = """
SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relname LIKE ANY(%s)
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
DRAWN = {"secret", "key", "number", "password", "guest_key", "provider_reference", "reference", "body", "session_key"}
LEAST_ID = 10**12

Rows = dict[str, list[dict[str, Any]]]


class World:
    """What stands in every table at its making."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES, [list(NOT_OURS)])
            self.columns: dict[str, str] = dict(cursor.fetchall())
            cursor.execute("CREATE SCHEMA kept")
            for table in self.columns:
                cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
        self.rows = self._rows()
        self.ids = {number for rows in self.rows.values() for row in rows for number in _ids(row)}

    def forget(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA kept CASCADE")

    def _rows(self) -> Rows:
        parts = (
            f"SELECT '{table}', coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM \"{table}\" t"
            for table in self.columns
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts))
            return {table: json.loads(rows) for table, rows in cursor.fetchall()}

    def changes(self) -> dict[str, list[str]]:
        """The tables that are not as they were, and what stands in them, but for moments and what is drawn by lot."""
        now = self._rows()
        return {
            table: sorted(json.dumps(self._plain(row), ensure_ascii=False, sort_keys=True) for row in rows)
            for table, rows in now.items()
            if table not in BY_THE_BY and sorted(map(str, rows)) != sorted(map(str, self.rows[table]))
        }

    def _plain(self, value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: self._plain(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._plain(inner) for inner in value]
        if isinstance(value, str) and value:
            return "…" if name in DRAWN or MOMENT.match(value) else value
        if name == "id" and isinstance(value, int) and value < LEAST_ID:
            return "counted"
        if isinstance(value, float) or (isinstance(value, int) and value > LEAST_ID and value not in self.ids):
            return "new"
        return value

    @transaction.atomic
    def bring_back(self) -> None:
        """Everything as it was, whatever refers to what."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in {*self.changes(), *BY_THE_BY}:
                columns = self.columns[table]
                cursor.execute(f'DELETE FROM public."{table}"')
                cursor.execute(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM kept."{table}"')


def _ids(value: Any) -> list[int]:
    if isinstance(value, dict):
        return [number for inner in value.values() for number in _ids(inner)]
    if isinstance(value, list):
        return [number for inner in value for number in _ids(inner)]
    return [value] if isinstance(value, int) and value > LEAST_ID else []
