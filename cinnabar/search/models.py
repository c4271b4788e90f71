"""The index: one row for everything that can be found, and what the whole of it says about its words."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Left


class Kind(models.TextChoices):
    NOTE = "note"
    PRODUCT = "product"
    PERSON = "person"
    BRAND = "brand"
    TOPIC = "topic"
    TEXT = "text"  # a line of a file, in the scratch index of `cinnabar search-eval`


class Document(models.Model):
    """What can be found of one subject. Its id is the subject's own: ids are unique over all kinds.

    The three lines are canonical (`text/tokens.py`), the two vectors hold their terms. Whether somebody may see the
    subject is never kept here: every search joins the row that says so.
    """

    subject_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    version = models.PositiveSmallIntegerField()  # of the tokeniser that read it
    title = models.TextField(blank=True)
    labels = models.TextField(blank=True)  # topics, products, brands, category
    body = models.TextField(blank=True)
    head_terms = SearchVectorField()  # title (A) and labels (B)
    body_terms = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["head_terms"], name="search_head"),
            GinIndex(fields=["body_terms"], name="search_body"),
        ]


class Term(models.Model):
    """In how many documents a term occurs; counted anew by a job, so a new one may be missing."""

    term = models.CharField(max_length=64, primary_key=True)
    documents = models.PositiveIntegerField()


class Word(models.Model):
    """A term that is a word, and how it sounds if it is Chinese: what another spelling is chosen from."""

    word = models.CharField(max_length=64, primary_key=True)
    documents = models.PositiveIntegerField()
    sound = models.CharField(max_length=64, blank=True)
    initials = models.CharField(max_length=8, blank=True)


class Census(models.Model):
    """One row: how many documents there were when terms were last counted, and how long they are on average."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    documents = models.PositiveIntegerField()
    title_length = models.FloatField()
    labels_length = models.FloatField()
    body_length = models.FloatField()
    number = models.PositiveIntegerField(default=1, db_default=1)  # one more with each count
    version = models.PositiveSmallIntegerField(default=0, db_default=0)  # the oldest tokeniser of any document

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="search_one_census")]


class Completion(models.Model):
    """A beginning by which something is suggested while somebody types. What may be seen is asked when it is read."""

    pk = models.CompositePrimaryKey("subject_id", "key")
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)  # of Kind, or "query"
    key = models.CharField(max_length=24, db_collation="C")  # as `text.completing` writes beginnings
    is_sound = models.BooleanField()
    head = models.FloatField()  # what it counts that the whole name begins so
    weight = models.FloatField()  # with what people did

    class Meta:
        indexes = [
            models.Index("kind", "key", name="search_completion_key"),
            models.Index("kind", Left("key", 1), models.F("weight").desc(), name="search_completion_one"),
            models.Index("kind", Left("key", 2), models.F("weight").desc(), name="search_completion_two"),
        ]


class PopularQuery(models.Model):
    """What at least five people asked for lately and may be offered to others; who they were is not kept here."""

    id = models.BigIntegerField(primary_key=True)
    line = models.CharField(max_length=200)
    words = models.CharField(max_length=200)
    people = models.PositiveIntegerField()
