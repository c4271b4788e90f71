"""Short builders of notes for tests, through the same actions as everybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from cinnabar.kit.clock import at, now
from cinnabar.media import files
from cinnabar.media.models import Picture
from cinnabar.notes.actions import (
    DraftContent,
    PlacedPicture,
    TagContent,
    delete_note,
    hide_note,
    publish_note,
    save_draft,
    start_draft,
)
from cinnabar.notes.models import Note, PurchaseProof
from cinnabar.people.models import Person
from cinnabar.shop.models import Product
from tests.cast import a_picture


def a_stored_picture(owner: Person) -> Picture:
    """A ready picture with a file of every size; what is in them matters to nobody here."""
    picture = a_picture(owner)
    for name in files.names_of(picture):
        files.stem(picture.secret).with_name(name).touch()
    return picture


def a_stored_video(owner: Person, *, seconds: float = 74.6) -> Picture:
    """A ready video with all its files; what is in them matters to nobody here."""
    video = a_stored_picture(owner)
    video.is_video, video.seconds = True, seconds
    video.save()
    for kind in files.FILM:
        files.film(video.secret, kind).touch()
    return video


def content(author: Person, *, pictures: int = 1, tags: tuple[TagContent, ...] = (), **fields: Any) -> DraftContent:
    """Content with fresh ready pictures of `author`; a title unless one is given."""
    placed = tuple(PlacedPicture(a_stored_picture(author).pk) for _ in range(pictures))
    return replace(DraftContent(title="Empties of March", pictures=placed, tags=tags), **fields)


def a_draft(author: Person, **fields: Any) -> Note:
    return save_draft(start_draft(author), content(author, **fields))


def a_note(author: Person, *, on: datetime | None = None, **fields: Any) -> Note:
    """A published note of `author`, dated `on`."""
    with at(on or now()):
        return publish_note(a_draft(author, **fields))


def a_hidden_note(author: Person, **fields: Any) -> Note:
    return hide_note(a_note(author, **fields), reason="Undisclosed advertising")


def a_deleted_note(author: Person, **fields: Any) -> Note:
    return delete_note(a_note(author, **fields))


def a_tag(product: Product, provenance: str = "elsewhere", **fields: Any) -> TagContent:
    return replace(TagContent(product_id=product.pk, provenance=provenance), **fields)


def a_proof(person: Person, product: Product, *, line: int = 1, withdrawn: bool = False) -> PurchaseProof:
    return PurchaseProof.objects.create(
        person=person, product=product, order_line_id=line, since=now(), withdrawn_at=now() if withdrawn else None
    )
