"""A video on its way to disk in as many parts as the line allows: the core of tus 1.0.0 (https://tus.io/protocols).

What has come stays when the line breaks; the next part begins where it ended. One row was made when the ticket was
given; it is touched again when the last byte is here.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from cinnabar.media import actions, files
from cinnabar.media.arriving import patiently
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.problems import CannotUse


class WrongPlace(Exception):
    """The part does not begin where the last one ended; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Busy(Exception):
    """Another part of the same video is just coming."""


def waiting_video(picture_id: int) -> Picture:
    """The video that waits for bytes, or has them all; CannotUse when there is none any more."""
    video = Picture.objects.filter(pk=picture_id, is_video=True).first()
    if video is None or video.state == PictureState.FAILED:
        raise CannotUse("expired")
    return video


def offset_of(video: Picture) -> int:
    """How many bytes have come."""
    if video.uploaded_bytes or video.state != PictureState.WAITING:
        return video.announced_bytes
    path = part(video.pk)
    return path.stat().st_size if path.exists() else 0


def part(picture_id: int) -> Path:
    return files.folder("incoming") / f"{picture_id}-video.part"


async def append(video: Picture, chunks: AsyncIterator[bytes], offset: int) -> int:
    """Write what comes behind what is there; where it ends now. What came before the line broke stays."""
    descriptor = os.open(part(video.pk), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        at = os.lseek(descriptor, 0, os.SEEK_END)
        if at != offset:
            raise WrongPlace(at)
        async for chunk in patiently(chunks):
            if at + len(chunk) > video.announced_bytes:
                raise CannotUse("video_too_heavy")
            await asyncio.to_thread(_write, descriptor, chunk)
            at += len(chunk)
        return at
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except OSError:
            raise CannotUse("no_room") from None


def complete(video: Picture) -> None:
    """All bytes are here: have the film made. A second run does nothing."""
    with suppress(CannotUse):  # "used": another request was the first to say so
        actions.receive(video.pk, part(video.pk), video.announced_bytes)
