"""A worker process that is killed in the middle of its jobs: another one does them, nothing is done twice or lost."""

from __future__ import annotations

import os
import signal
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from cinnabar.command.family import COMMAND
from cinnabar.kit.installation import claim_as_demo
from cinnabar.kit.jobs import take_up_again
from cinnabar.kit.letters import Letter
from cinnabar.media import files
from cinnabar.media.actions import begin_picture, receive
from cinnabar.media.models import Picture
from cinnabar.media.tests.conftest import a_photo, encoded
from cinnabar.notes.tests.props import a_note
from cinnabar.notifications.actions import write_mail
from cinnabar.notifications.models import Entry, EntryActor, Mail
from cinnabar.orders.actions.shipping import mark_shipped
from cinnabar.orders.tests.props import a_paid_order
from cinnabar.people.models import Person
from tests.cast import a_person, a_product, a_shop

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120.0
WITHOUT_CERTIFICATE = "from config.settings import *\nEMAIL_USE_TLS = False\n"
IN_THE_MIDDLE = {"make_sizes", "send_mail", "tell_of_mentions", "tell_of_order"}


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails; says so only while `answers` is set."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[str] = []
        self.acknowledged: list[str] = []
        self.answers = threading.Event()


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 pretended")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
                self.server.received.append(text)
                if not self.server.answers.wait(PATIENCE):
                    return
                self._say("250 taken")
                self.server.acknowledged.append(text)
            else:
                self._say("221 bye" if word == b"QUIT" else "250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.answers.set()
        server.shutdown()


@pytest.fixture
def worker(tmp_path: Path, settings: Any, mail_server: MailServer) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start worker processes on the test's database, folder and mail server; none of them outlives the test."""
    settings.MEDIA_FOLDER = tmp_path / "media"
    settings.EMAIL_HOST = "127.0.0.1"
    server, _slash, more = os.environ["DATABASE_URL"].rpartition("/")
    _name, _sign, parameters = more.partition("?")
    database = f"{server}/{connection.settings_dict['NAME']}?{parameters}"
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "plain_mail",
        "PYTHONPATH": str(tmp_path),
        "CINNABAR_HOME": str(tmp_path),
        "CINNABAR_JOBS": "8",
        "CINNABAR_MAIL_FROM": "Cinnabar <mail@example.com>",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail_server.server_address[1]),
    }
    (tmp_path / "plain_mail.py").write_text(WITHOUT_CERTIFICATE)
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        log = (tmp_path / f"worker-{len(started)}.log").open("wb")
        started.append(subprocess.Popen([*COMMAND, "worker", *arguments], env=environment, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "the worker came not so far"
        time.sleep(0.1)


def jobs(*status: str) -> set[str]:
    """Asked for in one statement: a job that ends may leave another one to be done."""
    return {
        name.rpartition(".")[2]
        for name in ProcrastinateJob.objects.filter(status__in=status).values_list("task_name", flat=True)
    }


def is_decoded(picture: Picture) -> bool:
    """Whether its smallest size lies there: others may be on their way."""
    return any(name.startswith(picture.secret) for name in in_folder("sizes"))


def in_folder(name: str) -> list[str]:
    return sorted(path.name for path in files.folder(name).rglob("*") if path.is_file())


def something_for_every_queue(tmp_path: Path) -> tuple[Person, Picture]:
    """A picture to decode, a mail to send, somebody named in a note, a parcel that left."""
    claim_as_demo({})
    tom, mei = a_person("tom", language="en"), a_person("mei")
    upload = tmp_path / "upload"
    upload.write_bytes(encoded(a_photo()))
    picture = begin_picture(mei.pk, purpose="note")
    receive(picture.pk, upload, upload.stat().st_size)
    write_mail("tom@example.com", Letter("Hello", "A letter."))
    a_note(mei, body="Thanks to @tom")
    order = a_paid_order(tom, a_product(a_shop(a_person("lin"))).variants.get(position=0))
    mark_shipped(order, carrier="DHL")
    return tom, picture


def test_what_a_killed_worker_had_begun_is_done_once_by_the_next(
    tmp_path: Path, worker: Any, mail_server: MailServer
) -> None:
    tom, picture = something_for_every_queue(tmp_path)
    first = worker()
    with transaction.atomic():  # each of them comes to a row of these, and no further
        Person.objects.select_for_update().get(pk=tom.pk)
        Picture.objects.select_for_update().get(pk=picture.pk)
        until(lambda: jobs("doing") >= IN_THE_MIDDLE and is_decoded(picture) and bool(mail_server.received))
        os.kill(first.pid, signal.SIGKILL)
        first.wait()

    assert jobs("doing") >= IN_THE_MIDDLE
    assert Picture.objects.get(pk=picture.pk).state == "waiting"
    with connection.cursor() as cursor:  # a minute passes in which the dead one says nothing
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    async_to_sync(take_up_again.func)()
    mail_server.answers.set()
    worker()
    until(lambda: not jobs("todo", "doing"))

    assert jobs("failed") == set()
    picture.refresh_from_db()
    sizes = in_folder("sizes")
    assert (picture.state, in_folder("incoming")) == ("ready", [])
    assert [name for name in sizes if name.startswith(picture.secret)] == sorted(files.names_of(picture))
    assert {name.partition("-")[0] for name in sizes} == set(Picture.objects.values_list("secret", flat=True))
    assert in_folder("originals") == [picture.secret]
    told = Entry.objects.filter(person=tom).values_list("kind", "step", "actors")
    assert sorted(told) == [("mention", "", 1), ("order", "paid", 1), ("order", "shipped", 1)]
    assert EntryActor.objects.filter(entry__person=tom).count() == 1
    tom.refresh_from_db()
    assert tom.unread == 3
    assert not list(Mail.objects.filter(sent_at=None).values_list("to", "subject"))
    # What the dead one had handed over comes again under the same Message-ID: a mailbox shows it once.
    letters = {
        header(text, "Message-ID"): header(text, "Subject") for text in mail_server.acknowledged if "tom@" in text
    }
    assert sorted(letters.values()) == sorted(
        Mail.objects.filter(to="tom@example.com").values_list("subject", flat=True)
    )
    assert len(letters) == 3


def header(text: str, name: str) -> str:
    return next(line.partition(": ")[2].strip() for line in text.splitlines() if line.startswith(f"{name}: "))
