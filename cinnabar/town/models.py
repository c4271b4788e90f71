"""What of the town stands already, so that filling and importing go on where they stopped."""

from django.db import models


class Settled(models.Model):
    """The row (`row_id`) that a record of the town became: kind "picture", "person", "product", "note" and so on."""

    pk = models.CompositePrimaryKey("kind", "key")
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=160)
    row_id = models.BigIntegerField()
