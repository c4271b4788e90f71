"""What the attributes of a product are called, and what they say in a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS: dict[str, str | Promise] = {
    "size": _("Size"),
    "pieces": _("Pieces"),
    "shade_family": _("Shade family"),
    "finish": _("Finish"),
    "concentration": _("Concentration"),
    "notes": _("Scent notes"),
    "skin_type": pgettext_lazy("attribute", "Skin type"),
    "spf": _("Sun protection"),
    "ingredients": _("Ingredients"),
    "allergens": _("Allergens"),
    "serving": _("Serving"),
    "material": _("Material"),
    "movement": _("Movement"),
    "fits": _("Fits"),
    "care": _("Care"),
    "age_range": _("Age"),
    "origin_of_milk": _("Origin of the milk"),
    "preparation": _("Preparation"),
    "shelf_life": _("Shelf life"),
    "barcode": _("Barcode"),
}

# What a form asks about goods of a channel, or of one category; everything may also have a barcode.
FOOD = ("size", "serving", "ingredients", "allergens", "shelf_life")
CARED_FOR = ("size", "material", "care")
ASKED: dict[str, tuple[str, ...]] = {
    "beauty": ("size", "shade_family", "finish", "ingredients", "shelf_life"),
    "fragrance": ("size", "concentration", "notes", "ingredients", "shelf_life"),
    "skincare": ("size", "skin_type", "ingredients", "allergens", "shelf_life"),
    "suncare": ("size", "spf", "skin_type", "ingredients", "shelf_life"),
    "baby": ("size", "age_range", "material", "pieces", "care"),
    "formula": ("size", "preparation", "origin_of_milk", "age_range", "ingredients", "allergens", "shelf_life"),
    "health": FOOD,
    "food": FOOD,
    "fashion": (*CARED_FOR, "fits"),
    "watches": ("size", "material", "movement", "care"),
    "home": (*CARED_FOR, "pieces"),
    "travel": ("size", "material", "fits"),
}
ONE_LANGUAGE = frozenset({"barcode", "spf"})  # the same for every reader


def asked_for(category: str, channel: str) -> tuple[str, ...]:
    """The keys that goods of this category are described by, in the order in which a form shows them."""
    return (*ASKED.get(category, ASKED.get(channel, ("size", "material"))), "barcode")


def shown(
    attributes: Mapping[str, Any], *, is_chinese: bool, first: Sequence[str] = ()
) -> list[tuple[str | Promise, str]]:
    """Label and text of each attribute, those named in `first` before the others; an unknown key is its own label."""
    keys = [key for key in first if key in attributes] + [key for key in attributes if key not in first]
    named = ((LABELS.get(key) or key.replace("_", " ").capitalize(), attributes[key]) for key in keys)
    return [(label, said) for label, value in named if (said := _in_language(value, is_chinese=is_chinese))]


def _in_language(value: Any, *, is_chinese: bool) -> str:
    """A text as it is; of a pair {"en": …, "zh": …} the reader's, else the other one."""
    if not isinstance(value, Mapping):
        return str(value)
    english, chinese = str(value.get("en", "")), str(value.get("zh", ""))
    return (chinese or english) if is_chinese else (english or chinese)
