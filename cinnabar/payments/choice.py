"""Which provider takes the money of this installation."""

from __future__ import annotations

from django.conf import settings

from cinnabar.kit.installation import is_demo
from cinnabar.payments.providers import Provider
from cinnabar.payments.providers.test import TestProvider


class NoProvider(Exception):
    """No provider is set, or the test provider where it must not be."""


def provider(name: str = "") -> Provider:
    """The provider called `name`, else the one of the settings; NoProvider when it may not be used here."""
    name = name or settings.PAYMENT_PROVIDER
    if name == TestProvider.name and is_demo():
        return TestProvider()
    raise NoProvider(name or "none")


def can_pay() -> bool:
    """Whether this installation takes payments at all."""
    try:
        provider()
    except NoProvider:
        return False
    return True
