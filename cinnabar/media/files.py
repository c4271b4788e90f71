"""Where the files of a picture or video lie, and how they come and go; touches no row.

`incoming/` bodies as they arrive · `originals/` as uploaded, for nobody but their owner · `sizes/` every size ·
`public/` hard links to the sizes that everybody may fetch · `shown/` the same of films, which the live process sends
by signed address · `exports/` copies of people's data. Names in `sizes/`, `public/` and `shown/` are unguessable and
never change their content; a picture is hidden by removing its links.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from cinnabar.design.formats import WIDTHS, widths_for
from cinnabar.media.models import Picture, PicturePurpose


@dataclass(frozen=True, slots=True)
class Sizes:
    """In which widths and kinds the pictures of a purpose are stored."""

    widths: tuple[int, ...]
    kinds: tuple[str, ...]
    is_square: bool


IN_PAGES = Sizes(WIDTHS, ("webp", "avif"), is_square=False)
BESIDE_NAMES = Sizes((64, 192), ("webp",), is_square=True)


def sizes_for(purpose: str) -> Sizes:
    return BESIDE_NAMES if purpose == PicturePurpose.AVATAR else IN_PAGES


def names_of(picture: Picture) -> list[str]:
    """The file names of every size of a ready picture."""
    sizes = sizes_for(picture.purpose)
    widths = sizes.widths if sizes.is_square else widths_for(picture.width)
    return [f"{picture.secret}-{width}.{kind}" for width in widths for kind in sizes.kinds]


def folder(name: str) -> Path:
    """One of the folders, made when it is missing; only `public` may be read by others."""
    path = Path(settings.MEDIA_FOLDER) / name
    path.mkdir(mode=0o755 if name == "public" else 0o700, parents=True, exist_ok=True)
    return path


def incoming(picture_id: int) -> Path:
    return folder("incoming") / str(picture_id)


def original(secret: str) -> Path:
    return _shelf("originals", secret) / secret


def stem(secret: str) -> Path:
    """What every size's path begins with; `-360.webp` follows."""
    return _shelf("sizes", secret) / secret


def size(secret: str, width: int, kind: str) -> Path:
    return stem(secret).with_name(f"{secret}-{width}.{kind}")


FILM = ("mp4", "m4s", "m3u8")


def film(secret: str, kind: str) -> Path:
    """The film of a video: to play at once, as parts, or the list of the parts."""
    return stem(secret).with_name(f"{secret}-film.{kind}")


def shown_film(secret: str, kind: str) -> Path:
    """Where that film lies while everybody may fetch it."""
    return folder("shown") / secret[:2] / film(secret, kind).name


def largest(picture: Picture) -> Path:
    """Its widest size; there is none before the picture is ready."""
    sizes = sizes_for(picture.purpose)
    return size(picture.secret, max(sizes.widths if sizes.is_square else widths_for(picture.width)), "webp")


def export(secret: str) -> Path:
    """A copy of somebody's data, packed by `people`."""
    return folder("exports") / f"{secret}.zip"


def remove_exports(*, older_than: timedelta) -> None:
    """Remove what a crash, or an account that is gone, left behind."""
    before = time.time() - older_than.total_seconds()
    _remove(path for path in folder("exports").iterdir() if path.stat().st_mtime < before)


def _shelf(name: str, secret: str) -> Path:
    shelf = folder(name) / secret[:2]
    shelf.mkdir(exist_ok=True)
    return shelf


def link(picture: Picture) -> None:
    """Let everybody fetch the picture's sizes, and the film of a video. What is linked already stays."""
    public = _shelf("public", picture.secret)
    for name in names_of(picture):
        with contextlib.suppress(FileExistsError):
            os.link(stem(picture.secret).with_name(name), public / name)
    if picture.is_video:
        _link_film(picture.secret)


def _link_film(secret: str) -> None:
    _shelf("shown", secret)
    for kind in FILM:
        with contextlib.suppress(FileExistsError):
            os.link(film(secret, kind), shown_film(secret, kind))


def link_sizes(picture: Picture, copy: Picture) -> None:
    """Give a copy of the picture the same files, as hard links: each may be removed without the other."""
    sizes = zip(names_of(picture), names_of(copy), strict=True)
    pairs = [(stem(picture.secret).with_name(name), stem(copy.secret).with_name(copied)) for name, copied in sizes]
    if picture.is_video:
        pairs += [(film(picture.secret, kind), film(copy.secret, kind)) for kind in FILM]
    for path, copied in pairs:
        with contextlib.suppress(FileExistsError):
            os.link(path, copied)


def unlink(secret: str) -> None:
    """Let nobody fetch any of that."""
    for name in ("public", "shown"):
        _remove((folder(name) / secret[:2]).glob(f"{secret}-*"))


def remove(picture_id: int, secret: str) -> None:
    """Remove everything of a picture."""
    unlink(secret)
    remove_sizes(secret)
    _remove([folder("originals") / secret[:2] / secret, *folder("incoming").glob(f"{picture_id}*")])


def remove_sizes(secret: str) -> None:
    _remove((folder("sizes") / secret[:2]).glob(f"{secret}-*"))


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
