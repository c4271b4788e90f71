"""The demo stays alive: now and then people of the town like, follow and say a word, by everybody's actions.

Which deed falls into which minute follows from the minute alone, so that a job that runs twice does nothing new.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from random import Random

from django.conf import settings

from cinnabar.kit.installation import is_demo
from cinnabar.notes.actions import add_comment, like, save_note
from cinnabar.notes.models import Comment, Note, NoteCard
from cinnabar.notes.visibility import visible_to
from cinnabar.people.actions import CannotFollow, follow
from cinnabar.people.models import Person
from cinnabar.town.filling import is_unfinished
from cinnabar.town.ledger import settled
from cinnabar.town.marker import SIGN_IN
from cinnabar.town.reading import DATA

NEWEST = 60  # notes among which the town looks around
MOST_A_MINUTE = 20
KINDS = {"like": 10, "comment": 3, "follow": 2, "save": 3}


def live_a_minute(timestamp: int) -> int:
    """Do what happens in the minute of `timestamp`; the number of deeds. Nothing outside a complete demo."""
    if settings.SIMULATION <= 0 or not is_demo() or is_unfinished():
        return 0
    chance = Random(f"simulation {timestamp // 60}")
    townspeople = _townspeople()
    notes = list(NoteCard.objects.filter(state="published", visibility="public").order_by("-note_id")[:NEWEST])
    deeds = min(_deeds_in_a_minute(chance), MOST_A_MINUTE) if townspeople and notes else 0
    for _deed in range(deeds):
        _do_something(chance, chance.choice(townspeople), chance.choice(notes).note_id)
    return deeds


def _deeds_in_a_minute(chance: Random) -> int:
    """So many that an hour has `settings.SIMULATION` on average."""
    whole, part = divmod(settings.SIMULATION / 60, 1)
    return int(whole) + (chance.random() < part)


def _townspeople() -> Sequence[Person]:
    """Everybody whom no visitor can sign in as."""
    ids = [person_id for handle, person_id in settled("person").items() if handle not in SIGN_IN]
    return list(Person.objects.filter(pk__in=ids, is_active=True).order_by("pk"))


def _do_something(chance: Random, person: Person, note_id: int) -> None:
    (kind,) = chance.choices(list(KINDS), weights=list(KINDS.values()))
    words = chance.random()
    note = Note.objects.filter(visible_to(person), pk=note_id).exclude(author=person).first()
    if note is None:
        return
    if kind == "like":
        like(person, note)
    elif kind == "save":
        save_note(person, note)
    elif kind == "comment":
        _say(person, note, words)
    else:
        _follow(person, note)


def _say(person: Person, note: Note, place: float) -> None:
    """A word in the language of the note; nobody says two under one note."""
    if Comment.objects.filter(author=person, note=note).exists():
        return
    language = ("zh" if person.language == "zh-hans" else "en") if note.language in ("", "mixed") else note.language
    choices = _murmurs()[language]
    add_comment(person, note, choices[int(place * len(choices))])


def _follow(person: Person, note: Note) -> None:
    try:
        follow(person, note.author)
    except CannotFollow:
        return


@cache
def _murmurs() -> dict[str, list[str]]:
    with (DATA / "murmurs.toml").open("rb") as file:
        return tomllib.load(file)
