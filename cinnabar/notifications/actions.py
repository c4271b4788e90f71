"""Writing mails down, in the transaction of what they tell about."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from cinnabar.kit.letters import Letter
from cinnabar.notifications import sending
from cinnabar.notifications.models import Mail


@transaction.atomic
def write_mail(to: str, letter: Letter, *, key: str | None = None) -> None:
    """Put a mail into the outbox and, where a mail server is set, on its way. One with a known key is not written."""
    mail = Mail(key=key, to=to, subject=letter.subject[:200], body=letter.body)
    if key is None:
        mail.save(force_insert=True)
    else:
        Mail.objects.bulk_create([mail], ignore_conflicts=True)
        if not Mail.objects.filter(pk=mail.pk).exists():
            return
    if settings.EMAIL_HOST:
        sending.send_mail.defer(mail_id=mail.pk)
