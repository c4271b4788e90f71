"""Request bodies on their way to disk: never in memory, never larger than allowed, nothing left when they break off."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from cinnabar.media import files
from cinnabar.media.problems import CannotUse

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

IDLE_SECONDS = 60  # a phone that sends nothing for so long has gone
MOST_THROWN_AWAY = 8  # bodies: what is too large is read on to be able to answer, but not without end


class Body:
    """One file on its way. When it cannot be used, `problem` says why and what came is gone."""

    def __init__(self, picture_id: int, *, is_video: bool = False) -> None:
        self.picture_id = picture_id
        self.is_video = is_video
        self.most = settings.VIDEO_BYTES if is_video else settings.PICTURE_BYTES
        self.path: Path = files.folder("incoming") / f"{picture_id}-{secrets.token_hex(8)}.part"
        self.size = 0
        self.problem = ""
        self._file: BinaryIO = self.path.open("wb")

    def write(self, data: bytes) -> None:
        self.size += len(data)
        too_heavy = "video_too_heavy" if self.is_video else "too_heavy"
        if self.size > self.most + (MOST_THROWN_AWAY - 1) * settings.PICTURE_BYTES:
            raise CannotUse(too_heavy)
        if self.size > self.most:
            self.drop(too_heavy)
        if not self.problem:
            self._file.write(data)

    def end(self) -> None:
        if not self.problem and self.size == 0:
            self.drop("empty")
        self._file.close()

    def drop(self, problem: str) -> None:
        self.problem = self.problem or problem
        self._file.close()
        self.path.unlink(missing_ok=True)


async def receive_body(chunks: AsyncIterator[bytes], picture_id: int) -> Body:
    """A request body that is the file itself."""
    body = Body(picture_id)
    with _nothing_left_of([body]):
        async for chunk in patiently(chunks):
            body.write(chunk)
        body.end()
    return body


async def receive_form(
    chunks: AsyncIterator[bytes], content_type: str, picture_ids: Sequence[int], *, with_videos: bool = False
) -> list[Body]:
    """The files of a multipart form, the first for the first id and so on; other fields are ignored."""
    form = _Form(picture_ids, with_videos=with_videos)
    _type, options = parse_options_header(content_type)
    with _nothing_left_of(form.bodies):
        try:
            parser = MultipartParser(options.get(b"boundary", b""), form.callbacks())
            came, most = 0, (len(picture_ids) + MOST_THROWN_AWAY) * settings.PICTURE_BYTES
            async for chunk in patiently(chunks):
                came += len(chunk)
                if came > most + sum(body.size for body in form.bodies if body.is_video):
                    raise CannotUse("too_heavy")  # of fields that are no files, too, which are thrown away
                parser.write(chunk)
            parser.finalize()
        except FormParserError:
            raise CannotUse("interrupted") from None
        if form.current is not None:  # the form ended inside a file
            raise CannotUse("interrupted")
    return form.bodies


@contextmanager
def _nothing_left_of(bodies: list[Body]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for body in bodies:
            body.drop("interrupted")
        raise


async def patiently(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The chunks as they come; CannotUse when none comes for long."""
    while True:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise CannotUse("interrupted") from None
        yield chunk


class _Form:
    """Takes a multipart parser's calls and writes each file part to the next body."""

    def __init__(self, picture_ids: Sequence[int], *, with_videos: bool) -> None:
        self.bodies: list[Body] = []
        self.current: Body | None = None
        self._ids = iter(picture_ids)
        self._name = self._value = b""
        self._is_file = self._is_video = False
        self._with_videos = with_videos

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._part_begins,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_ends,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._part_data,
            "on_part_end": self._part_ends,
        }

    def _part_begins(self) -> None:
        self._is_file = self._is_video = False

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ends(self) -> None:
        if self._name.lower() == b"content-disposition":
            # A browser sends an empty name for a file field in which nothing was chosen.
            self._is_file = bool(parse_options_header(self._value)[1].get(b"filename"))
        elif self._name.lower() == b"content-type":
            self._is_video = self._with_videos and self._value.lower().startswith(b"video/")
        self._name = self._value = b""

    def _headers_end(self) -> None:
        if not self._is_file:
            return
        picture_id = next(self._ids, None)
        if picture_id is None:
            raise CannotUse("too_many")
        self.current = Body(picture_id, is_video=self._is_video)
        self.bodies.append(self.current)

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self.current is not None:
            self.current.write(data[start:end])

    def _part_ends(self) -> None:
        if self.current is not None:
            self.current.end()
            self.current = None
