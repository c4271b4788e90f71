"""Why a file could not be used, by code and in words."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

LATER = {"Retry-After": "30"}  # when too many wait: by then some of them are ready


class CannotUse(Exception):
    """A file cannot become a picture; `problem` is a code below."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


MESSAGES = {
    "empty": _("This file is empty."),
    "too_heavy": _("This file is larger than %(megabytes)s MB."),
    "not_a_picture": _("This is not a picture we can read. JPEG, PNG, WebP, HEIC, AVIF and GIF work."),
    "not_a_video": _("This is not a video we can read. MP4, MOV, WebM and MKV work."),
    "video_too_heavy": _("This video is larger than %(video_megabytes)s MB."),
    "too_long": _("This video is longer than %(minutes)s minutes."),
    "without_pictures": _("There are no pictures in this video."),
    "damaged_video": _("This video is damaged or incomplete."),
    "too_slow": _("This video took too long to be prepared."),
    "no_room": _("There is no room for this video at the moment. Please try it again later."),
    "damaged": _("This picture is damaged or incomplete."),
    "too_many_pixels": _("This picture has too many pixels; up to %(megapixels)s megapixels work."),
    "took_too_long": _("This picture took too long to open."),
    "interrupted": _("The upload was interrupted."),
    "used": _("This upload was already used. Please choose the file again."),
    "expired": _("This upload is too old. Please choose the file again."),
    "too_many": _("Too many pictures at once. Please wait until the others are ready."),
    "no_file": _("No file was chosen."),
    "broken": _("Something went wrong with this picture. Please try it again."),
}


def message(problem: str) -> str:
    """What the owner of the file is told, in the language that is active."""
    return str(MESSAGES.get(problem, MESSAGES["broken"])) % {
        "megabytes": settings.PICTURE_BYTES // (1024 * 1024),
        "megapixels": settings.PICTURE_PIXELS // 1_000_000,
        "video_megabytes": settings.VIDEO_BYTES // (1024 * 1024),
        "minutes": settings.VIDEO_SECONDS // 60,
    }
