"""Traits that people may state of themselves, in their own words, so that readers find reviewers like them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cinnabar.people.models import Person

TRAIT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Trait:
    key: str
    name: str | Promise
    example: str | Promise


TRAITS: tuple[Trait, ...] = (
    Trait("skin", _("Skin type"), _("combination, sensitive")),
    Trait("age", pgettext_lazy("body", "Age"), _("25 to 34")),
    Trait("hair", _("Hair"), _("fine, wavy")),
    Trait("climate", _("Climate where you live"), _("hot and humid")),
    Trait("size", pgettext_lazy("body", "Size"), _("162 cm, 52 kg")),
    Trait("child_age", _("Age of your child"), _("14 months")),
)

# Types of skin as people write them in their own words; what stands for the same is on one line.
SKIN = (
    "dry|干皮|干性|偏干",
    "oil|油皮|油性|大油|偏油",
    "combination|混合|混油|混干",
    "sensitive|敏感|敏皮",
    "normal|中性",
    "acne|痘",
    "mature|熟龄",
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What makes somebody a reviewer like one: a pattern of words about the skin, and an age; 0: not said."""

    skin: str
    age: int

    @property
    def is_known(self) -> bool:
        return bool(self.skin or self.age)


def like_me(person: Person) -> Likeness:
    """By what this person finds people like themselves: only by what stands among their own traits."""
    said = str(person.traits.get("skin", ""))
    skin = "|".join(words for words in SKIN if re.search(words, said, re.IGNORECASE))
    age = re.search(r"[0-9]{1,2}", str(person.traits.get("age", "")))
    return Likeness(skin, int(age[0]) if age else 0)
