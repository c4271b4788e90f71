"""What a browser tells of a visit: which cards were in view, which notes were opened and for how long."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from cinnabar.activity import actions as activity
from cinnabar.activity.actions import Sighting
from cinnabar.feed import first_readers, queries
from cinnabar.kit.ids import decode
from cinnabar.kit.paging import pack_ids, unpack_ids

SOURCES = ("home", "channel", "following", "board", "profile")
MOST = 100  # of each in one message
DEEPEST = 10_000

Told = TypeVar("Told")


class BadSightings(ValueError):
    """Not what our script sends."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One message: the list, what was seen and opened in it, and (note, seconds) of what was read."""

    source: str
    seen: list[Sighting]
    opened: list[Sighting]
    read: list[tuple[int, float]]


def parse_visit(body: bytes) -> Visit:
    """The message in `body`, or BadSightings."""
    try:
        told = json.loads(body)
        source = told.get("source", "")
        visit = Visit(
            source if source in SOURCES else "",
            _pairs(told.get("seen", []), lambda note, place: Sighting(note, _place(place))),
            _pairs(told.get("opened", []), lambda note, place: Sighting(note, _place(place))),
            _pairs(told.get("read", []), lambda note, spent: (note, _seconds(spent))),
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as problem:
        raise BadSightings("not a message of ours") from problem
    return visit


def record_visit(person_id: int | None, visit: Visit) -> None:
    """Write it down, without notes that stand on no wall. A person's openings were written down by the page itself."""
    told = {note.note_id for note in (*visit.seen, *visit.opened)} | {note_id for note_id, _spent in visit.read}
    known = queries.readable(sorted(told))
    seen = [note for note in visit.seen if note.note_id in known]
    activity.record_impressions(person_id, seen, source=visit.source)
    if person_id is not None and visit.source == "home":
        first_readers.count_shown([note.note_id for note in seen])
    if person_id is None:
        opened = [note for note in visit.opened if note.note_id in known]
        activity.record_visitors_opens(opened, source=visit.source)
    for note_id, seconds in visit.read:
        if note_id in known:
            activity.record_reading(person_id, note_id, seconds=seconds, source=visit.source)


def pack_served(note_ids: Sequence[int], *, source: str, first: int) -> str:
    """What a page served from place `first` on, for the picture that only browsers without scripts ask for."""
    return pack_ids([first, *note_ids], of=f"served-{source}")


def record_served(person_id: int, packed: str, *, source: str) -> None:
    """Count what `pack_served` holds as seen; BadCursor when it is not ours."""
    first, *note_ids = unpack_ids(packed, of=f"served-{source}")
    served = [Sighting(note_id, first + place) for place, note_id in enumerate(note_ids)]
    activity.record_served(person_id, served, source=source)
    if source == "home":
        first_readers.count_shown(note_ids)


def _pairs(told: Any, make: Callable[[int, Any], Told]) -> list[Told]:
    if not isinstance(told, list) or len(told) > MOST:
        raise BadSightings("too much")
    return [make(decode(note), value) for note, value in told]


def _place(told: Any) -> int | None:
    if told is None:
        return None
    if type(told) is not int or not 0 <= told <= DEEPEST:
        raise BadSightings("no place")
    return told


def _seconds(told: Any) -> float:
    if type(told) not in (int, float) or not 0 <= told < math.inf:
        raise BadSightings("no time")
    return min(float(told), activity.LONGEST_READING)
