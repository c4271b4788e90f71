"""People, whom they follow and block, and what interests them."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Upper
from django.utils.module_loading import import_string

from cinnabar.kit.clock import now
from cinnabar.kit.models import Identified


class Role(models.TextChoices):
    """What a person may do besides reading; shop staff stands in `shop.ShopStaff`."""

    READER = ""
    CREATOR = "creator"
    MODERATOR = "moderator"
    OPERATOR = "operator"


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, handle: str | None) -> Person:
        return self.get(handle__iexact=handle)

    def by_handle(self, handle: str) -> Person:
        """The person of that handle in any case, or `DoesNotExist`."""
        return self.get(handle__iexact=unicodedata.normalize("NFKC", handle), is_active=True)


class Person(Identified, AbstractBaseUser):
    """Somebody with an account. The row carries what a card or a page head shows, so that neither joins."""

    handle = models.CharField(max_length=30)
    # Not unique: a sign-up must not tell who has an account. A *confirmed* address is (allauth's EmailAddress).
    email = models.EmailField(db_index=True)
    name = models.CharField(max_length=40)
    bio = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=10, choices=Role, blank=True, default=Role.READER)
    language = models.CharField(max_length=8, blank=True)  # "en", "zh-hans"; empty: as the browser asks
    avatar = models.CharField(max_length=22, blank=True)  # secret of a media.Picture; empty: initials on `tint`
    tint = models.PositiveSmallIntegerField(default=1)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=60, blank=True)
    city_tier = models.CharField(max_length=8, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=10, blank=True)
    traits = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=now)
    # Counters, kept by the actions. `…_imported` came with an import and no rows stand behind it.
    followers = models.PositiveIntegerField(default=0)
    followers_imported = models.PositiveIntegerField(default=0)
    following = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)  # likes + saves on this person's notes
    unread = models.PositiveSmallIntegerField(default=0, db_default=0)  # at the bell: no page has to ask

    hides_boards = models.BooleanField(default=False, db_default=False)  # on the profile, from others
    shows_likes = models.BooleanField(default=False, db_default=False)  # on the profile, to others
    keeps_searches = models.BooleanField(default=True, db_default=True)  # what they looked for, and opened from there
    keeps_history = models.BooleanField(default=True, db_default=True)  # of the notes and products they opened

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "name"]

    objects = PersonManager()

    class Meta:
        # In capitals, because that is what `iexact` compares.
        constraints = [models.UniqueConstraint(Upper("handle"), name="people_handle_any_case")]

    def __str__(self) -> str:
        return f"@{self.handle}"

    @property
    def is_moderator(self) -> bool:
        return self.role in (Role.MODERATOR, Role.OPERATOR)

    @property
    def is_operator(self) -> bool:
        return self.role == Role.OPERATOR

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Rights are roles and ownership here; Django's permission table is not used."""
        return self.is_active and self.is_operator


class BrowserSession(AbstractBaseSession):
    """A session (`people/sessions.py`). `person` is empty for a visitor who is about to sign in."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="browser_sessions")
    user_agent = models.CharField(max_length=200, blank=True)  # what the browser calls itself
    seen_at = models.DateTimeField(default=now)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_string("cinnabar.people.sessions.SessionStore")


class Follow(models.Model):
    pk = models.CompositePrimaryKey("follower_id", "followed_id")
    follower = models.ForeignKey(Person, models.CASCADE, related_name="follows_made", db_index=False)
    followed = models.ForeignKey(Person, models.CASCADE, related_name="follows_received", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["followed", "follower"], name="people_follow_back")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(follower=models.F("followed")), name="people_nobody_follows_self"
            )
        ]


class Block(models.Model):
    """Invisible to each other, both ways."""

    pk = models.CompositePrimaryKey("blocker_id", "blocked_id")
    blocker = models.ForeignKey(Person, models.CASCADE, related_name="blocks_made", db_index=False)
    blocked = models.ForeignKey(Person, models.CASCADE, related_name="blocks_received", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["blocked", "blocker"], name="people_block_back")]


class Interest(models.Model):
    """A channel (`people/channels.py`) a person chose."""

    pk = models.CompositePrimaryKey("person_id", "channel")
    person = models.ForeignKey(Person, models.CASCADE, related_name="interests", db_index=False)
    channel = models.CharField(max_length=24)


class ExportState(models.TextChoices):
    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"
    ERASED = "erased"  # after EXPORT_KEPT_DAYS, or when it came too late


class Export(Identified):
    """A copy of a person's data, packed into one file that they alone may fetch."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="exports")
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.PREPARING)
    secret = models.CharField(max_length=22, unique=True)  # names the file, and cannot be guessed
    language = models.CharField(max_length=8)
    asked_at = models.DateTimeField(default=now)
    ready_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="preparing"), name="people_one_export_at_a_time"
            )
        ]
