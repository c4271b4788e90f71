"""Reports, what moderators make of them, and the answer of an author."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.moderation.actions import check_moderator, hide_note
from cinnabar.moderation.events import CaseClosed, CaseReviewed, NoteDecided
from cinnabar.moderation.models import Case, CaseState, Decision, Report, Subject
from cinnabar.moderation.subjects import Thing
from cinnabar.notes import actions as notes
from cinnabar.notes.models import Comment, Note, NoteState
from cinnabar.people.models import Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus, ShopStaff


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
    own = Report.objects.filter(reporter=reporter, subject=thing.subject, subject_id=thing.id)
    return own.select_related("case").first()


@transaction.atomic
def uphold(case: Case, *, moderator: Person, rule: str, reason: str) -> None:
    """Act on what was reported, as far as it is still there, and close the case. Twice acts once."""
    reason = check_moderator(moderator, reason)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.state != CaseState.OPEN:
        return
    case.has_acted = _act(case, moderator, rule, reason)
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


def people_concerned(case: Case) -> list[int]:
    """Whose thing it is: its author or owner, of a product or a shop everybody who works there."""
    if case.subject == Subject.PRODUCT:
        staff = ShopStaff.objects.filter(shop__products__pk=case.subject_id)
    elif case.subject == Subject.SHOP:
        staff = ShopStaff.objects.filter(shop_id=case.subject_id)
    else:
        return [case.concerned_id] if case.concerned_id else []
    return sorted(staff.values_list("person_id", flat=True))


def case_to_answer(person: Person, case_id: int) -> Case | None:
    """A decision about something of `person`; that about a note is read at the note."""
    decided = Case.objects.filter(pk=case_id, state__in=[CaseState.UPHELD, CaseState.REVERSED])
    case = decided.exclude(subject=Subject.NOTE).first()
    return case if case and person.pk in people_concerned(case) else None


@transaction.atomic
def answer_case(case: Case, words: str) -> bool:
    """What the person concerned says to the moderators, once; False when it was said, or taken back, already."""
    unanswered = Case.objects.filter(pk=case.pk, state=CaseState.UPHELD, answered_at=None)
    return unanswered.update(answer=words, answered_at=now()) == 1


@transaction.atomic
def keep(case: Case, *, moderator: Person) -> None:
    """The answer was read and changes nothing. Twice tells once."""
    check_moderator(moderator, "read")
    waiting = Case.objects.filter(pk=case.pk, state=CaseState.UPHELD, answered_at__isnull=False, reviewed_at=None)
    if waiting.update(reviewed_at=now()):
        announce(CaseReviewed(case.pk, "kept"))


@transaction.atomic
def take_back(case: Case, *, moderator: Person, reason: str) -> None:
    """Undo what was decided, as far as it can be: what was taken away is there again. Twice changes nothing."""
    reason = check_moderator(moderator, reason)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.state != CaseState.UPHELD or case.subject == Subject.NOTE:
        return
    if case.has_acted:
        _undo(case)
    case.state, case.last_words, case.reviewed_at = CaseState.REVERSED, reason, now()
    case.save(update_fields=["state", "last_words", "reviewed_at"])
    announce(CaseReviewed(case.pk, "reversed"))


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


def _act(case: Case, moderator: Person, rule: str, reason: str) -> bool:
    """Whether anything changed: what is gone already needs nothing more; a person or a shop is told, nothing else."""
    if case.subject == Subject.NOTE and (note := Note.objects.filter(pk=case.subject_id).first()):
        return bool(hide_note(note, moderator=moderator, rule=rule, reason=reason, case_id=case.pk))
    if case.subject == Subject.COMMENT:
        comment = Comment.objects.filter(pk=case.subject_id, removed_at=None).first()
        return bool(comment and notes.remove_comment(comment, by=moderator))
    if case.subject == Subject.PRODUCT:
        return _set_product(case.subject_id, ProductStatus.ACTIVE, ProductStatus.PAUSED)
    if case.subject == Subject.BOARD:
        return notes.set_board_privacy(case.subject_id, is_private=True)
    return False


def _undo(case: Case) -> None:
    if case.subject == Subject.COMMENT:
        notes.restore_comment(case.subject_id, removed_by=case.moderator_id)
    elif case.subject == Subject.PRODUCT:
        _set_product(case.subject_id, ProductStatus.PAUSED, ProductStatus.ACTIVE)
    elif case.subject == Subject.BOARD:
        notes.set_board_privacy(case.subject_id, is_private=False)


def _set_product(product_id: int, before: ProductStatus, after: ProductStatus) -> bool:
    product = Product.objects.select_for_update(no_key=True).filter(pk=product_id, status=before).first()
    if product is not None:
        set_status(product, after)
    return product is not None


def _close(case: Case, state: CaseState, moderator: Person, *, rule: str, reason: str) -> None:
    case.state, case.rule, case.reason = state, rule, reason
    case.moderator_id, case.closed_at = moderator.pk, now()
    case.save()
    announce(CaseClosed(case.pk))
