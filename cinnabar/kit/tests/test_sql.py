"""Rows by hand-written SQL."""

from __future__ import annotations

import pytest
from psycopg import _queries

from cinnabar.kit import sql
from cinnabar.people.models import Person

pytestmark = pytest.mark.django_db


def test_an_instance_is_the_one_that_the_orm_would_bring(tom: Person) -> None:
    Person.objects.filter(pk=tom.pk).update(traits={"skin": "dry"}, birth_year=1999)

    brought = sql.instance(Person, "id = %(id)s AND is_active", {"id": tom.pk})

    assert brought is not None
    expected = Person.objects.get(pk=tom.pk)
    names = [field.attname for field in Person._meta.concrete_fields]
    assert [getattr(brought, name) for name in names] == [getattr(expected, name) for name in names]
    assert brought.traits == {"skin": "dry"}
    assert not brought._state.adding


def test_who_is_not_there_is_none() -> None:
    assert sql.instance(Person, "id = %(id)s", {"id": 1}) is None


def test_a_long_statement_is_read_by_the_driver_only_once() -> None:
    statement = f"SELECT %(number)s::integer{' ' * 8000}"
    known = _queries._query2pg.cache_info()

    assert sql.values(statement, {"number": 1}) + sql.values(statement, {"number": 2}) == [1, 2]

    now_known = _queries._query2pg.cache_info()
    assert (now_known.misses - known.misses, now_known.hits - known.hits) == (1, 1)
