"""The copy of a person's data forgets no table: each that refers to a person is told there, or says why it is not."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from config.exports import LEFT_OUT, PARTS

# Plain ids that are not a person's. A new name in a model stands here, or its table in config/exports.py.
NOT_A_PERSON = {
    *("id", "about_id", "brand_id", "category_id", "comment_id", "entry_id", "note_id", "order_id", "order_line_id"),
    *("paid_by_id", "picture_id", "product_id", "purchase_id", "row_id", "shop_id", "subject_id", "variant_id"),
}
ADVICE = "tell it in its module's exporting.py and in config/exports.py, or say there why it is left out"


def test_every_table_that_refers_to_a_person_is_exported_or_says_why_not() -> None:
    told = {label for part in PARTS for label in part.models}
    about_people = {model._meta.label: why for model in apps.get_models() if (why := _refers_to_a_person(model, told))}

    forgotten = {label: f"{why}: {ADVICE}" for label, why in about_people.items() if label not in told | set(LEFT_OUT)}
    assert forgotten == {}
    assert set(LEFT_OUT) & told == set()
    assert {label for label in LEFT_OUT if label not in about_people} == set(), "these need no reason any more"
    assert {label for label in told if label not in {model._meta.label for model in apps.get_models()}} == set()


def _refers_to_a_person(model: Any, told: set[str]) -> str:
    """Which column leads to a person: a key, a plain id, or a key to a row that is itself a person's."""
    if model is get_user_model():
        return "it is one"
    for field in model._meta.concrete_fields:
        if field.is_relation:
            other = field.related_model
            if other is get_user_model():
                return field.name
            owned = other._meta.label in told and field.remote_field.on_delete is models.CASCADE
            if owned and other is not model:
                return f"{field.name} belongs to {other._meta.label}"
        elif _is_plain_id(field) and field.name not in NOT_A_PERSON:
            return field.name
    return ""


def _is_plain_id(field: Any) -> bool:
    return isinstance(field, models.BigIntegerField) and field.name.endswith("_id")
