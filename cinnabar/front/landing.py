"""The landing page of a product: what may be chosen, what it costs and when it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from cinnabar.design.formats import pick
from cinnabar.kit.clock import now
from cinnabar.shop import rules
from cinnabar.shop.queries import GalleryPicture, ProductPage, VariantRow

FEW = 5  # from here on the page says how many are left


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant as a radio button."""

    variant: VariantRow
    label: str  # all its labels
    short: str  # without the one that its group is named by
    compare_at_minor: int | None
    picture: GalleryPicture | None
    picture_number: int  # its place in the gallery from one; 0 for none
    is_chosen: bool

    @property
    def is_sold_out(self) -> bool:
        return self.variant.in_stock <= 0

    @property
    def most(self) -> int:
        """How many one may put into the basket at once."""
        return max(1, min(self.variant.in_stock, settings.BASKET_LINE_MOST))

    @property
    def few_left(self) -> int:
        """How many are left when that is worth saying, else 0."""
        return self.variant.in_stock if 0 < self.variant.in_stock <= FEW else 0


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    name: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Offer:
    """The part of the page that sells."""

    groups: Sequence[ChoiceGroup]
    chosen: Choice
    prices_vary: bool
    arrives: tuple[date, date]
    ships_to_reader: bool

    @property
    def has_choice(self) -> bool:
        return bool(self.groups and self.groups[0].name)


def offer_of(page: ProductPage, *, wanted: int | None, country: str) -> Offer:
    """What `page` offers a reader from `country` (may be unknown), with the variant `wanted` chosen if it is there."""
    chosen = _chosen(page.variants, wanted)
    choices = [_choice(page, variant, is_chosen=variant is chosen) for variant in page.variants]
    return Offer(
        groups=_groups(page, choices),
        chosen=next(choice for choice in choices if choice.is_chosen),
        prices_vary=len({variant.price_minor for variant in page.variants}) > 1,
        arrives=rules.arrival(ordered=timezone.localdate(now()), days_min=page.days_min, days_max=page.days_max),
        ships_to_reader=not country or rules.ships_there(page.ships_to, country),
    )


def _chosen(variants: Sequence[VariantRow], wanted: int | None) -> VariantRow:
    available = [variant for variant in variants if variant.in_stock > 0]
    return next((variant for variant in available if variant.id == wanted), (available or variants)[0])


def _choice(page: ProductPage, variant: VariantRow, *, is_chosen: bool) -> Choice:
    place = variant.picture_position
    picture = page.pictures[place] if place is not None and place < len(page.pictures) else None
    labels = _labels(variant)
    return Choice(
        variant=variant,
        label=" · ".join(labels),
        short=" · ".join(labels[1:] if len(page.options) > 1 else labels),
        compare_at_minor=variant.compare_at_minor if page.may_be_promoted else None,
        picture=picture,
        picture_number=place + 1 if picture and place is not None else 0,
        is_chosen=is_chosen,
    )


def _labels(variant: VariantRow) -> list[str]:
    return [pick(english, chinese) for english, chinese in zip(variant.labels_en, variant.labels_zh, strict=False)]


def _groups(page: ProductPage, choices: Sequence[Choice]) -> list[ChoiceGroup]:
    """One group, or with several options one for each value of the first: "Shade · Coral", sizes within."""
    names = [pick(option["name_en"], option["name_zh"]) for option in page.options]
    if len(names) < 2:
        return [ChoiceGroup(names[0] if names else "", choices)]
    groups: dict[str, list[Choice]] = {}
    for choice in choices:
        groups.setdefault(_labels(choice.variant)[0], []).append(choice)
    return [ChoiceGroup(f"{names[0]} · {value}", found) for value, found in groups.items()]
