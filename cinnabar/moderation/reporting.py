"""Reports, what moderators make of them, and the answer of an author."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.moderation.actions import check_moderator, hide_note
from cinnabar.moderation.events import CaseClosed, NoteDecided
from cinnabar.moderation.models import Case, CaseState, Decision, Report, Subject
from cinnabar.moderation.subjects import Thing
from cinnabar.notes import actions as notes
from cinnabar.notes.models import Comment, Note, NoteState
from cinnabar.people.models import Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus


@transaction.atomic
def report(reporter: Person, thing: Thing, *, rule: str, words: str) -> Report:
    """Bring `thing` before the moderators. The same person again changes nothing."""
    if found := report_by(reporter, thing):
        return found
    try:
        with transaction.atomic():
            return Report.objects.create(
                case=_open_case(thing),
                reporter=reporter,
                subject=thing.subject,
                subject_id=thing.id,
                rule=rule,
                words=words,
            )
    except IntegrityError:  # a double click
        return Report.objects.get(reporter=reporter, subject=thing.subject, subject_id=thing.id)


def report_by(reporter: Person, thing: Thing) -> Report | None:
    """What `reporter` said about it before."""
    return Report.objects.filter(reporter=reporter, subject=thing.subject, subject_id=thing.id).first()


@transaction.atomic
def uphold(case: Case, *, moderator: Person, rule: str, reason: str) -> None:
    """Act on what was reported, as far as it is still there, and close the case. Twice acts once."""
    reason = check_moderator(moderator, reason)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.state != CaseState.OPEN:
        return
    _act(case, moderator, rule, reason)
    _close(case, CaseState.UPHELD, moderator, rule=rule, reason=reason)


@transaction.atomic
def dismiss(case: Case, *, moderator: Person, reason: str) -> None:
    """Let it stand. Twice changes nothing."""
    reason = check_moderator(moderator, reason)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.state == CaseState.OPEN:
        _close(case, CaseState.DISMISSED, moderator, rule="", reason=reason)


def decision_to_answer(author: Person, note_id: int) -> Decision | None:
    """The decision that hides this note of `author`; None when it is not hidden, or not theirs."""
    if not Note.objects.filter(pk=note_id, author=author, state=NoteState.HIDDEN).exists():
        return None
    return Decision.objects.filter(note_id=note_id).order_by("-pk").first()


@transaction.atomic
def answer(decision: Decision, words: str) -> bool:
    """What the author says to the moderators, once; False when they have spoken already."""
    unanswered = Decision.objects.filter(pk=decision.pk, answered_at=None)
    return unanswered.update(answer=words, answered_at=now()) == 1


@transaction.atomic
def keep_hidden(decision: Decision, *, moderator: Person) -> None:
    """The answer was read and changes nothing. Twice tells once."""
    check_moderator(moderator, "read")
    waiting = Decision.objects.filter(pk=decision.pk, answered_at__isnull=False, reviewed_at=None)
    if waiting.update(reviewed_at=now()):
        announce(NoteDecided(decision.pk, decision.note_id, "kept"))


def _open_case(thing: Thing) -> Case:
    """The open case about `thing`; what it says now is added where it differs from what was said before."""
    case, _is_new = Case.objects.select_for_update(no_key=True).get_or_create(
        subject=thing.subject,
        subject_id=thing.id,
        state=CaseState.OPEN,
        defaults={"evidence": thing.evidence, "concerned_id": thing.concerned_id, "note_id": thing.note_id},
    )
    if not case.evidence.endswith(thing.evidence):
        case.evidence = f"{case.evidence}\n\n{thing.evidence}"
        case.save(update_fields=["evidence"])
    return case


def _act(case: Case, moderator: Person, rule: str, reason: str) -> None:
    """What is gone already needs nothing more; a person is told and nothing else."""
    if case.subject == Subject.NOTE and (note := Note.objects.filter(pk=case.subject_id).first()):
        hide_note(note, moderator=moderator, rule=rule, reason=reason)
    elif case.subject == Subject.COMMENT and (comment := Comment.objects.filter(pk=case.subject_id).first()):
        notes.remove_comment(comment, by=moderator)
    elif case.subject == Subject.PRODUCT and (product := Product.objects.filter(pk=case.subject_id).first()):
        set_status(product, ProductStatus.PAUSED)


def _close(case: Case, state: CaseState, moderator: Person, *, rule: str, reason: str) -> None:
    case.state, case.rule, case.reason = state, rule, reason
    case.moderator_id, case.closed_at = moderator.pk, now()
    case.save()
    announce(CaseClosed(case.pk))
