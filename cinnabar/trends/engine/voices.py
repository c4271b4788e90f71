"""Whose voice counts for a subject: different people who are known here, each once, and no crowd made in one go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

HOUR, DAY = 3_600, 86_400
OLD_ENOUGH = 3 * DAY  # seconds an account has to be there
OTHER_DAYS = 2  # on which somebody did something here before, in four weeks
BUSIEST = 60  # deeds of one account in an hour; whoever does more is not reading
SAME_BATCH = 1  # voice of all accounts that were made in one and the same hour, or that mostly praise each other


@dataclass(frozen=True, slots=True)
class Deeds:
    """A row for each thing that somebody did about a subject. Times are seconds."""

    people: Ids
    subjects: Ids
    at: Ids
    joined: Ids  # when the account was made
    known_days: Ids  # days before on which the account did something
    busy: Ids  # how much the account did within that hour
    circles: Ids  # of accounts that mostly praise each other; one's own where there is none


def voices(deeds: Deeds, *, span: int = HOUR, offset: int = 0) -> Ids:
    """Places of the deeds that count: the first of each known person per subject and `span`; spans begin at `offset`.

    Of accounts made within the same hour, or of one circle, no more than SAME_BATCH count for one subject and span.
    """
    believed = (deeds.at - deeds.joined >= OLD_ENOUGH) & (deeds.known_days >= OTHER_DAYS) & (deeds.busy <= BUSIEST)
    places = np.flatnonzero(believed)
    places = places[np.argsort(deeds.at[places], kind="stable")]
    spans = (deeds.at - offset) // span
    places = _first(places, deeds.subjects, spans, deeds.people, most=1)
    places = _first(places, deeds.subjects, spans, deeds.joined // HOUR, most=SAME_BATCH)
    return np.sort(_first(places, deeds.subjects, spans, deeds.circles, most=SAME_BATCH))


def _first(places: Ids, *keys: Ids, most: int) -> Ids:
    """Of those places that agree in all keys the first `most`, in the order given."""
    if not len(places):
        return places
    order = np.lexsort((np.arange(len(places)), *(key[places] for key in keys)))
    chosen = [key[places][order] for key in keys]
    begins = np.ones(len(places), np.bool_)
    begins[1:] = np.any([key[1:] != key[:-1] for key in chosen], axis=0)
    starts = np.flatnonzero(begins)
    rank = np.arange(len(places)) - np.repeat(starts, np.diff([*starts, len(places)]))
    return places[np.sort(order[rank < most])]
