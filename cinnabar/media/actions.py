"""Everything that changes pictures and videos."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cinnabar.kit.ids import encode, new_id
from cinnabar.media import files, jobs
from cinnabar.media.cleaning import settle
from cinnabar.media.decoding import Crop, Task, decode
from cinnabar.media.filming import make_film
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.problems import CannotUse
from cinnabar.media.sizing import describe

MOST_WAITING = 60
MOST_VIDEOS_WAITING = 3
ROOM_LEFT = 1024**3  # bytes of disk that films leave to everything else
A_PROCESS = 6  # brought pictures share a jail: starting one costs as much as a small picture


@transaction.atomic
def begin_picture(
    owner_id: int, *, purpose: str, picture_id: int | None = None, is_video: bool = False, announced_bytes: int = 0
) -> Picture:
    """A picture, or a video, that waits for its file; CannotUse when its owner has too many of them.

    With the id of a ticket a second run returns the row of the first, or says "used" to somebody else.
    """
    if picture_id is not None:
        known = Picture.objects.filter(pk=picture_id).first()
        if known is not None:
            if known.owner_id != owner_id:
                raise CannotUse("used")
            return known
    waiting = Picture.objects.filter(owner_id=owner_id, state=PictureState.WAITING, is_video=is_video)
    if waiting.count() >= (MOST_VIDEOS_WAITING if is_video else MOST_WAITING):
        raise CannotUse("too_many")
    if is_video:
        _check_room(announced_bytes)
    return Picture.objects.create(
        pk=picture_id or new_id(),
        owner_id=owner_id,
        purpose=purpose,
        secret=_new_secret(),
        is_video=is_video,
        announced_bytes=announced_bytes,
    )


def _check_room(size: int) -> None:
    if size > settings.VIDEO_BYTES:
        raise CannotUse("video_too_heavy")
    if shutil.disk_usage(files.folder("incoming")).free < 2 * size + ROOM_LEFT:
        raise CannotUse("no_room")


def _new_secret() -> str:
    return encode(secrets.randbits(128))


@transaction.atomic
def receive(picture_id: int, path: Path, size: int) -> None:
    """Take the complete body at `path` for a waiting picture and have its sizes made; CannotUse for a second body."""
    waiting = Picture.objects.filter(pk=picture_id, state=PictureState.WAITING, uploaded_bytes=0)
    if not waiting.update(uploaded_bytes=size):
        raise CannotUse("used")
    path.replace(files.incoming(picture_id))
    is_video = Picture.objects.filter(pk=picture_id, is_video=True).exists()
    (jobs.make_film if is_video else jobs.make_sizes).defer(picture_id=picture_id)


@transaction.atomic
def give_up(picture: Picture) -> None:
    """Forget a video that is on its way, with what has come of it. Twice changes nothing."""
    if picture.state == PictureState.WAITING:
        erase([picture.pk])


@transaction.atomic
def show(picture_ids: Iterable[int]) -> None:
    """Let everybody fetch these pictures. Showing twice changes nothing.

    The links are made before the commit: a page must never be seen before its pictures. Should the caller take its
    change back, the nightly cleaning unlinks them; nobody knows their names until then.
    """
    chosen = Picture.objects.filter(pk__in=list(picture_ids))
    chosen.filter(is_public=False).update(is_public=True)
    for picture in chosen.filter(state=PictureState.READY):
        files.link(picture)


@transaction.atomic
def conceal(picture_ids: Iterable[int]) -> None:
    """Let nobody fetch these pictures any more, from the commit on. Concealing twice changes nothing."""
    chosen = sorted(picture_ids)
    Picture.objects.filter(pk__in=chosen, is_public=True).update(is_public=False)
    transaction.on_commit(partial(settle, chosen))
    jobs.settle.defer(picture_ids=chosen)


@transaction.atomic
def erase(picture_ids: Iterable[int]) -> None:
    """Remove these pictures with all their files. Erasing twice changes nothing."""
    chosen = Picture.objects.filter(pk__in=list(picture_ids))
    gone = list(chosen.values_list("pk", "secret"))
    if not gone:
        return
    chosen.delete()
    jobs.remove_files.defer(pictures=gone)
    for picture_id, secret in gone:
        transaction.on_commit(partial(files.remove, picture_id, secret))


@dataclass(frozen=True, slots=True)
class Brought:
    """A file of ours or of an import that becomes somebody's picture at once."""

    owner_id: int
    purpose: str
    path: Path
    crop: Crop | None = None


def bring_picture(owner_id: int, *, purpose: str, path: Path, crop: Crop | None = None) -> Picture:
    """Make a picture of a file that is already here, through the same jail; CannotUse says why not.

    `crop` is (left, top, side) of a square, in parts of the upright picture's width.
    """
    (result,) = bring_pictures([Brought(owner_id, purpose, path, crop)], workers=1)
    if isinstance(result, CannotUse):
        raise result
    return result


def bring_pictures(items: Sequence[Brought], *, workers: int = 2) -> list[Picture | CannotUse]:
    """`bring_picture` for many, `workers` processes at a time: for each item, in order, its picture or the problem."""
    pictures = [
        Picture(
            owner_id=item.owner_id,
            purpose=item.purpose,
            secret=_new_secret(),
            uploaded_bytes=item.path.stat().st_size if item.path.is_file() else 0,
        )
        for item in items
    ]
    tasks = [
        Task(item.path.absolute(), picture.secret, item.purpose, item.crop)
        for item, picture in zip(items, pictures, strict=True)
    ]
    a_process = max(1, min(A_PROCESS, -(-len(tasks) // workers)))
    with ThreadPoolExecutor(workers) as pool:
        parts = pool.map(decode, [tasks[at : at + a_process] for at in range(0, len(tasks), a_process)])
        made = [result for part in parts for result in part]
    results: list[Picture | CannotUse] = []
    for picture, result in zip(pictures, made, strict=True):
        if not isinstance(result, CannotUse):
            describe(picture, result)
        results.append(result if isinstance(result, CannotUse) else picture)
    Picture.objects.bulk_create(picture for picture in results if isinstance(picture, Picture))
    return results


def bring_video(owner_id: int, *, purpose: str, path: Path) -> Picture:
    """Make a video of a file that is already here, by the same way as one that is sent; CannotUse says why not."""
    video = Picture(owner_id=owner_id, purpose=purpose, secret=_new_secret(), is_video=True)
    film = make_film(path.absolute(), video.secret, purpose, tell=lambda _share: None)
    if isinstance(film, CannotUse):
        raise film
    describe(video, film.frame, seconds=film.seconds)
    video.uploaded_bytes = path.stat().st_size
    video.save(force_insert=True)
    return video


@transaction.atomic
def repeat_picture(picture: Picture, *, owner_id: int, purpose: str) -> Picture:
    """The same ready picture once more under a name of its own, for another owner; no decoding, no further disk."""
    copy = Picture.objects.create(
        owner_id=owner_id,
        purpose=purpose,
        state=PictureState.READY,
        secret=_new_secret(),
        width=picture.width,
        height=picture.height,
        thumbhash=picture.thumbhash,
        tone=picture.tone,
        is_animated_still=picture.is_animated_still,
        is_video=picture.is_video,
        seconds=picture.seconds,
        uploaded_bytes=picture.uploaded_bytes,
    )
    files.link_sizes(picture, copy)
    return copy
