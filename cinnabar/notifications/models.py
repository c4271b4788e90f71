"""Mails as they were sent; in the demo everybody may read them on the outbox page."""

from django.db import models

from cinnabar.kit.models import Identified


class Mail(Identified):
    key = models.CharField(max_length=60, unique=True, null=True)  # what it tells, so that it is told once
    to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)  # handed to a mail server; stays empty in the demo
