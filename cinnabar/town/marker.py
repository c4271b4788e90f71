"""The town's marker: a database is a demo from its first minute, or never."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import transaction

from cinnabar.kit.installation import claim_as_demo, installation
from cinnabar.people.models import Person


class NotADemo(Exception):
    """The town may not be put here."""


SIGN_IN = {
    "tom_reads": "reader",
    "mei_writes": "creator",
    "lin_hanok": "shop_owner",
    "ada_checks": "moderator",
    "kim_runs": "operator",
}


@transaction.atomic
def take_database() -> dict[str, dict[str, str]]:
    """Mark an empty database as a demo and draw its passwords; the same passwords when it is marked already.

    NotADemo when the setting is off, or when somebody lives here who is not of the town.
    """
    if not settings.DEMO:
        raise NotADemo("The demo town needs CINNABAR_DEMO=1.")
    known = installation()
    if known.is_demo:
        return known.demo_passwords
    if Person.objects.exists():
        raise NotADemo("This database belongs to a real installation: the demo town is not put into it.")
    passwords = {
        handle: {
            "role": role,
            "password": f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.randbelow(9000) + 1000}",
        }
        for handle, role in SIGN_IN.items()
    }
    claim_as_demo(passwords)
    return passwords


WORDS = (
    "amber apricot bamboo basil birch camellia cedar cherry clover coral cotton cypress fennel fern fig ginger hazel "
    "honey iris jade jasmine juniper lemon lilac linen lotus maple mint moss oat olive osmanthus peach pear pebble "
    "pine plum pomelo quince rice river rose saffron sage sesame silk snow tea thyme tide walnut willow"
).split()
