"""What happens to notes later: cards follow names and prices, seals follow proofs, the deleted is erased."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from cinnabar.kit.clock import now
from cinnabar.kit.jobs import every, job
from cinnabar.media import actions as media
from cinnabar.media.models import Picture, PicturePurpose
from cinnabar.notes import cards, seals
from cinnabar.notes.actions import commenting
from cinnabar.notes.models import Note, NotePicture, NoteState

UNUSED_AFTER = timedelta(days=2)
AT_ONCE = 200


@job()
def refresh_cards_of_author(person_id: int) -> None:
    """On ProfileChanged. Twice changes nothing."""
    cards.refresh_cards_of_author(person_id)


@job()
def refresh_cards_with_product(product_id: int) -> None:
    """On ProductChanged. Twice changes nothing."""
    cards.refresh_cards_with_product(product_id)


@job()
def settle_seals(person_id: int, product_ids: list[int]) -> None:
    """After a delivery or a refund. Twice changes nothing."""
    seals.settle_seals(person_id, product_ids)


@job()
def mark_own_goods(shop_id: int, person_id: int) -> None:
    """On StaffJoined. Twice changes nothing."""
    seals.mark_own_goods(person_id)


@job()
def part_talk(blocker_id: int, blocked_id: int) -> None:
    """On Blocked: neither stays below a note of the other, who could not see it any more. Safe to repeat."""
    commenting.part_talk(blocker_id, blocked_id)


@every("20 3 * * *")
def erase_deleted(timestamp: int) -> None:
    """Erase everything that was deleted 30 days ago, with its pictures."""
    due = Note.objects.filter(state=NoteState.DELETED, deleted_at__lt=now() - timedelta(days=settings.UNDO_DAYS))
    for note in due.order_by("deleted_at").iterator(AT_ONCE):
        erase_note(note)


@transaction.atomic
def erase_note(note: Note) -> None:
    """Remove the note and everything on it."""
    media.erase(note.picture_ids())
    note.delete()


@every("50 3 * * *")
def erase_unused_pictures(timestamp: int) -> None:
    """Erase pictures that were uploaded for a note and stand on none: abandoned, or taken out by an edit."""
    used = NotePicture.objects.filter(picture_id=OuterRef("pk"))
    old = Picture.objects.filter(purpose=PicturePurpose.NOTE, created_at__lt=now() - UNUSED_AFTER)
    unused = old.filter(~Exists(used)).order_by("pk")
    while ids := list(unused.values_list("pk", flat=True)[:AT_ONCE]):
        media.erase(ids)
