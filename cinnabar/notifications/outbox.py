"""Django's mail backend: every mail becomes a row; with SMTP_HOST set a job also sends it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cinnabar.kit.letters import Letter
from cinnabar.notifications.actions import write_mail


class Outbox(BaseEmailBackend):
    """Writes mails down in the sender's transaction, so that a rolled-back change never mails."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for receiver in message.recipients():
                write_mail(receiver, Letter(str(message.subject), str(message.body)))
        return len(email_messages)
