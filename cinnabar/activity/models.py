"""What people did, append-only; plain ids, because it outlives what it speaks of."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Action(models.TextChoices):
    SAW_NOTE = "saw_note"  # an impression: half a card in view for one second
    OPENED_NOTE = "opened_note"
    READ_NOTE = "read_note"  # how long a note stood open in front of somebody
    OPENED_PRODUCT = "opened_product"
    SHARED = "shared"  # sent to somebody; `source` is the way it went


class Sent(models.TextChoices):
    """What else may be sent to somebody; a note and a product have columns of their own."""

    BOARD = "board"
    PERSON = "person"
    SHOP = "shop"
    BRAND = "brand"
    TOPIC = "topic"


class Deed(models.Model):
    """One thing somebody did. The table is partitioned by day (0002). Of a visitor nothing says who it was."""

    pk = models.CompositePrimaryKey("at", "id")
    id = models.BigIntegerField()
    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)  # null: a visitor
    action = models.CharField(max_length=24, choices=Action)
    note_id = models.BigIntegerField(null=True)
    product_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=8, choices=Sent, blank=True)  # what was sent, when it is neither of the two
    subject_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=24, blank=True)  # the list it was found in: "home", "following", …
    position = models.IntegerField(null=True)  # place in that list, from 0
    seconds = models.FloatField(null=True)
    is_served = models.BooleanField(default=False)  # sent to a browser without scripts; whether it was seen is unknown

    class Meta:
        managed = False
        db_table = "activity_deed"


class SeenNote(models.Model):
    """The latest time a person opened a note, and what became of it; what the home page leaves out for 30 days."""

    pk = models.CompositePrimaryKey("person_id", "note_id")
    person_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    at = models.DateTimeField()
    seconds = models.FloatField(default=0, db_default=0)  # in front of it, in all
    is_shared = models.BooleanField(default=False, db_default=False)  # sent to somebody

    class Meta:
        indexes = [models.Index(fields=["person_id", "-at"], name="activity_seen_lately")]


class ServedPage(models.Model):
    """A page of home as a person got it: the truth behind "why am I seeing this", and what a judge of models needs.

    A place each: which source counted most, which of the person's own notes brought it (0 for none), and the chance
    that it had to come.
    """

    id = models.BigIntegerField(primary_key=True)
    person_id = models.BigIntegerField()
    at = models.DateTimeField()
    version = models.BigIntegerField()  # of what was learned; 0: nothing was
    first = models.PositiveIntegerField()  # place of the first note in the visit
    note_ids = ArrayField(models.BigIntegerField())
    sources = ArrayField(models.CharField(max_length=16))
    because = ArrayField(models.BigIntegerField())
    chances = ArrayField(models.FloatField())

    class Meta:
        indexes = [models.Index(fields=["person_id", "-at"], name="activity_served_lately")]


class Searched(models.Model):
    """What somebody with an account asked for, and what answered best: their history, and what completions count.

    They may erase lines, all of them, or keep none; nothing else knows then what they asked.
    """

    id = models.BigIntegerField(primary_key=True)
    person_id = models.BigIntegerField()
    at = models.DateTimeField()
    words = models.CharField(max_length=200)  # as they were written
    line = models.CharField(max_length=200)  # in the one writing of what means the same (`search.text.folding`)
    found = models.PositiveIntegerField()
    # The best of each kind, in order; the notes as far as the first page showed them.
    note_ids = ArrayField(models.BigIntegerField())
    product_ids = ArrayField(models.BigIntegerField())
    brand_ids = ArrayField(models.BigIntegerField())
    topic_ids = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at"], name="activity_searched_lately"),
            models.Index(fields=["at"], name="activity_searched_by_time"),
        ]


class SearchClick(models.Model):
    """What was opened from the answer to a search, and its place there; for a ranker that learns."""

    id = models.BigIntegerField(primary_key=True)
    search = models.ForeignKey(Searched, models.CASCADE, related_name="clicks")
    kind = models.CharField(max_length=8)  # of search.models.Kind
    subject_id = models.BigIntegerField()
    position = models.PositiveIntegerField(null=True)  # in the list of its kind, from 0; null: not told
    at = models.DateTimeField()


class Subject(models.TextChoices):
    NOTE = "note"
    PRODUCT = "product"


class Opened(models.Model):
    """A line of a person's viewing history: the latest time they opened something. They may erase it, or keep none."""

    pk = models.CompositePrimaryKey("person_id", "subject", "subject_id")
    person_id = models.BigIntegerField()
    subject = models.CharField(max_length=8, choices=Subject)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-at", "-subject_id"], name="activity_history")]
