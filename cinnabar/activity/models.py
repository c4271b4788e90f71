"""What people did, append-only; plain ids, because it outlives what it speaks of."""

from django.db import models


class Action(models.TextChoices):
    OPENED_NOTE = "opened_note"
    OPENED_PRODUCT = "opened_product"


class Deed(models.Model):
    """One thing a signed-in person did. The table is partitioned by day (first migration)."""

    pk = models.CompositePrimaryKey("at", "id")
    id = models.BigIntegerField()
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    action = models.CharField(max_length=24, choices=Action)
    note_id = models.BigIntegerField(null=True)
    product_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=24, blank=True)

    class Meta:
        managed = False
        db_table = "activity_deed"


class SeenNote(models.Model):
    """The latest time a person opened a note; what the home page leaves out for 30 days."""

    pk = models.CompositePrimaryKey("person_id", "note_id")
    person_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    at = models.DateTimeField()
