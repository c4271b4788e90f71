"""Handing mails to the mail server."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from cinnabar.kit.clock import now
from cinnabar.kit.ids import encode
from cinnabar.kit.jobs import job
from cinnabar.notifications.models import Mail

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PATIENCE_SECONDS = 20


@job(queue="mail")
def send_mail(mail_id: int) -> None:
    """Hand one mail to the mail server; a failure is tried again later. One that was sent is not sent again."""
    mail = Mail.objects.filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    # The same Message-ID at each try: should we fall after the server took it, the reader's mailbox shows it once.
    headers = {"Message-ID": f"<{encode(mail.pk)}@{host}>", "Auto-Submitted": "auto-generated"}
    # No transaction is open here: a slow mail server must not hold row locks.
    server = get_connection(SMTP, timeout=PATIENCE_SECONDS)
    EmailMessage(mail.subject, mail.body, None, [mail.to], headers=headers, connection=server).send()
    Mail.objects.filter(pk=mail_id).update(sent_at=now())
