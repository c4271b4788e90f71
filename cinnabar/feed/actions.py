"""What a person says about their home: what they do not want to meet, what they want more of, whether it may learn."""

from __future__ import annotations

from django.db import transaction

from cinnabar.feed.models import Belief, Dial, Form, Kind, NotInterested, Stance, Steer, Variety
from cinnabar.kit.clock import now
from cinnabar.people.models import Person


def turn_away(person: Person, kind: Kind, about_id: int) -> None:
    """Keep that note, or all of that author, topic or product, off the person's home. Again it changes nothing."""
    NotInterested.objects.get_or_create(person=person, kind=kind, about_id=about_id)


def welcome_back(person: Person, kind: Kind, about_id: int) -> None:
    """Take a "not interested" back. Without one nothing changes."""
    NotInterested.objects.filter(person=person, kind=kind, about_id=about_id).delete()


def use_no_profile(person: Person, *, is_plain: bool) -> None:
    """From the next page on: what is new and popular, or what the person did. Again it changes nothing."""
    Dial.objects.update_or_create(person=person, defaults={"is_plain": is_plain})


def set_variety(person: Person, variety: Variety) -> None:
    """How far home strays from what the person likes. Again it changes nothing."""
    Dial.objects.update_or_create(person=person, defaults={"variety": variety})


def prefer_form(person: Person, form: Form | None) -> None:
    """Rather see notes of that form, or with None whatever comes. Again it changes nothing."""
    Dial.objects.update_or_create(person=person, defaults={"form": form or ""})


@transaction.atomic
def begin_anew(person: Person) -> None:
    """Home forgets: what was done and said until now counts no more. Again it forgets what came since."""
    Dial.objects.update_or_create(person=person, defaults={"began_at": now()})
    Steer.objects.filter(person=person).delete()


def steer(person: Person, kind: Belief, about: str, stance: Stance | None) -> None:
    """Say something about an interest, or with None take it back. Again it changes nothing but the moment."""
    if stance is None:
        Steer.objects.filter(person=person, kind=kind, about=about).delete()
    else:
        said = {"stance": stance, "at": now()}
        Steer.objects.update_or_create(person=person, kind=kind, about=about, defaults=said)
