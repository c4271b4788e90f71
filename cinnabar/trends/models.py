"""Counters without anybody's name, and what they say at the moment. All of it can be made anew from the facts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Kind(models.TextChoices):
    TOPIC = "topic"
    PRODUCT = "product"
    BRAND = "brand"
    QUERY = "query"
    CATEGORY = "category"


class Span(models.IntegerChoices):
    """How long a counter lasts, in minutes."""

    FIVE = 5
    HOUR = 60
    DAY = 1440
    LAST_DAY = 1441  # the 24 hours until it was counted


class Count(models.Model):
    """How many different people did something about a subject while the span lasted, everywhere or in one region.

    Within an hour a person counts in the first of its five minutes only: twelve of them make the hour.
    """

    pk = models.CompositePrimaryKey("span", "subject_id", "region", "begins")
    span = models.SmallIntegerField(choices=Span)
    subject_id = models.BigIntegerField()  # unique over all kinds; of a query: `phrases.PHRASE_ID`
    region = models.CharField(max_length=63, blank=True)  # "", "CN", "CN/上海"
    begins = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    people = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["span", "begins"], name="trends_count_by_time")]


class Window(models.TextChoices):
    """The tabs: what is compared with what is usual."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


class Verdict(models.TextChoices):
    RISING = "rising"
    NEW = "new"
    STEADY = "steady"


class Standing(models.Model):
    """A line of the page: a subject that at least five different people care about just now."""

    pk = models.CompositePrimaryKey("window", "region", "subject_id")
    window = models.CharField(max_length=4, choices=Window)
    region = models.CharField(max_length=63, blank=True)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    channel = models.CharField(max_length=24, blank=True)
    verdict = models.CharField(max_length=6, choices=Verdict)
    people = models.PositiveIntegerField()
    usual = models.FloatField()
    score = models.FloatField()
    since = models.DateTimeField()  # when the rise began
    curve = ArrayField(models.PositiveIntegerField())
    curve_begins = models.DateTimeField()
    curve_step = models.PositiveIntegerField()  # seconds


class Phrase(models.Model):
    """The words of a query that five people had asked for within a day; before that nothing of it is kept here."""

    id = models.BigIntegerField(primary_key=True)
    words = models.CharField(max_length=60)
    channel = models.CharField(max_length=24, blank=True)


class Progress(models.Model):
    """One row: until when everything is counted. Who counts holds it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    counted_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="trends_one_progress")]
