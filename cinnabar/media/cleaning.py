"""Makes the folders agree with the rows again: after a change, and by timetable for what a crash left behind."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.media import files
from cinnabar.media.models import Picture, PictureState

ABANDONED_AFTER = timedelta(days=1)
FOLDERS = ("incoming", "originals", "sizes", "public", "shown")


def settle(picture_ids: Iterable[int]) -> None:
    """Link the public ones of these pictures, unlink the others."""
    for picture in Picture.objects.filter(pk__in=list(picture_ids)):
        if picture.is_public and picture.state == PictureState.READY:
            files.link(picture)
        elif not picture.is_public:
            files.unlink(picture.secret)


def remove_abandoned() -> int:
    """Remove rows whose file never came or was refused a day ago, then files without a row; tells how many files."""
    with transaction.atomic():
        Picture.objects.exclude(state=PictureState.READY).filter(created_at__lt=now() - ABANDONED_AFTER).delete()
    return sum(_remove_strays(shelf) for name in FOLDERS for shelf in _shelves(name))


def _shelves(name: str) -> Iterator[Path]:
    folder = files.folder(name)
    yield folder
    yield from (path for path in folder.iterdir() if path.is_dir())


def _remove_strays(shelf: Path) -> int:
    before = time.time() - ABANDONED_AFTER.total_seconds()
    # The time of the last change of the inode, which linking counts as: what is being published now is never old.
    old = [path for path in shelf.iterdir() if path.is_file() and path.stat().st_ctime < before]
    known = _known(shelf, [path.name for path in old])
    strays = [path for path in old if path.name.split("-")[0] not in known]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def _known(shelf: Path, names: Sequence[str]) -> set[str]:
    keys = {name.split("-")[0] for name in names}
    if shelf.name == "incoming":
        waiting = Picture.objects.filter(
            pk__in=[int(key) for key in keys if key.isdecimal()], state=PictureState.WAITING
        )
        return {str(key) for key in waiting.values_list("pk", flat=True)}
    pictures = Picture.objects.filter(secret__in=keys)
    if shelf.parent.name in ("public", "shown"):
        pictures = pictures.filter(is_public=True)
    return set(pictures.values_list("secret", flat=True))
