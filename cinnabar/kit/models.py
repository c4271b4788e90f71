"""The base of our rows, and the rows the kit itself needs."""

from django.db import models

from cinnabar.kit.ids import new_id


class Identified(models.Model):
    """A row whose id the application makes (`kit/ids.py`)."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class NodeLease(models.Model):
    """Which of the 1,024 node numbers in ids is held, and until when."""

    node = models.SmallIntegerField(primary_key=True)
    until = models.DateTimeField()


class Installation(models.Model):
    """One row: what this database is. The demo's marker lives here, so that a real one can never become a demo."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_demo = models.BooleanField(default=False)
    demo_passwords = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="kit_one_installation")]
