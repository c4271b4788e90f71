"""What one module gives to the copy of a person's data; `config/exports.py` lists what all of them give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AT_A_TIME = 500
Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One kind of data, as rows that come one after the other: a copy must fit into a small memory.

    A row tells what its person wrote, did or was told. Of others it names public names and addresses, nothing they
    wrote; of the account no hash, key or link that opens anything.
    """

    name: str  # of its file
    title: StrOrPromise
    rows: Callable[[int], Iterable[Row]]  # of the person with that id
    models: tuple[str, ...]  # the tables it tells of: "notes.Like"


@dataclass(frozen=True)
class Files:
    """Files that belong to the person: their name in the copy, and where they lie."""

    folder: str
    title: StrOrPromise
    files: Callable[[int], Iterable[tuple[str, Path]]]


def plain(rows: QuerySet[Any], *names: str, **named: Any) -> Iterable[Row]:
    """These columns of `rows`, and expressions under a name of their own, without holding all of them."""
    return rows.values(*names, **named).iterator(chunk_size=AT_A_TIME)


def address(name: str, **parameters: Any) -> str:
    """The whole address of a page."""
    return settings.ADDRESS + reverse(name, kwargs=parameters)
