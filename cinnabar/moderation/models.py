"""Reports and decisions, each with its rule and reason; the person concerned always sees both."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cinnabar.kit.clock import now
from cinnabar.kit.models import Identified
from cinnabar.people.models import Person


class Subject(models.TextChoices):
    NOTE = "note"
    COMMENT = "comment"
    PERSON = "person"
    PRODUCT = "product"
    SHOP = "shop"
    BOARD = "board"


class CaseState(models.TextChoices):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    REVERSED = "reversed"  # acted upon, and taken back, mostly after an answer


class Case(Identified):
    """All that is reported about one thing until somebody decides. What it said is kept, whatever becomes of it."""

    subject = models.CharField(max_length=8, choices=Subject)
    subject_id = models.BigIntegerField()
    note_id = models.BigIntegerField(null=True)  # where a comment stands
    concerned_id = models.BigIntegerField(null=True)  # who wrote it or who it is; none for a product
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    evidence = models.TextField()
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)
    moderator_id = models.BigIntegerField(null=True)
    rule = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    has_acted = models.BooleanField(default=False, db_default=False)  # something changed that can be changed back
    answer = models.CharField(max_length=500, blank=True)  # of whom it concerns, once; of a note: in its Decision
    answered_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)  # a moderator has read the answer
    last_words = models.CharField(max_length=300, blank=True)  # why it was taken back

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id"], condition=Q(state="open"), name="moderation_one_open_case"
            )
        ]


class Report(Identified):
    """What one person said about one thing; once."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    subject = models.CharField(max_length=8, choices=Subject)
    subject_id = models.BigIntegerField()
    rule = models.CharField(max_length=40)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reporter", "subject", "subject_id"], name="moderation_reported_once")
        ]


class Decision(Identified):
    note_id = models.BigIntegerField(db_index=True)
    moderator_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)  # of the reports it follows; none: a moderator saw it
    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=500, blank=True)  # of the author, once
    answered_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)  # a moderator has read the answer
