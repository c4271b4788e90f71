"""What a note keeps of its pictures."""

from __future__ import annotations

from typing import Protocol

from cinnabar.media.models import Picture
from cinnabar.notes.models import NotePicture
from cinnabar.notes.writing import sizes_of


class Ready(Protocol):
    """What `PictureReady` of media carries."""

    @property
    def picture_id(self) -> int: ...


def take_sizes(fact: Ready) -> None:
    """Copy size and colours of a picture that a draft placed before it was ready. Twice changes nothing."""
    placed = NotePicture.objects.filter(picture_id=fact.picture_id)
    if placed.exists():
        placed.update(**sizes_of(Picture.objects.get(pk=fact.picture_id)))
