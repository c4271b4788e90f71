"""The pictures that goods and shops show."""

from __future__ import annotations

from cinnabar.media.models import Picture, PictureState
from cinnabar.shop.specs import (
    CannotSell,
)


def ready_pictures(picture_ids: list[int]) -> dict[int, Picture]:
    pictures = Picture.objects.filter(pk__in=picture_ids, state=PictureState.READY).in_bulk()
    if missing := set(picture_ids) - set(pictures):
        raise CannotSell(f"pictures are not ready: {sorted(missing)}")
    return pictures
