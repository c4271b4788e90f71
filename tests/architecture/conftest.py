"""Django's registry, for the rules that ask it."""

from __future__ import annotations

import pytest
from django.apps import apps


@pytest.fixture(scope="session")
def django_models() -> list:
    """Every model of the product, those that Django makes for many-to-many fields included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name.startswith("cinnabar.")
    ]
