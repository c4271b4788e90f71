"""Signed permissions for the live process: to send files, and to fetch films and private sizes; in addresses only."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.translation import get_language

from cinnabar.kit.ids import decode, encode, new_id
from cinnabar.media.models import Picture

TICKET_SECONDS = 2 * 3600
VIDEO_SECONDS = 24 * 3600  # two gigabytes over a slow line, with breaks
FILM_SECONDS = 6 * 3600  # a page may lie open for long before somebody plays it
FORM_SECONDS = 12 * 3600  # a page with a plain form may stay open for long
PRIVATE_SECONDS = 3600
ROUNDED_TO = 900  # so that a page shown twice names the same addresses, and the browser need not fetch again
EXPORT_SECONDS = 3600  # so that a broken download can be resumed
UPLOAD, VIDEO, PRIVATE = "media.upload", "media.video", "media.private"
FILM, EXPORT = "media.film", "media.export"


class TicketRefused(Exception):
    """The ticket is not ours, or too old."""


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """Who may send files, and as which pictures: one body for each id, once."""

    picture_ids: tuple[int, ...]
    owner_id: int
    purpose: str
    back: str  # where a plain form returns to; empty for a script, which reads JSON
    language: str


def upload_ticket(picture: Picture) -> str:
    """The address to which a script sends the body of one waiting picture."""
    return _address((picture.pk,), picture.owner_id, picture.purpose, back="", seconds=TICKET_SECONDS)


def form_ticket(owner_id: int, *, purpose: str, most: int, back: str) -> str:
    """The address to which a plain form sends up to `most` files; the answer leads to `back`, a path of ours.

    The rows are made when files come: showing the form writes nothing. `back` gets `?pictures=` with the ids, joined
    by dots, and `?problem=` with a code of `media/problems.py` when a file was refused.
    """
    ids = [new_id() for _ in range(most)]
    return _address(ids, owner_id, purpose, back=back, seconds=FORM_SECONDS)


def _address(ids: Sequence[int], owner_id: int, purpose: str, *, back: str, seconds: int) -> str:
    content = [[encode(number) for number in ids], owner_id, purpose, back, get_language() or "en"]
    signed = signing.Signer(salt=UPLOAD).sign_object([int(time.time()) + seconds, *content], compress=True)
    return f"{settings.LIVE_ADDRESS}/upload/{signed}"


def read_upload_ticket(signed: str) -> UploadTicket:
    ids, owner_id, purpose, back, language = _read(signed, UPLOAD)
    return UploadTicket(tuple(decode(number) for number in ids), owner_id, purpose, back, language)


def video_ticket(video: Picture) -> str:
    """The address to which a script sends one waiting video, in parts."""
    content = [int(time.time()) + VIDEO_SECONDS, encode(video.pk), get_language() or "en"]
    return f"{settings.LIVE_ADDRESS}/upload/video/{signing.Signer(salt=VIDEO).sign_object(content)}"


def read_video_ticket(signed: str) -> tuple[int, str]:
    """The id of the video, and its owner's language."""
    picture_id, language = _read(signed, VIDEO)
    return decode(picture_id), language


def film_address(secret: str, kind: str, *, is_public: bool) -> str:
    """Where a film can be fetched for some hours: by everybody while it is shown, or by its owner."""
    signed = signing.Signer(salt=FILM).sign_object([_until(FILM_SECONDS), secret, kind, is_public])
    return f"{settings.LIVE_ADDRESS}/film/{signed}.{kind}"


def read_film_ticket(signed: str) -> tuple[str, str, bool]:
    """The secret, the kind, and whether only what everybody may see is opened."""
    secret, kind, is_public = _read(signed, FILM)
    return secret, kind, is_public


def _until(seconds: int) -> int:
    return (int(time.time()) // ROUNDED_TO + 1) * ROUNDED_TO + seconds


def private_address(picture: Picture, width: int) -> str:
    """Where its owner can fetch one size of a picture for about an hour, public or not."""
    signed = signing.Signer(salt=PRIVATE).sign_object([_until(PRIVATE_SECONDS), picture.secret, width])
    return f"{settings.LIVE_ADDRESS}/private/{signed}.webp"


def read_private_ticket(signed: str) -> tuple[str, int]:
    """The secret and the width that the ticket opens."""
    secret, width = _read(signed, PRIVATE)
    return secret, width


def export_address(secret: str) -> str:
    """Where the owner of a copy of their data can fetch it for an hour."""
    signed = signing.Signer(salt=EXPORT).sign_object([int(time.time()) + EXPORT_SECONDS, secret])
    return f"{settings.LIVE_ADDRESS}/export/{signed}.zip"


def read_export_ticket(signed: str) -> str:
    """The secret of the copy that the ticket opens."""
    (secret,) = _read(signed, EXPORT)
    return secret


def _read(signed: str, salt: str) -> list:
    try:
        until, *content = signing.Signer(salt=salt).unsign_object(signed)
    except (signing.BadSignature, ValueError):
        raise TicketRefused("not ours") from None
    if time.time() > until:
        raise TicketRefused("expired")
    return content
