"""What the index does when something changes: at once, in the transaction of the change."""

from __future__ import annotations

from cinnabar.notes.events import NoteDeleted, NoteEdited, NoteHidden, NotePublished, NoteRestored
from cinnabar.notes.models import NoteTopic
from cinnabar.people.events import ProfileChanged, SignedIn
from cinnabar.search import index
from cinnabar.search.models import Document, Kind
from cinnabar.shop.events import ProductChanged, ProductDescribed


def renew_note(fact: NotePublished | NoteEdited | NoteRestored | NoteHidden | NoteDeleted) -> None:
    """A note is found, or no more, with the commit that says so; its topics with it."""
    index.renew(Kind.NOTE, [fact.note_id])
    topics = list(NoteTopic.objects.filter(note=fact.note_id).order_by("topic").values_list("topic", flat=True))
    if topics:
        index.renew(Kind.TOPIC, topics)


def renew_product(fact: ProductChanged | ProductDescribed) -> None:
    index.renew(Kind.PRODUCT, [fact.product_id])


def renew_person(fact: ProfileChanged) -> None:
    index.renew(Kind.PERSON, [fact.person_id])


def welcome_person(fact: SignedIn) -> None:
    """Whoever signs up is found from then on."""
    if not Document.objects.filter(subject_id=fact.person_id).exists():
        index.renew(Kind.PERSON, [fact.person_id])
