"""Who is told what: a reaction or a job for each fact that somebody wants to hear of."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cinnabar.kit.clock import now
from cinnabar.kit.ids import encode
from cinnabar.kit.jobs import job
from cinnabar.moderation.events import CaseClosed, CaseReviewed, NoteDecided
from cinnabar.moderation.models import Case, CaseState, Decision, Subject
from cinnabar.moderation.reporting import people_concerned
from cinnabar.notes.events import (
    AnswerChosen,
    AnswerTakenBack,
    Commented,
    CommentLiked,
    CommentRemoved,
    CommentUnliked,
    Liked,
    NoteDeleted,
    NoteEdited,
    NoteHidden,
    NotePublished,
    Unliked,
)
from cinnabar.notes.mentions import people_named_in
from cinnabar.notes.models import Comment, Note, NoteState
from cinnabar.notes.visibility import visible_to
from cinnabar.notifications import mails
from cinnabar.notifications.models import Entry, Kind
from cinnabar.notifications.ringing import News, forget, part, ring, take_back
from cinnabar.orders.models import Order
from cinnabar.people.events import Blocked, ExportFailed, ExportReady, Followed, Unfollowed
from cinnabar.people.models import Export, ExportState, Person
from cinnabar.shop.events import StaffInvited
from cinnabar.shop.models import ShopInvitation, ShopStaff

STEPS = {  # what a decision about other things than notes is called at the bell
    Subject.COMMENT: "removed",
    Subject.PERSON: "warned",
    Subject.PRODUCT: "paused",
    Subject.SHOP: "shop_warned",
    Subject.BOARD: "board_closed",
}
LATEST = timedelta(days=7)  # news older than this are an import or a queue that stood still


def tell_like(fact: Liked) -> None:
    """Reaction: the note's author; all who like a note are one entry."""
    if is_fresh():
        news = News(Kind.LIKE, f"like:{fact.note_id}", actor_id=fact.person_id, note_id=fact.note_id)
        ring(fact.author_id, news)


def untell_like(fact: Unliked) -> None:
    """Reaction: one fewer in the entry, and none is no entry."""
    take_back(fact.author_id, f"like:{fact.note_id}", actor_id=fact.person_id)


def tell_comment_like(fact: CommentLiked) -> None:
    """Reaction: the comment's author; all who like a comment are one entry."""
    if is_fresh():
        key = f"like-of-comment:{fact.comment_id}"
        news = News(Kind.LIKE, key, actor_id=fact.person_id, note_id=fact.note_id, comment_id=fact.comment_id)
        ring(fact.author_id, news)


def untell_comment_like(fact: CommentUnliked) -> None:
    """Reaction: one fewer in the entry."""
    take_back(fact.author_id, f"like-of-comment:{fact.comment_id}", actor_id=fact.person_id)


def tell_answer(fact: AnswerChosen) -> None:
    """Reaction: whoever answered, once for each comment."""
    if is_fresh():
        news = News(
            Kind.ANSWER,
            f"answer:{fact.comment_id}",
            actor_id=fact.asker_id,
            note_id=fact.note_id,
            comment_id=fact.comment_id,
        )
        ring(fact.author_id, news)


def untell_answer(fact: AnswerTakenBack) -> None:
    """Reaction: nobody reads of an answer that is none."""
    take_back(fact.author_id, f"answer:{fact.comment_id}", actor_id=fact.asker_id)


def tell_follower(fact: Followed) -> None:
    """Reaction: the one who is followed, once for each follower."""
    if is_fresh():
        ring(fact.followed_id, News(Kind.FOLLOWER, f"follower:{fact.follower_id}", actor_id=fact.follower_id))


def untell_follower(fact: Unfollowed) -> None:
    """Reaction: nobody reads of a follower who is gone."""
    take_back(fact.followed_id, f"follower:{fact.follower_id}", actor_id=fact.follower_id)


def part_bells(fact: Blocked) -> None:
    """Reaction: nothing of each other stays, also of before."""
    part(fact.blocker_id, fact.blocked_id)


def tell_comment(fact: Commented) -> None:
    """Reaction: whom a comment concerns is found by a job; a row each is locked, and comments are quick."""
    if is_fresh():
        tell_of_comment.defer(comment_id=fact.comment_id)


def tell_mentions(fact: NotePublished | NoteEdited) -> None:
    """Reaction: whoever a note names, in a job."""
    if is_fresh():
        tell_of_mentions.defer(note_id=fact.note_id)


def forget_comment(fact: CommentRemoved) -> None:
    """Reaction: a removed comment is not told any more."""
    forget_entries.defer(comment_id=fact.comment_id)


def forget_note(fact: NoteHidden | NoteDeleted) -> None:
    """Reaction: what is not to be seen is not told either."""
    forget_entries.defer(note_id=fact.note_id)


def tell_decision(fact: NoteDecided) -> None:
    """Reaction: the author, in a job."""
    tell_of_decision.defer(decision_id=fact.decision_id, step=fact.step)


def tell_invited(fact: StaffInvited) -> None:
    """Reaction: the one who is asked, in a job."""
    if is_fresh():
        tell_of_invitation.defer(shop_id=fact.shop_id, person_id=fact.person_id)


def tell_export(fact: ExportReady | ExportFailed) -> None:
    """Reaction: whoever asked for it, in a job."""
    tell_of_export.defer(export_id=fact.export_id)


def tell_outcome(fact: CaseClosed) -> None:
    """Reaction: whoever reported it and whom it concerns, in a job."""
    tell_of_case.defer(case_id=fact.case_id)


def tell_review(fact: CaseReviewed) -> None:
    """Reaction: whom it concerns, in a job."""
    tell_of_review.defer(case_id=fact.case_id, step=fact.step)


@job()
def tell_of_comment(comment_id: int) -> None:
    """The one who is answered, the note's author, and whoever is named; each once. A second run tells nothing."""
    comment = Comment.objects.select_related("note", "parent").filter(pk=comment_id, removed_at=None).first()
    if comment is None or comment.at < now() - LATEST:
        return
    answered = comment.reply_to_id or (comment.parent.author_id if comment.parent else None)
    told: dict[int, Kind] = dict.fromkeys(people_named_in(comment.body), Kind.MENTION)
    told[comment.note.author_id] = Kind.COMMENT
    if answered:
        told[answered] = Kind.REPLY
    for person_id, kind in sorted(told.items()):
        if _sees(person_id, comment.note_id):
            ring(person_id, _of_comment(comment, kind))


def _of_comment(comment: Comment, kind: Kind) -> News:
    return News(
        kind,
        f"comment:{comment.pk}",
        actor_id=comment.author_id,
        note_id=comment.note_id,
        comment_id=comment.pk,
        at=comment.at,
    )


@job()
def tell_of_mentions(note_id: int) -> None:
    """Whoever the note names and may read it. A second run, or an edit, tells only those who are new in it."""
    note = Note.objects.filter(pk=note_id, state=NoteState.PUBLISHED).first()
    if note is None or (note.edited_at or note.published_at or now()) < now() - LATEST:
        return
    for person_id in sorted(people_named_in(f"{note.title}\n{note.body}")):
        if _sees(person_id, note_id):
            ring(person_id, News(Kind.MENTION, f"mention:{note_id}", actor_id=note.author_id, note_id=note_id))


@job()
def forget_entries(note_id: int | None = None, comment_id: int | None = None) -> None:
    """Take entries about a note or a comment from every bell, if it is gone indeed. Safe to repeat."""
    if note_id and Note.objects.filter(pk=note_id, state=NoteState.PUBLISHED).exists():
        return
    about = Q(note_id=note_id) if note_id else Q(comment_id=comment_id)
    for person_id in sorted(set(Entry.objects.filter(about).values_list("person_id", flat=True))):
        forget(person_id, about)


@job()
def tell_of_order(order_id: int, step: str, key: str) -> None:
    """The buyer, that an order has come a step further. A second run tells nothing."""
    order = Order.objects.get(pk=order_id)
    ring(order.buyer_id, News(Kind.ORDER, key, order_id=order_id, step=step))


@job()
def tell_of_sale(order_id: int, buyer_id: int) -> None:
    """Everybody who works in the shop. A second run tells nothing."""
    order = Order.objects.get(pk=order_id)
    if order.paid_at is None or order.paid_at < now() - LATEST:
        return
    for person_id in ShopStaff.objects.filter(shop_id=order.shop_id).order_by("person_id").values_list("person_id"):
        ring(person_id[0], News(Kind.SALE, f"sale:{order_id}", order_id=order_id))


@job()
def tell_of_invitation(shop_id: int, person_id: int) -> None:
    """Whoever is asked to work in a shop, at the bell and by mail. A second run tells nothing, a new question does."""
    invitations = ShopInvitation.objects.select_related("shop", "person", "invited_by")
    invitation = invitations.filter(shop_id=shop_id, person_id=person_id).first()
    if invitation is None:
        return
    key = f"invited:{encode(shop_id)}:{encode(person_id)}:{invitation.at.timestamp():.0f}:{invitation.role}"
    ring(person_id, News(Kind.INVITATION, key, actor_id=invitation.invited_by_id, shop_id=shop_id))
    mails.tell_invited(invitation, key=key)


@job()
def tell_of_export(export_id: int) -> None:
    """Whoever asked for a copy of their data, at the bell and by mail. A second run tells nothing."""
    export = Export.objects.select_related("person").get(pk=export_id)
    step = "failed" if export.state == ExportState.FAILED else "ready"
    ring(export.person_id, News(Kind.DATA, f"export:{export_id}", step=step))
    mails.tell_export(export, step=step)


@job()
def tell_of_decision(decision_id: int, step: str) -> None:
    """The author, with the reason. A second run tells nothing."""
    decision = Decision.objects.get(pk=decision_id)
    author_id = Note.objects.values_list("author_id", flat=True).get(pk=decision.note_id)
    key = f"decision:{decision_id}:{step}"
    ring(author_id, News(Kind.DECISION, key, note_id=decision.note_id, step=step, words=decision.reason))


@job()
def tell_of_case(case_id: int) -> None:
    """Every reporter what came of it; its author when a comment was removed or a warning given. Again: nothing."""
    case = Case.objects.get(pk=case_id)
    is_upheld = case.state == CaseState.UPHELD
    for reporter_id in case.reports.order_by("reporter_id").values_list("reporter_id", flat=True):
        ring(reporter_id, News(Kind.REPORT, f"report:{case_id}", step="upheld" if is_upheld else "stands"))
    if is_upheld and (step := STEPS.get(Subject(case.subject))):
        for person_id in people_concerned(case):
            ring(person_id, News(Kind.DECISION, f"case:{case_id}", step=step, words=case.reason))


@job()
def tell_of_review(case_id: int, step: str) -> None:
    """Whom a decision concerns, what came of their answer. A second run tells nothing."""
    case = Case.objects.get(pk=case_id)
    for person_id in people_concerned(case):
        ring(person_id, News(Kind.DECISION, f"case:{case_id}:{step}", step=f"case_{step}", words=case.last_words))


def _sees(person_id: int, note_id: int) -> bool:
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return person is not None and Note.objects.filter(visible_to(person), pk=note_id).exists()


def is_fresh() -> bool:
    """Whether this happens now: an import sets the clock back."""
    return now() > timezone.now() - LATEST
