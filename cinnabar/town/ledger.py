"""Which records of the town were settled already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db import transaction

from cinnabar.town.models import Settled


def settled(kind: str) -> dict[str, int]:
    """Key → row id of everything of that kind."""
    return dict(Settled.objects.filter(kind=kind).values_list("key", "row_id"))


def settle(kind: str, rows: Mapping[str, int]) -> None:
    """Remember what became of these keys. Twice changes nothing."""
    Settled.objects.bulk_create(
        (Settled(kind=kind, key=key, row_id=row_id) for key, row_id in rows.items()), ignore_conflicts=True
    )


@transaction.atomic
def once(kind: str, key: str, make: Callable[[], int]) -> int:
    """Make a row and remember it, both or neither: whoever is stopped in the middle begins it anew."""
    row_id = make()
    settle(kind, {key: row_id})
    return row_id


def missing(kind: str, keys: Iterable[str]) -> list[str]:
    """The keys that nothing became of yet, in order, each once."""
    known = settled(kind)
    return [key for key in dict.fromkeys(keys) if key not in known]
