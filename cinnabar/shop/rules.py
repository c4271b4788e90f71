"""Ratings, delivery days and what a category demands; pure functions on plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

INFANT_FORMULA = "formula"  # the category whose goods carry no promotion (WHO code on breast-milk substitutes)
FORMULA_FIRST = ("preparation", "origin_of_milk", "age_range")

# Each product starts with five imagined ratings of 3.5, so that one single five does not lead a list.
IMAGINED_RATINGS = 5
IMAGINED_VALUE = 3.5


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a spread: how many gave `stars`, and the whole percents of all."""

    stars: int
    ratings: int
    percent: int


def ratings_of(stars: Sequence[int]) -> int:
    """How many ratings there are; `stars` counts them from one star to five."""
    return sum(stars)


def average(stars: Sequence[int]) -> float | None:
    """The mean rating to one decimal, halves up; None without ratings."""
    number = ratings_of(stars)
    if not number:
        return None
    total = sum(value * count for value, count in enumerate(stars, start=1))
    return (total * 20 + number) // (number * 2) / 10


def spread(stars: Sequence[int]) -> list[Bar]:
    """Five bars, five stars first; the percents are rounded each for itself."""
    number = ratings_of(stars)
    return [
        Bar(value, count, (count * 200 + number) // (number * 2) if number else 0)
        for value, count in reversed(list(enumerate(stars, start=1)))
    ]


def arrival(*, ordered: date, days_min: int, days_max: int) -> tuple[date, date]:
    """The first and the last day of the delivery promise."""
    return ordered + timedelta(days=days_min), ordered + timedelta(days=max(days_min, days_max))


def ships_there(ships_to: Sequence[str], country: str) -> bool:
    """Whether a shop sends to `country`; "*" is everywhere, and nowhere is known of an empty country."""
    return "*" in ships_to or country in ships_to


def may_promote(category_slug: str) -> bool:
    """Whether reductions and praise may be shown for goods of this category."""
    return category_slug != INFANT_FORMULA
