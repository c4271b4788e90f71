"""What the people of the town looked at in the last weeks, so that trends have a past; and a burst when one is wished.

Nobody's likes are made up for the past: only openings, which no counter shows. Every few days one topic is in fashion.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from django.db.models import Count

from cinnabar.activity.actions import PastOpen, record_open, record_past_opens
from cinnabar.kit.clock import now
from cinnabar.kit.installation import is_demo
from cinnabar.notes.actions import like
from cinnabar.notes.models import Note, NoteCard, NoteTopic, Topic
from cinnabar.people.models import Person
from cinnabar.town.ledger import settle, settled
from cinnabar.town.marker import SIGN_IN, NotADemo
from cinnabar.trends.actions import catch_up, rebuild

DAYS = 56
LOOKS_A_DAY = 70  # of all of them together
FASHION_DAYS = 8  # from one fashion to the next
FASHION = timedelta(hours=20)  # how long one has lasted now, and lasts
FASHION_LOOKS = 60
LOUD = 3  # notes that a topic in fashion has


class NoSuchTopic(Exception):
    """There is no topic of that name with a note of somebody else."""


def stroll() -> None:
    """Eight weeks of looking around, and what trends make of it. Twice changes nothing."""
    if settled("stroll"):
        return
    present = now().replace(second=0, microsecond=0)
    people = neighbours()
    notes = list(NoteCard.objects.filter(state="published", visibility="public").order_by("note_id"))
    if people and notes:
        opened = [*_everyday(people, notes, present), *_fashions(people, present)]
        record_past_opens([one for one in opened if one.at < present])
        rebuild()
    settle("stroll", {"all": 1})


def burst(slug: str, *, people: int) -> int:
    """Let so many people of the town look at and like what is said about a topic, now; how many did.

    Only in a demo. It is simulated like all that the town does by itself.
    """
    if not is_demo():
        raise NotADemo("Only the people of a demo town can be told what to do.")
    topic = Topic.objects.filter(slug=slug).first()
    notes = _notes_of(topic) if topic else []
    came = 0
    for person in neighbours():
        theirs = [note for note in notes if note.author_id != person.pk]
        if theirs and came < people:
            record_open(person.pk, theirs[0].note_id)
            like(person, Note.objects.get(pk=theirs[came % len(theirs)].note_id))
            came += 1
    if not came:
        raise NoSuchTopic(f"there is no topic #{slug} with a public note that nobody paid for")
    catch_up()
    return came


def neighbours() -> list[Person]:
    """Everybody whom no visitor can sign in as."""
    ids = [person_id for handle, person_id in settled("person").items() if handle not in SIGN_IN]
    return list(Person.objects.filter(pk__in=ids, is_active=True).order_by("pk"))


def _everyday(people: Sequence[Person], notes: Sequence[NoteCard], present: datetime) -> Iterator[PastOpen]:
    """A little by day, more in the evening, most of the well-liked notes."""
    chance = Random("everyday")
    for day in range(DAYS):
        for _look in range(LOOKS_A_DAY):
            hour = min(23.9, max(0.0, chance.gauss(19, 4)))
            moment = present - timedelta(days=day, hours=present.hour - hour)
            there = [note for note in notes if note.published_at < moment]
            if there:
                weights = [math.log(2 + note.likes) for note in there]
                yield PastOpen(moment, chance.choice(people).pk, chance.choices(there, weights)[0].note_id)


def _fashions(people: Sequence[Person], present: datetime) -> Iterator[PastOpen]:
    """One topic after the other, the latest begun some hours ago and growing."""
    chance = Random("fashions")
    topics = NoteTopic.objects.filter(note__card__state="published", note__card__money_mark="")
    loud = topics.values("topic").annotate(told=Count("note")).filter(told__gte=LOUD).order_by("-told", "topic")
    for number, found in enumerate(loud[: DAYS // FASHION_DAYS]):
        notes = _notes_of(Topic.objects.get(pk=found["topic"]))
        begin = present - FASHION - timedelta(days=FASHION_DAYS * number)
        for _look in range(FASHION_LOOKS):
            note, moment = chance.choice(notes), begin + FASHION * math.sqrt(chance.random())
            if note.published_at < moment:
                yield PastOpen(moment, chance.choice(people).pk, note.note_id)


def _notes_of(topic: Topic) -> list[NoteCard]:
    found = NoteCard.objects.filter(state="published", visibility="public", money_mark="")
    return list(found.filter(note__note_topics__topic=topic).order_by("note_id"))
