"""What browsers tell of a visit is written down, of a visitor without saying who it was."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from cinnabar.activity.models import Deed, SeenNote
from cinnabar.kit.clock import now
from cinnabar.kit.ids import encode
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person

KEPT = ("person_id", "action", "note_id", "position", "source", "is_served")


@pytest.fixture
def note(mei: Person) -> Note:
    return a_note(mei)


def tell(browser: Any, **told: Any) -> int:
    return browser.post("/sightings", json.dumps(told), content_type="text/plain").status_code


def deeds() -> list[tuple[Any, ...]]:
    return list(Deed.objects.order_by("id").values_list(*KEPT))


def test_a_visitors_sightings_name_nobody(note: Note, browser_of: Any) -> None:
    browser, key = browser_of(), encode(note.pk)

    assert tell(browser, source="home", seen=[[key, 3]], opened=[[key, 3]], read=[[key, 12.5]]) == 204

    assert deeds() == [
        (None, "saw_note", note.pk, 3, "home", False),
        (None, "opened_note", note.pk, 3, "home", False),
        (None, "read_note", note.pk, None, "home", False),
    ]
    assert not browser.cookies
    assert not SeenNote.objects.exists()


def test_of_a_person_the_page_itself_records_the_opening(note: Note, tom: Person, browser_of: Any) -> None:
    browser, key = browser_of(tom), encode(note.pk)
    browser.get(f"/notes/{key}", headers={"Referer": "http://testserver/following", "X-Position": "2"})

    tell(browser, source="following", seen=[[key, 2]], opened=[[key, 2]])

    assert deeds() == [
        (tom.pk, "opened_note", note.pk, 2, "following", False),
        (tom.pk, "saw_note", note.pk, 2, "following", False),
    ]


def test_a_foreign_page_before_is_no_source(note: Note, tom: Person, browser_of: Any) -> None:
    browser_of(tom).get(f"/notes/{encode(note.pk)}", headers={"Referer": "https://evil.test/following"})

    assert deeds() == [(tom.pk, "opened_note", note.pk, None, "", False)]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '{"seen": 1}',
        '{"seen": [["1"]]}',
        '{"seen": [["1", -1]]}',
        '{"seen": [["0O", 1]]}',
        '{"seen": [["1", true]]}',
        '{"read": [["1", NaN]]}',
        '{"read": [["1", 1e999]]}',
        '{"seen": ' + json.dumps([["1", 1]] * 101) + "}",
        "[" * 5000,
        '{"source": ["home"], "seen": "x"}',
    ],
)
def test_other_messages_are_refused(body: str, note: Note, browser_of: Any) -> None:
    assert browser_of().post("/sightings", body, content_type="text/plain").status_code == 400

    assert deeds() == []


def test_what_stands_on_no_wall_is_left_out(mei: Person, browser_of: Any) -> None:
    assert tell(browser_of(), source="home", seen=[[encode(7), 0]], read=[[encode(7), 3]]) == 204

    assert deeds() == []


def test_without_scripts_what_was_served_counts_and_is_marked(note: Note, tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom)
    page = browser.get("/").content.decode()
    dot = re.search(r'<noscript><img src="([^"]+)"', page)
    assert dot

    answer = browser.get(dot[1].replace("&amp;", "&"))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/gif")
    assert deeds() == [(tom.pk, "saw_note", note.pk, 0, "home", True)]
    assert browser.get("/sightings/served?source=home&notes=nonsense").status_code == 404
    assert "<noscript>" not in browser_of().get("/").content.decode()


def test_news_counts_what_others_published_since(mei: Person, tom: Person, browser_of: Any) -> None:
    a_note(mei, on=now() - timedelta(minutes=10))
    for _ in range(3):
        a_note(mei, channel="beauty")
    a_note(tom)

    def said(person: Person | None, query: str) -> str:
        return browser_of(person).get(f"/news?source=home&{query}").json()["said"]

    assert said(None, "seconds=60") == "4 new notes"
    assert said(tom, "seconds=60") == "3 new notes"
    assert said(tom, "seconds=60&source=following") == ""
    assert said(mei, "seconds=60") == "1 篇新笔记"  # she reads Chinese
    for wrong in ("", "x", "-1", "９９", "9" * 20, "1&channel=nowhere"):
        assert browser_of().get(f"/news?seconds={wrong}").status_code == 400
