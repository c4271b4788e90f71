"""Handing mails to the mail server."""

from __future__ import annotations

import logging
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection

from cinnabar.kit.clock import now
from cinnabar.kit.ids import encode
from cinnabar.kit.jobs import PATIENT, job
from cinnabar.notifications.models import Mail

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PATIENCE_SECONDS = 20

logger = logging.getLogger(__name__)


class NotHandedOver(Exception):
    """The mail server is away, or busy; what it said, without the address that a traceback of its own would show."""


@job(queue="mail", retry=PATIENT)
def send_mail(mail_id: int) -> None:
    """Hand one mail to the mail server; a failure is tried again later. One that was sent is not sent again.

    One that the server will never take is given up. The operator's log has both, with the mail's id and no address.
    """
    mail = Mail.objects.filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return
    try:
        _hand_over(mail)
    except (smtplib.SMTPException, OSError) as problem:
        if _is_final(problem):
            logger.warning("mail %s is refused for good: %s", encode(mail.pk), _told(problem))
            return
        logger.warning("mail %s could not be handed over and is tried again: %s", encode(mail.pk), _told(problem))
        raise NotHandedOver(_told(problem)) from None
    except (BadHeaderError, UnicodeError) as problem:
        logger.warning("mail %s cannot be sent: %r", encode(mail.pk), problem)
        return
    Mail.objects.filter(pk=mail_id).update(sent_at=now())


def _hand_over(mail: Mail) -> None:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    # The same Message-ID at each try: should we fall after the server took it, the reader's mailbox shows it once.
    headers = {"Message-ID": f"<{encode(mail.pk)}@{host}>", "Auto-Submitted": "auto-generated"}
    # No transaction is open here: a slow mail server must not hold row locks.
    server = get_connection(SMTP, timeout=PATIENCE_SECONDS)
    EmailMessage(mail.subject, mail.body, None, [mail.to], headers=headers, connection=server).send()


def _is_final(problem: Exception) -> bool:
    """Whether the server says that this mailbox will never take it (5xx); a wrong password of ours may be mended."""
    if not isinstance(problem, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _words in problem.recipients.values())


def _told(problem: Exception) -> str:
    """What went wrong, without anybody's address."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return ", ".join(f"{type(problem).__name__} {code}" for code, _words in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{type(problem).__name__} {problem.smtp_code}"
    return f"{type(problem).__name__}: {problem}"
