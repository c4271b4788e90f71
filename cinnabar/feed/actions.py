"""Saying "not interested", and taking it back."""

from __future__ import annotations

from cinnabar.feed.models import Kind, NotInterested
from cinnabar.people.models import Person


def turn_away(person: Person, kind: Kind, about_id: int) -> None:
    """Keep that note, or all of that author, topic or product, off the person's home. Again it changes nothing."""
    NotInterested.objects.get_or_create(person=person, kind=kind, about_id=about_id)


def welcome_back(person: Person, kind: Kind, about_id: int) -> None:
    """Take a "not interested" back. Without one nothing changes."""
    NotInterested.objects.filter(person=person, kind=kind, about_id=about_id).delete()
