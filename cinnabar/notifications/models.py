"""The bell of each person, and mails as they were sent; in the demo everybody may read those on the outbox page."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.clock import now
from cinnabar.kit.models import Identified
from cinnabar.people.models import Person


class Kind(models.TextChoices):
    COMMENT = "comment", _("Comments on my notes")
    REPLY = "reply", _("Replies to my comments")
    ANSWER = "answer", _("When my answer to a question is chosen")
    MENTION = "mention", _("When somebody names me with @")
    LIKE = "like", _("Likes of my notes and comments")
    FOLLOWER = "follower", _("New followers")
    ORDER = "order", _("My orders")
    SALE = "sale", _("New orders in my shop")
    DECISION = "decision", _("Decisions about what I wrote")
    REPORT = "report", _("What came of my reports")
    INVITATION = "invitation", _("Invitations to work in a shop")
    DATA = "data", _("The copy of my data")


ALWAYS_TOLD = frozenset(
    {Kind.DECISION, Kind.REPORT, Kind.DATA}
)  # what concerns somebody's rights cannot be switched off


class Entry(Identified):
    """Something a person is told at the bell. It carries ids only: words and names are read when it is shown."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=60)  # what it tells, so that it is told once
    step = models.CharField(max_length=20, blank=True)  # of an order, or how something was decided
    actor_id = models.BigIntegerField(null=True)  # who did it, the latest of several
    actors = models.PositiveIntegerField(default=1)  # how many did it; 0: taken back, and not shown
    note_id = models.BigIntegerField(null=True)
    comment_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    shop_id = models.BigIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)  # a moderator's reason
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notifications_told_once")]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notifications_inbox", condition=Q(actors__gt=0)),
            models.Index(
                fields=["person"], name="notifications_unread", condition=Q(read_at__isnull=True, actors__gt=0)
            ),
            models.Index(fields=["note_id"], name="notifications_of_note", condition=Q(note_id__isnull=False)),
            models.Index(fields=["comment_id"], name="notifications_of_comment", condition=Q(comment_id__isnull=False)),
        ]


class EntryActor(models.Model):
    """One of those who did what an entry tells: each rings once, however often they take it back and do it again."""

    pk = models.CompositePrimaryKey("entry_id", "actor_id")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="actor_rows", db_index=False)
    actor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    is_withdrawn = models.BooleanField(default=False)


class Silence(models.Model):
    """A kind that a person does not want to be told."""

    pk = models.CompositePrimaryKey("person_id", "kind")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)


class Mailed(models.TextChoices):
    """What also comes by mail unless its reader does not want it; what concerns a buyer or an account always comes."""

    SALE = "sale", _("New orders in my shop")


class NoMail(models.Model):
    """A kind that a person does not want by mail."""

    pk = models.CompositePrimaryKey("person_id", "kind")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Mailed)


class Mail(Identified):
    key = models.CharField(max_length=60, unique=True, null=True)  # what it tells, so that it is told once
    to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)  # handed to a mail server; stays empty in the demo
