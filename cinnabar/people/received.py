"""The likes and saves a person's notes received, one counter on the person's row."""

from __future__ import annotations

from django.db.models import F

from cinnabar.people.models import Person


def add_received(person_id: int, step: int) -> None:
    """Count `step` likes or saves more; negative for fewer. The caller knows whether it happened before."""
    if step:
        Person.objects.filter(pk=person_id).update(received=F("received") + step)
