"""A moderator hides with a reason; nobody else does."""

from __future__ import annotations

import pytest

from cinnabar.moderation.actions import NoReason, NotAModerator, hide_note, restore_note
from cinnabar.moderation.models import Decision
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person


def test_a_hidden_note_has_a_decision_with_its_reason(mei: Person, ada: Person) -> None:
    note = a_note(mei)

    hide_note(note, moderator=ada, rule="undisclosed-advertising", reason=" Paid, but not marked. ")
    hide_note(note, moderator=ada, rule="undisclosed-advertising", reason="Again")

    decision = Decision.objects.get()
    assert (decision.note_id, decision.moderator_id, decision.reason) == (note.pk, ada.pk, "Paid, but not marked.")
    note.refresh_from_db()
    assert (note.state, note.hidden_reason) == ("hidden", "Paid, but not marked.")


def test_restoring_is_a_decision_too(mei: Person, ada: Person) -> None:
    note = a_note(mei)
    hide_note(note, moderator=ada, rule="claims", reason="Heals nothing")

    restore_note(note, moderator=ada, reason="The claim is gone")

    assert list(Decision.objects.order_by("at").values_list("rule", flat=True)) == ["claims", "restored"]
    assert Note.objects.get().state == "published"


def test_without_office_or_reason_nothing_is_hidden(mei: Person, tom: Person, ada: Person) -> None:
    note = a_note(mei)

    with pytest.raises(NotAModerator):
        hide_note(note, moderator=tom, rule="claims", reason="I say so")
    with pytest.raises(NoReason):
        hide_note(note, moderator=ada, rule="claims", reason=" ")

    assert Note.objects.get().state == "published"
    assert not Decision.objects.exists()
