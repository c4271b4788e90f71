"""The outbox, its page in the demo, and the way to a mail server."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, send_mail
from django.db import transaction

from cinnabar.kit import clock
from cinnabar.kit.ids import encode
from cinnabar.kit.jobs import PATIENT
from cinnabar.kit.letters import Letter
from cinnabar.notifications import sending
from cinnabar.notifications.actions import write_mail
from cinnabar.notifications.jobs import forget_mails
from cinnabar.notifications.models import Mail

Work = Callable[[], int]


def a_mail(**fields: Any) -> Mail:
    return Mail.objects.create(**{"to": "tom@example.com", "subject": "Hi", "body": "x", **fields})


@pytest.mark.django_db
def test_mails_are_written_in_the_senders_transaction(work: Work) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_mail("Hi", "Body", None, ["tom@example.com"])
        1 / 0  # noqa: B018
    assert not Mail.objects.exists()

    send_mail("Hi", "Body", None, ["tom@example.com", "zoe@example.com"])

    assert list(Mail.objects.order_by("to").values_list("to", "subject", "body")) == [
        ("tom@example.com", "Hi", "Body"),
        ("zoe@example.com", "Hi", "Body"),
    ]
    assert work() == 0


@pytest.mark.django_db
def test_a_known_key_is_written_once(settings: Any, work: Work) -> None:
    settings.EMAIL_HOST = "mail.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    for _time in range(2):
        write_mail("tom@example.com", Letter("Hi", "Body"), key="placed:1")

    assert Mail.objects.count() == 1


@pytest.mark.django_db
def test_with_a_mail_server_each_mail_is_handed_over_once(settings: Any, monkeypatch: Any, work: Work) -> None:
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(sending, "SMTP", "django.core.mail.backends.locmem.EmailBackend")
    send_mail("Hi", "Body", None, ["tom@example.com"])
    assert not mail.outbox

    assert work() == 1

    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["tom@example.com"], "Hi", "Body")
    assert sent.message()["Message-ID"].endswith("@localhost>")
    assert Mail.objects.get().sent_at is not None


def failing_with(monkeypatch: Any, problem: Exception) -> None:
    def fail(self: EmailMessage, fail_silently: bool = False) -> int:
        raise problem

    monkeypatch.setattr(EmailMessage, "send", fail)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "problem",
    [
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError(111, "Connection refused"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPRecipientsRefused({"tom@example.com": (450, b"mailbox busy")}),
    ],
)
def test_a_mail_server_that_fails_is_tried_again_for_a_day_and_told(
    settings: Any, monkeypatch: Any, caplog: Any, problem: Exception
) -> None:
    settings.EMAIL_HOST = "mail.example"
    row = a_mail()
    failing_with(monkeypatch, problem)

    with pytest.raises(sending.NotHandedOver) as surprise:
        sending.send_mail.func(mail_id=row.pk)

    assert Mail.objects.get().sent_at is None
    (told,) = caplog.messages
    assert f"mail {encode(row.pk)} could not be handed over and is tried again: {type(problem).__name__}" in told
    assert "tom@" not in told + str(surprise.value)
    assert surprise.value.__suppress_context__
    assert sending.send_mail.retry_strategy == PATIENT


@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_is_given_up_and_told(settings: Any, monkeypatch: Any, caplog: Any) -> None:
    row = a_mail()
    failing_with(monkeypatch, smtplib.SMTPRecipientsRefused({"tom@example.com": (550, b"no such user tom@")}))

    sending.send_mail.func(mail_id=row.pk)

    assert caplog.messages == [f"mail {encode(row.pk)} is refused for good: SMTPRecipientsRefused 550"]
    assert Mail.objects.get().sent_at is None


@pytest.mark.django_db
def test_no_name_adds_a_header(settings: Any, monkeypatch: Any, caplog: Any) -> None:
    monkeypatch.setattr(sending, "SMTP", "django.core.mail.backends.locmem.EmailBackend")
    row = a_mail(subject="Hi\nBcc: everybody@example.com")

    sending.send_mail.func(mail_id=row.pk)

    assert not mail.outbox
    assert "cannot be sent" in caplog.messages[0]


@pytest.mark.django_db
def test_old_mails_are_forgotten() -> None:
    old, new = a_mail(), a_mail()
    Mail.objects.filter(pk=old.pk).update(at=clock.now() - timedelta(days=15))

    forget_mails.func(timestamp=0)

    assert list(Mail.objects.all()) == [new]


@pytest.mark.django_db
def test_the_page_is_there_only_in_a_demo(browser_of: Any, settings: Any) -> None:
    a_mail()
    assert browser_of().get("/outbox").status_code == 404

    from cinnabar.kit.installation import claim_as_demo

    claim_as_demo({})
    assert browser_of().get("/outbox").status_code == 200
    settings.DEMO = False
    assert browser_of().get("/outbox").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_the_page_shows_mails_newest_first_and_links_them(browser_of: Any) -> None:
    a_mail(subject="First", body="<b>no html</b>\nhttp://testserver/orders/7.")
    a_mail(subject="Second")

    answer = browser_of().get("/outbox")

    page = answer.content.decode()
    assert page.index("Second") < page.index("First")
    assert '<a href="http://testserver/orders/7" rel="nofollow ugc noopener">http://testserver/orders/7</a>.' in page
    assert "<b>no html" not in page
    assert "This is a demo" in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_older_mails_are_on_the_next_page(browser_of: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(31):
        a_mail(subject=f"Mail {number:02}")
    browser = browser_of()

    with django_assert_max_num_queries(2):  # the demo's marker, the mails
        first = browser.get("/outbox").content.decode()
    before = first.split("before=")[1].split('"')[0]
    second = browser.get(f"/outbox?before={before}").content.decode()

    assert "Mail 01" in first
    assert "Mail 00" not in first
    assert "Mail 00" in second
    assert "Mail 01" not in second
    assert browser.get("/outbox?before=nonsense!").status_code == 404
