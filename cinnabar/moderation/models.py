"""Decisions about notes, each with its rule and reason; the person concerned always sees both."""

from django.db import models

from cinnabar.kit.models import Identified


class Decision(Identified):
    note_id = models.BigIntegerField(db_index=True)
    moderator_id = models.BigIntegerField()
    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)
