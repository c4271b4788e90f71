"""The pages of errors say what happened, in the reader's language, whatever is broken; and Cinnabar is an app."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from cinnabar.front import offline, problems
from cinnabar.kit.limits import TooMany
from cinnabar.people.models import Person

CHINESE = {"Accept-Language": "zh-CN"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "seconds", "said"),
    [
        (429, 7, "in 7 seconds"),
        (429, 1, "in 1 second."),
        (429, 61, "in 2 minutes"),
        (429, 7200, "in 2 hours"),
    ],
)
def test_who_is_too_fast_reads_how_long_to_wait(
    status: int, seconds: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise TooMany(seconds)

    monkeypatch.setattr("cinnabar.people.views.accounts.check_limit", refuse)

    answer = Client(headers={"Sec-Fetch-Site": "same-origin"}).post("/login", {"login": "tom", "password": "x"})

    assert (answer.status_code, answer["Retry-After"]) == (status, str(seconds))
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_a_form_that_is_too_large_is_413(tom: Person, browser_of: Any, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = browser_of(tom).post("/settings/profile", {"name": "x" * 200})

    assert answer.status_code == 413
    assert "Too much at once" in answer.content.decode()
    tom.refresh_from_db()
    assert tom.name == "Tom"


@pytest.mark.django_db
def test_an_address_that_takes_no_such_request_says_so(browser_of: Any, tom: Person) -> None:
    page = Client(headers={"Accept": "text/html"}).get("/language")
    of_a_script = Client(headers={"Accept": "application/json"}).get("/language")

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "This address takes forms only" in page.content.decode()
    assert (of_a_script.status_code, of_a_script.content) == (405, b"")


@pytest.mark.parametrize(("headers", "said"), [({}, "Something broke on our side"), (CHINESE, "我们这边出了点问题")])
def test_a_fault_has_a_page_without_a_database(
    headers: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No `django_db` here: whoever asks the database fails the test."""
    monkeypatch.setattr(connection, "cursor", lambda *_args: 1 / 0)
    client = Client(headers=headers, raise_request_exception=False)
    client.cookies["session"] = "a-session-of-somebody-long-ago"

    answer = client.get("/settings")

    text = answer.content.decode()
    assert answer.status_code == 500
    assert said in text
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "<script" not in text


def test_a_fault_has_an_answer_without_a_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "bare_page", lambda *_args: 1 / 0)

    answer = problems.broken(RequestFactory().get("/"))

    assert (answer.status_code, answer["Cache-Control"]) == (500, "no-store")
    assert "我们这边出了点问题" in answer.content.decode()


def test_the_worker_keeps_one_page_and_nothing_of_anybody() -> None:
    answer = Client().get("/service-worker.js?language=zh-hans")

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=0", "must-revalidate"}
    kept = json.loads(answer.content.decode().partition("self.kept = ")[2].partition(";\n")[0])
    assert kept["page"] == "/offline?language=zh-hans"
    assert [file.split("-")[0].split("?")[0] for file in kept["files"]] == ["/offline", "/static/app", "/static/seal"]
    page = Client().get(kept["page"]).content.decode()
    assert "你已离线" in page
    assert kept["files"][1] in page
    assert kept["files"][2] in page
    assert "<script" not in page


def test_another_sheet_is_another_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Client().get("/service-worker.js").content
    monkeypatch.setattr(offline, "bare_page", lambda *_args: "another page")

    assert Client().get("/service-worker.js").content != before


def test_the_worker_leaves_where_it_is_switched_off(settings: Any) -> None:
    settings.SERVICE_WORKER = False

    text = Client().get("/service-worker.js").content.decode()

    assert "registration.unregister()" in text
    assert "fetch" not in text


def test_cinnabar_can_be_put_among_the_apps_of_a_phone(settings: Any) -> None:
    answer = Client(headers=CHINESE).get("/manifest.webmanifest")
    told = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"], told["lang"]) == ("/", "/", "standalone", "zh-Hans")
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in told["icons"]:
        assert (Path(settings.STATIC_FOLDER) / icon["src"].removeprefix("/static/")).is_file()
