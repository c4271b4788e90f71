"""Traits that people may state of themselves, in their own words, so that readers find reviewers like them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TRAIT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Trait:
    key: str
    name: str | Promise
    example: str | Promise


TRAITS: tuple[Trait, ...] = (
    Trait("skin", _("Skin type"), _("combination, sensitive")),
    Trait("hair", _("Hair"), _("fine, wavy")),
    Trait("climate", _("Climate where you live"), _("hot and humid")),
    Trait("size", pgettext_lazy("body", "Size"), _("162 cm, 52 kg")),
    Trait("child_age", _("Age of your child"), _("14 months")),
)
