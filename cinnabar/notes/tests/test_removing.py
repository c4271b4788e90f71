"""Deleting and hiding: gone from every wall and every address at once, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cinnabar.media.models import Picture
from cinnabar.notes.actions import delete_note, hide_note, restore_note, undelete_note
from cinnabar.notes.models import Note, NoteCard
from cinnabar.notes.tests.props import a_draft, a_hidden_note, a_note
from cinnabar.people.models import Person


def served(folder: Path) -> int:
    return sum(1 for file in (folder / "public").rglob("*") if file.is_file())


@pytest.mark.django_db(transaction=True)
def test_a_deleted_notes_pictures_are_served_no_more(mei: Person, media_folder: Path) -> None:
    # Field report PRV-3.
    note = a_note(mei, pictures=2)
    assert served(media_folder) == 12

    delete_note(note)

    assert served(media_folder) == 0
    assert not NoteCard.objects.exists()
    assert not Picture.objects.filter(is_public=True).exists()


def test_deleting_twice_keeps_the_first_date(mei: Person) -> None:
    note = delete_note(a_note(mei))

    assert delete_note(note).deleted_at == note.deleted_at


def test_a_deleted_note_comes_back_as_it_was(mei: Person) -> None:
    published, hidden, draft = a_note(mei), a_hidden_note(mei), a_draft(mei)

    for note in (published, hidden, draft):
        undelete_note(delete_note(note))

    states = [Note.objects.get(pk=note.pk).state for note in (published, hidden, draft)]
    assert states == ["published", "hidden", "draft"]
    assert set(Picture.objects.filter(is_public=True).values_list("pk", flat=True)) == set(published.picture_ids())


@pytest.mark.django_db(transaction=True)
def test_a_hidden_note_tells_its_author_why_and_shows_nothing_else(mei: Person, media_folder: Path) -> None:
    note = hide_note(a_note(mei), reason="Advertising without its mark")

    again = hide_note(note, reason="Another")

    assert (again.state, again.hidden_reason) == ("hidden", "Advertising without its mark")
    assert NoteCard.objects.get().state == "hidden"
    assert served(media_folder) == 0


@pytest.mark.django_db(transaction=True)
def test_a_restored_note_shows_again(mei: Person, media_folder: Path) -> None:
    note = restore_note(a_hidden_note(mei))

    assert (note.state, note.hidden_reason) == ("published", "")
    assert NoteCard.objects.get().state == "published"
    assert served(media_folder) == 6


def test_drafts_and_deleted_notes_cannot_be_hidden(mei: Person) -> None:
    for note in (a_draft(mei), delete_note(a_note(mei))):
        before = note.state

        assert hide_note(note, reason="x").state == before
