"""What a note adds to counters elsewhere: stars and notes of products, notes of topics. Nothing unless it is public."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db.models import F

from cinnabar.notes.models import Note, NoteState, NoteTopic, ProductTag, Provenance, Topic, Visibility
from cinnabar.shop import ratings


@dataclass(frozen=True, slots=True)
class Standing:
    stars: dict[int, int | None] = field(default_factory=dict)  # product id → rating; own shops' ratings do not count
    topics: frozenset[int] = frozenset()


@contextmanager
def counted(note_id: int) -> Iterator[None]:
    """Move the counters by what the block changes about a locked note."""
    before = standing_of(note_id)
    yield
    after = standing_of(note_id)
    _move_stars(before, after)
    _move_topics(before, after)


def standing_of(note_id: int) -> Standing:
    """What the note counts for at this moment."""
    if not Note.objects.filter(pk=note_id, state=NoteState.PUBLISHED, visibility=Visibility.PUBLIC).exists():
        return Standing()
    tags = ProductTag.objects.filter(note=note_id, product__isnull=False).values_list(
        "product_id", "rating", "provenance"
    )
    stars = {
        product_id: None if provenance == Provenance.OWN_SHOP else rating for product_id, rating, provenance in tags
    }
    return Standing(stars, frozenset(NoteTopic.objects.filter(note=note_id).values_list("topic_id", flat=True)))


def _move_stars(before: Standing, after: Standing) -> None:
    # In id order: two notes about the same goods cannot lock each other out.
    for product_id in sorted(before.stars.keys() | after.stars.keys()):
        ratings.replace(product_id, old=before.stars.get(product_id), new=after.stars.get(product_id))
        ratings.count_note(product_id, (product_id in after.stars) - (product_id in before.stars))


def _move_topics(before: Standing, after: Standing) -> None:
    for topic_id in sorted(before.topics ^ after.topics):
        step = 1 if topic_id in after.topics else -1
        Topic.objects.filter(pk=topic_id).update(notes=F("notes") + step)
