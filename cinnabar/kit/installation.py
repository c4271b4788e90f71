"""What this database is: a real installation, or a demo that anybody may sign in to."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from cinnabar.kit.models import Installation


def installation() -> Installation:
    """The one row; a new database is a real installation until it is claimed."""
    return Installation.objects.get_or_create(pk=1)[0]


def claim_as_demo(passwords: dict[str, Any]) -> None:
    """Mark this database as a demo. Twice keeps the first passwords."""
    installation()
    Installation.objects.filter(pk=1, is_demo=False).update(is_demo=True, demo_passwords=passwords)


def is_demo() -> bool:
    """Whether listed passwords and test payments are allowed: the setting and the database's marker, both."""
    return settings.DEMO and Installation.objects.filter(pk=1, is_demo=True).exists()
