"""What moderators decide about notes; the person concerned always sees rule and reason."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.moderation.events import NoteDecided
from cinnabar.moderation.models import Decision
from cinnabar.notes import actions as notes
from cinnabar.notes.models import Note
from cinnabar.people.models import Person


class NotAModerator(Exception):
    """Only moderators decide."""


class NoReason(ValueError):
    """A decision needs a reason that its author can read."""


@transaction.atomic
def hide_note(note: Note, *, moderator: Person, rule: str, reason: str, case_id: int | None = None) -> Decision | None:
    """Take a published note from its readers and write down why; None when it is not published (any more)."""
    reason = check_moderator(moderator, reason)
    standing = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if standing.state != "published":
        return None
    notes.hide_note(note, reason=reason)
    decision = Decision(note_id=note.pk, moderator_id=moderator.pk, case_id=case_id, rule=rule, reason=reason)
    return _decided(decision, step="hidden")


@transaction.atomic
def restore_note(note: Note, *, moderator: Person, reason: str) -> Decision | None:
    """Show a hidden note again and write down why; None when it is not hidden (any more)."""
    reason = check_moderator(moderator, reason)
    standing = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if standing.state != "hidden":
        return None
    notes.restore_note(note)
    Decision.objects.filter(note_id=note.pk, reviewed_at=None).update(reviewed_at=now())
    decision = Decision(note_id=note.pk, moderator_id=moderator.pk, rule=RESTORED, reason=reason)
    return _decided(decision, step="restored")


RESTORED = "restored"


def check_moderator(moderator: Person, reason: str) -> str:
    """The reason, tidied; NotAModerator or NoReason when there is no office or no reason."""
    if not moderator.is_moderator:
        raise NotAModerator(moderator.pk)
    if not reason.strip():
        raise NoReason("a decision without a reason")
    return reason.strip()


def _decided(decision: Decision, *, step: str) -> Decision:
    decision.save(force_insert=True)
    announce(NoteDecided(decision.pk, decision.note_id, step))
    return decision
