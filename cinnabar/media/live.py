"""The small process for what is slow: upload bodies by ticket, films and private files by signed address.

It knows no page and no session: a signed address says everything. Rows are touched once a body is complete.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import django

from cinnabar.kit.language import speaking

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - everything below needs the settings
from django.db import connections  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.concurrency import run_in_threadpool  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from starlette.middleware.cors import CORSMiddleware  # noqa: E402
from starlette.requests import ClientDisconnect, Request  # noqa: E402
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response  # noqa: E402
from starlette.routing import Route  # noqa: E402

from cinnabar.kit.ids import encode  # noqa: E402
from cinnabar.media import actions, files, resuming  # noqa: E402
from cinnabar.media.arriving import Body, receive_body, receive_form  # noqa: E402
from cinnabar.media.models import Picture, PicturePurpose  # noqa: E402
from cinnabar.media.problems import LATER, CannotUse, message  # noqa: E402
from cinnabar.media.tickets import (  # noqa: E402
    TicketRefused,
    UploadTicket,
    film_address,
    read_export_ticket,
    read_film_ticket,
    read_private_ticket,
    read_upload_ticket,
    read_video_ticket,
)

STATUS = {
    **{"too_heavy": 413, "video_too_heavy": 413, "no_room": 507, "used": 409},
    **{"too_many": 429, "interrupted": 400, "expired": 403},
}
FILE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=900",
}
EXPORT_NAME = "cinnabar.zip"
TUS = {"Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0", "Tus-Extension": "termination", "Cache-Control": "no-store"}
FILM_TYPES = {"mp4": "video/mp4", "m4s": "video/mp4", "m3u8": "application/vnd.apple.mpegurl"}
PART = re.compile(r"[0-9A-Za-z]+-film\.m4s")
Answer = TypeVar("Answer")


async def upload(request: Request) -> Response:
    """Take a body for a picture: the file itself from a script (JSON back), or a plain form (back to its page)."""
    try:
        ticket = read_upload_ticket(request.path_params["ticket"])
    except TicketRefused:
        language = "zh-hans" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"
        return _told("expired", language)
    try:
        taken, problem = await _receive(request, ticket)
    except CannotUse as refused:
        taken, problem = [], refused.problem
    except ClientDisconnect:
        return Response(status_code=400)
    if ticket.back:
        return _back(ticket.back, taken, problem)
    if problem:
        return _told(problem, ticket.language)
    return JSONResponse({"id": encode(taken[0]), "state": "waiting"}, status_code=201)


async def _receive(request: Request, ticket: UploadTicket) -> tuple[list[int], str]:
    """The ids of the pictures whose bodies were taken, and the first problem."""
    content_type = request.headers.get("content-type", "")
    free = await _with_database(_ids_without_a_body, ticket)
    if content_type.startswith("multipart/form-data"):
        with_videos = ticket.purpose == PicturePurpose.NOTE
        bodies = await receive_form(request.stream(), content_type, free, with_videos=with_videos)
    elif free:
        bodies = [await receive_body(request.stream(), free[0])]
    else:
        raise CannotUse("used")
    problems = [body.problem or await _with_database(_take, body, ticket) for body in bodies]
    taken = [body.picture_id for body, problem in zip(bodies, problems, strict=True) if not problem]
    return taken, next(filter(None, problems), "" if bodies else "no_file")


def _ids_without_a_body(ticket: UploadTicket) -> list[int]:
    seen = Picture.objects.filter(pk__in=ticket.picture_ids, uploaded_bytes__gt=0).values_list("pk", flat=True)
    used = set(seen)
    return [picture_id for picture_id in ticket.picture_ids if picture_id not in used]


def _take(body: Body, ticket: UploadTicket) -> str:
    """Hand a complete body over; the code of a problem, or nothing."""
    try:
        actions.begin_picture(
            ticket.owner_id,
            purpose=ticket.purpose,
            picture_id=body.picture_id,
            is_video=body.is_video,
            announced_bytes=body.size if body.is_video else 0,
        )
        actions.receive(body.picture_id, body.path, body.size)
    except CannotUse as refused:
        body.drop(refused.problem)
    except BaseException:
        body.drop("broken")
        raise
    return body.problem


async def _with_database(function: Callable[..., Answer], *arguments: Any) -> Answer:
    def call() -> Answer:
        try:
            return function(*arguments)
        finally:
            connections.close_all()  # back to the pool: the thread may not be used again for long

    return await run_in_threadpool(call)


def _told(problem: str, language: str) -> Response:
    with speaking(language):
        told = JSONResponse({"problem": problem, "message": message(problem)}, status_code=STATUS.get(problem, 422))
    if problem == "too_many":
        told.headers.update(LATER)
    return told


def _back(address: str, taken: list[int], problem: str) -> Response:
    query = {"pictures": ".".join(encode(number) for number in taken), "problem": problem}
    sign = "&" if urlsplit(address).query else "?"
    told = urlencode({name: value for name, value in query.items() if value})
    return RedirectResponse(f"{settings.ADDRESS}{address}{sign}{told}", status_code=303)


async def video(request: Request) -> Response:
    """HEAD tells how much of a video has come, PATCH takes more of it, DELETE gives it up (tus 1.0.0)."""
    language = "en"
    try:
        picture_id, language = read_video_ticket(request.path_params["ticket"])
        row = await _with_database(resuming.waiting_video, picture_id)
        if request.method == "DELETE":
            await _with_database(actions.give_up, row)
            return Response(status_code=204, headers=TUS)
        if request.method == "PATCH" and not row.uploaded_bytes:
            return await _take_part(request, row)
    except (TicketRefused, CannotUse) as refused:
        return _told(getattr(refused, "problem", "expired"), language)
    return _told_how_far(200 if request.method == "HEAD" else 204, row, resuming.offset_of(row))


async def _take_part(request: Request, row: Picture) -> Response:
    given = request.headers.get("upload-offset", "")
    if request.headers.get("content-type") != "application/offset+octet-stream" or not given.isdecimal():
        return Response(status_code=415, headers=TUS)
    try:
        offset = await resuming.append(row, request.stream(), int(given))
    except resuming.WrongPlace as wrong:
        return _told_how_far(409, row, wrong.offset)
    except resuming.Busy:
        return Response(status_code=423, headers=TUS)
    except ClientDisconnect:
        return Response(status_code=400)
    if offset == row.announced_bytes:
        await _with_database(resuming.complete, row)
    return _told_how_far(204, row, offset)


def _told_how_far(status: int, row: Picture, offset: int) -> Response:
    told = {"Upload-Offset": str(offset), "Upload-Length": str(row.announced_bytes)}
    return Response(status_code=status, headers=TUS | told)


async def film(request: Request) -> Response:
    """A film, whole or any part of it, for whoever holds its address; hidden ones only for their owner."""
    try:
        secret, kind, is_public = read_film_ticket(request.path_params["ticket"])
    except TicketRefused:
        return PlainTextResponse("Not found", status_code=404)
    path = files.shown_film(secret, kind) if is_public else files.film(secret, kind)
    if kind != request.path_params["kind"] or not path.is_file():
        return PlainTextResponse("Not found", status_code=404)
    if kind == "m3u8":
        parts = film_address(secret, "m4s", is_public=is_public)
        text = PART.sub(lambda _name: parts, path.read_text())
        return Response(text, media_type=FILM_TYPES[kind], headers=FILE_HEADERS)
    return FileResponse(path, media_type=FILM_TYPES[kind], headers=FILE_HEADERS)


async def private(request: Request) -> Response:
    """One size of a picture for whoever holds its address: never more than that file, never as anything but WebP."""
    try:
        secret, width = read_private_ticket(request.path_params["ticket"])
    except TicketRefused:
        return PlainTextResponse("Not found", status_code=404)
    path = files.size(secret, width, "webp")
    if not path.is_file():
        return PlainTextResponse("Not found", status_code=404)
    return FileResponse(path, media_type="image/webp", headers=FILE_HEADERS)


async def export(request: Request) -> Response:
    """The copy of somebody's data for whoever holds its address, whole or from where a download broke off.

    An address that had its time leads back to the page where its owner gets a new one.
    """
    try:
        path = files.export(read_export_ticket(request.path_params["ticket"]))
    except TicketRefused:
        path = None
    if path is None or not path.is_file():
        return RedirectResponse(f"{settings.ADDRESS}/settings/data", status_code=303)
    headers = {**FILE_HEADERS, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return FileResponse(path, media_type="application/zip", headers=headers, filename=EXPORT_NAME)


async def alive(_request: Request) -> Response:
    return PlainTextResponse("alive")


application = Starlette(
    routes=[
        Route("/upload/{ticket}", upload, methods=["POST"]),
        Route("/upload/video/{ticket}", video, methods=["HEAD", "PATCH", "DELETE"]),
        Route("/film/{ticket}.{kind}", film),
        Route("/private/{ticket}.webp", private),
        Route("/export/{ticket}.zip", export),
        Route("/healthz", alive),
    ],
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origins=[settings.ADDRESS],
            allow_methods=["GET", "POST", "HEAD", "PATCH", "DELETE"],
            allow_headers=["Content-Type", "Range", "Tus-Resumable", "Upload-Offset", "Upload-Length"],
            expose_headers=["Content-Range", "Tus-Resumable", "Upload-Offset", "Upload-Length"],
            max_age=600,
        )
    ],
)
