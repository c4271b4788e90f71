"""How much waits at a person's bell: one counter on the person's row, kept by notifications."""

from __future__ import annotations

from cinnabar.people.models import Person


def set_unread(person_id: int, number: int) -> None:
    """Show `number` at the bell on every page. The same again changes nothing."""
    Person.objects.filter(pk=person_id).exclude(unread=number).update(unread=number)
