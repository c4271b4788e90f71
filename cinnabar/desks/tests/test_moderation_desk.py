"""Moderators hide a note with a reason in the browser; nobody else finds the door."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.moderation.models import Decision
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person


@pytest.fixture
def note(mei: Person) -> Note:
    return a_note(mei, title="Cures everything")


def test_a_moderator_hides_a_note_and_its_author_reads_why(
    note: Note, ada: Person, mei: Person, browser_of: Any
) -> None:
    address = f"/desk/moderation/notes/{encode(note.pk)}"
    said = {"rule": "health-claims", "reason": "It promises a cure."}

    assert browser_of(ada).post(address, said).status_code == 302

    note.refresh_from_db()
    assert (note.state, note.hidden_reason) == ("hidden", "It promises a cure.")
    assert "It promises a cure." in browser_of(mei).get(f"/notes/{encode(note.pk)}").content.decode()
    assert browser_of().get(f"/notes/{encode(note.pk)}").status_code == 404
    assert "It promises a cure." in browser_of(ada).get("/desk/moderation").content.decode()


def test_a_hidden_note_comes_back_with_a_reason(note: Note, ada: Person, browser_of: Any) -> None:
    address = f"/desk/moderation/notes/{encode(note.pk)}"
    browser_of(ada).post(address, {"rule": "harm", "reason": "Mistaken"})
    browser_of(ada).post(address, {"reason": "It was a joke among friends."})

    note.refresh_from_db()
    assert note.state == "published"
    assert list(Decision.objects.order_by("pk").values_list("rule", flat=True)) == ["harm", "restored"]


def test_without_a_reason_nothing_is_decided(note: Note, ada: Person, browser_of: Any) -> None:
    address = f"/desk/moderation/notes/{encode(note.pk)}"
    for said in (
        {"rule": "harm", "reason": "  "},
        {"rule": "", "reason": "x"},
        {"rule": "nonsense", "reason": "x"},
        {"reason": "x" * 301},
    ):
        assert browser_of(ada).post(address, said).status_code == 422

    note.refresh_from_db()
    assert note.state == "published"
    assert not Decision.objects.exists()


def test_others_get_404(note: Note, tom: Person, mei: Person, browser_of: Any) -> None:
    for person in (tom, mei):
        assert browser_of(person).get("/desk/moderation").status_code == 404
        address = f"/desk/moderation/notes/{encode(note.pk)}"
        assert browser_of(person).post(address, {"rule": "harm", "reason": "x"}).status_code == 404
    note.refresh_from_db()
    assert note.state == "published"
