"""The listed people of a demo, with the passwords drawn for this installation; nobody anywhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.models import Installation
from cinnabar.people.models import Person

ROLES = {
    "reader": _("Reader"),
    "creator": _("Creator"),
    "shop_owner": _("Shop owner"),
    "moderator": _("Moderator"),
    "operator": _("Operator"),
}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    person: Person
    role: str | Promise
    password: str


def demo_people() -> list[DemoPerson]:
    """Whom a visitor of the demo may be, in the order of the roles; empty where this is no demo."""
    if not settings.DEMO or (here := Installation.objects.filter(pk=1, is_demo=True).first()) is None:
        return []
    people = {person.handle: person for person in Person.objects.filter(handle__in=here.demo_passwords)}
    return [
        DemoPerson(people[handle], word, entry["password"])
        for role, word in ROLES.items()
        for handle, entry in here.demo_passwords.items()
        if handle in people and entry["role"] == role
    ]
