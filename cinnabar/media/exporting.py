"""A person's own pictures and videos, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cinnabar.kit.exports import AT_A_TIME, Files, Part, Row
from cinnabar.kit.ids import encode
from cinnabar.media import files
from cinnabar.media.models import Picture

SNIFFED = 16  # bytes that tell a kind
KINDS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"))
BRANDS = (
    *((b"avif", "avif"), (b"avis", "avif"), (b"heic", "heic"), (b"heix", "heic"), (b"mif1", "heic")),
    (b"isom", "mp4"),
)


def _pictures(person_id: int) -> Iterator[Row]:
    for picture in _of(person_id):
        yield {
            "id": encode(picture.pk),
            "for": picture.purpose,
            "state": picture.state,
            "is_public": picture.is_public,
            "seconds": picture.seconds,
            "width": picture.width,
            "height": picture.height,
            "sent_at": picture.created_at,
        }


def _files(person_id: int) -> Iterator[tuple[str, Path]]:
    """Each as it was sent, else its largest size; of a video the film."""
    for picture in _of(person_id):
        best = (files.film(picture.secret, "mp4"), files.original(picture.secret), files.largest(picture))
        if path := next((path for path in best if path.is_file()), None):
            yield f"{encode(picture.pk)}.{_kind(path)}", path


def _of(person_id: int) -> Iterator[Picture]:
    return Picture.objects.filter(owner_id=person_id).order_by("pk").iterator(chunk_size=AT_A_TIME)


def _kind(path: Path) -> str:
    with path.open("rb") as opened:
        start = opened.read(SNIFFED)
    if start[8:12] == b"WEBP":
        return "webp"
    known = [*((sign, kind) for sign, kind in KINDS if start.startswith(sign))]
    known += [(sign, kind) for sign, kind in BRANDS if start[4:12] == b"ftyp" + sign]
    return known[0][1] if known else "bin"


PICTURES = Part("pictures", _("Pictures"), _pictures, ("media.Picture",))
PICTURE_FILES = Files("pictures", _("Pictures"), _files)
