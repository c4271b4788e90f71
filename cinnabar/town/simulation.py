"""The demo stays alive: people of the town like, follow, answer and publish now and then, by everybody's actions.

Which deed falls into which minute follows from the minute alone, so that a job that runs twice does nothing new.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from random import Random

from django.conf import settings
from django.db.models import Q

from cinnabar.kit.clock import now
from cinnabar.kit.installation import is_demo
from cinnabar.notes.actions import add_comment, like, save_note
from cinnabar.notes.models import Comment, Note, NoteCard
from cinnabar.notes.visibility import visible_to
from cinnabar.people.actions import CannotFollow, follow
from cinnabar.people.models import Block, Person
from cinnabar.town.filling import is_unfinished
from cinnabar.town.ledger import settled
from cinnabar.town.marker import SIGN_IN
from cinnabar.town.moments import publish_a_moment
from cinnabar.town.reading import DATA
from cinnabar.town.strolling import neighbours

NEWEST = 60  # notes among which the town looks around
MOST_A_MINUTE = 20
MOST_COMMENTS_A_DAY = 200  # of all of them together
KINDS = {"like": 10, "comment": 3, "follow": 2, "save": 3, "answer": 3, "publish": 1}


def live_a_minute(timestamp: int) -> int:
    """Do what happens in the minute of `timestamp`; the number of deeds. Nothing outside a complete demo."""
    if settings.SIMULATION <= 0 or not is_demo() or is_unfinished():
        return 0
    chance = Random(f"simulation {timestamp // 60}")
    townspeople = neighbours()
    notes = list(NoteCard.objects.filter(state="published", visibility="public").order_by("-note_id")[:NEWEST])
    deeds = min(_deeds_in_a_minute(chance), MOST_A_MINUTE) if townspeople and notes else 0
    for _deed in range(deeds):
        person, note_id, words = chance.choice(townspeople), chance.choice(notes).note_id, chance.random()
        (kind,) = chance.choices(list(KINDS), weights=list(KINDS.values()))
        if kind == "publish":
            publish_a_moment(townspeople, words)
        elif kind == "answer":
            _answer(townspeople, person, words)
        else:
            _do_something(kind, person, note_id, words)
    return deeds


def _deeds_in_a_minute(chance: Random) -> int:
    """So many that an hour has `settings.SIMULATION` on average."""
    whole, part = divmod(settings.SIMULATION / 60, 1)
    return int(whole) + (chance.random() < part)


def _do_something(kind: str, person: Person, note_id: int, words: float) -> None:
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
    if Comment.objects.filter(author=person, note=note).exists() or _is_enough_said():
        return
    add_comment(person, note, _words("", note, person, place))


def _answer(townspeople: Sequence[Person], person: Person, place: float) -> None:
    """Answer what a visitor said in the last day: the note's author, or under a visitor's own note anybody."""
    ids = {one.pk for one in townspeople}
    said = Comment.objects.filter(at__gt=now() - timedelta(days=1), removed_at=None).exclude(author__in=ids)
    latest = list(said.order_by("-at", "-pk")[:NEWEST])
    if not latest or _is_enough_said():
        return
    comment = latest[int(place * len(latest))]
    by_id = {one.pk: one for one in townspeople}
    person = by_id.get(comment.note.author_id, person)
    thread = Comment.objects.filter(parent_id=comment.parent_id or comment.pk, author=person)
    note = Note.objects.filter(visible_to(person), pk=comment.note_id).first()
    if note is not None and not thread.exists() and not _are_apart(person, comment.author_id):
        add_comment(person, note, _words("answers_", note, person, place * len(latest) % 1), comment)


def _are_apart(person: Person, other_id: int) -> bool:
    """Whether one of them has blocked the other."""
    apart = Q(blocker=person, blocked_id=other_id) | Q(blocker_id=other_id, blocked=person)
    return Block.objects.filter(apart).exists()


def _words(kind: str, note: Note, person: Person, place: float) -> str:
    """A sentence in the language of the note."""
    language = ("zh" if person.language == "zh-hans" else "en") if note.language in ("", "mixed") else note.language
    choices = _murmurs()[kind + language]
    return choices[int(place * len(choices))]


def _is_enough_said() -> bool:
    """Whether the town has said as much today as it may: a demo that runs for months stays small."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    people = [person_id for handle, person_id in settled("person").items() if handle not in SIGN_IN]
    return Comment.objects.filter(author__in=people, at__gte=midnight).count() >= MOST_COMMENTS_A_DAY


def _follow(person: Person, note: Note) -> None:
    try:
        follow(person, note.author)
    except CannotFollow:
        return


@cache
def _murmurs() -> dict[str, list[str]]:
    with (DATA / "murmurs.toml").open("rb") as file:
        return tomllib.load(file)
