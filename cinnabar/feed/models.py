"""What a person wants and does not want of their home, and how new notes find their first readers."""

from __future__ import annotations

from django.db import models

from cinnabar.kit.clock import now
from cinnabar.notes.models import Note
from cinnabar.people.models import Person


class Kind(models.TextChoices):
    NOTE = "note"
    AUTHOR = "author"
    TOPIC = "topic"
    PRODUCT = "product"


class NotInterested(models.Model):
    """A person's "not interested" in one note, author, topic or product; taken back by deleting the row."""

    pk = models.CompositePrimaryKey("person_id", "kind", "about_id")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    about_id = models.BigIntegerField()
    at = models.DateTimeField(default=now)


class Variety(models.IntegerChoices):
    """How far home strays from what somebody likes."""

    CLOSE = 0
    BALANCED = 1
    WIDE = 2


class Form(models.TextChoices):
    """What somebody would rather see on their home; empty: whatever comes."""

    PICTURES = "pictures"
    WORDS = "words"  # text cards


class Dial(models.Model):
    """How a person wants their home. Without a row: it learns, balanced, from everything they did."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    is_plain = models.BooleanField(default=False)  # no profiling: what is new and popular, the same for everybody
    variety = models.PositiveSmallIntegerField(choices=Variety, default=Variety.BALANCED)
    form = models.CharField(max_length=8, choices=Form, blank=True, db_default="")
    began_at = models.DateTimeField(null=True)  # what was done before counts no more


class Stance(models.TextChoices):
    RAISED = "raised"
    PAUSED = "paused"  # counts neither for nor against, until it goes on
    REMOVED = "removed"  # what was done until then counts no more


class Belief(models.TextChoices):
    CHANNEL = "channel"
    TOPIC = "topic"


class Steer(models.Model):
    """What a person said about an interest: a channel by its slug, a topic by its id."""

    pk = models.CompositePrimaryKey("person_id", "kind", "about")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Belief)
    about = models.CharField(max_length=24)
    stance = models.CharField(max_length=8, choices=Stance)
    at = models.DateTimeField(default=now)


class FirstReaders(models.Model):
    """How a new note finds its first readers; `engine/firsts.py` says what the numbers mean."""

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="+")
    owed = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    moved = models.FloatField(default=0)
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)  # they have said enough

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at"], name="feed_first_readers", condition=models.Q(closed_at__isnull=True))
        ]
