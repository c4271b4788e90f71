"""Who is named in a text with an @."""

from __future__ import annotations

from django.db.models.functions import Upper

from cinnabar.notes.rules import handles_in
from cinnabar.people.models import Person


def people_named_in(text: str) -> list[int]:
    """The ids of the people whom `text` names, in no order."""
    handles = [handle.upper() for handle in handles_in(text)]
    if not handles:
        return []
    named = Person.objects.annotate(capitals=Upper("handle")).filter(is_active=True, capitals__in=handles)
    return list(named.values_list("pk", flat=True))
