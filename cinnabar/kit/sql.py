"""Hand-written SQL in, plain rows out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import connection

Row = TypeVar("Row")


def rows(row_type: type[Row], sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    """Every row of `sql` as a `row_type`, whose field names are the column names."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [row_type(**dict(zip(names, values, strict=True))) for values in cursor.fetchall()]


def row(row_type: type[Row], sql: str, parameters: Mapping[str, Any]) -> Row | None:
    """The one row of `sql`, or None."""
    found = rows(row_type, sql, parameters)
    return found[0] if found else None


def values(sql: str, parameters: Mapping[str, Any]) -> list[Any]:
    """The first column of every row of `sql`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [found[0] for found in cursor.fetchall()]
