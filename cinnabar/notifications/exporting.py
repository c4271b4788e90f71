"""What a person was told at the bell and does not want to be told, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.exports import Part, Row, address, plain
from cinnabar.notifications.models import Entry, NoMail, Silence
from cinnabar.people.models import Person


def _told(person_id: int) -> Iterator[Row]:
    """Who did it by public name; what they wrote is theirs."""
    rows = Entry.objects.filter(person_id=person_id, actors__gt=0).order_by("at", "pk")
    actor = Subquery(Person.objects.filter(pk=OuterRef("actor_id")).values("handle")[:1])
    columns = ("kind", "step", "actors", "note_id", "words", "at", "read_at")
    for row in plain(rows, *columns, who=actor):
        note_id = row.pop("note_id")
        yield row | ({"address": address("note", note_id=note_id)} if note_id else {})


def _silenced(person_id: int) -> Iterable[Row]:
    return plain(Silence.objects.filter(person_id=person_id).order_by("kind"), "kind")


def _unmailed(person_id: int) -> Iterable[Row]:
    return plain(NoMail.objects.filter(person_id=person_id).order_by("kind"), "kind")


TOLD = Part("bell", _("Bell"), _told, ("notifications.Entry",))
SILENCED = Part("bell-settings", _("What the bell does not tell"), _silenced, ("notifications.Silence",))
UNMAILED = Part("mail-settings", _("What does not come by mail"), _unmailed, ("notifications.NoMail",))
