"""What a person does not want to meet on home."""

from __future__ import annotations

from django.db import models

from cinnabar.kit.clock import now
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
