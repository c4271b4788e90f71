"""What the desks keep themselves."""

from django.db import models

from cinnabar.kit.clock import now


class LegalKind(models.TextChoices):
    TERMS = "terms"
    PRIVACY = "privacy"
    IMPRINT = "imprint"


class LegalText(models.Model):
    """A text of the operator's own, in one language; without a row the text that comes with Cinnabar is shown."""

    pk = models.CompositePrimaryKey("kind", "language")
    kind = models.CharField(max_length=8, choices=LegalKind)
    language = models.CharField(max_length=8)
    body = models.TextField()
    changed_at = models.DateTimeField(default=now)
    changed_by_id = models.BigIntegerField()
