"""HTTP in, JSON out: tickets for uploads, and how far pictures are."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cinnabar.design.formats import widths_for
from cinnabar.kit.ids import decode, encode
from cinnabar.kit.limits import check_limit
from cinnabar.media.actions import begin_picture
from cinnabar.media.models import Picture, PicturePurpose, PictureState
from cinnabar.media.problems import LATER, CannotUse, message
from cinnabar.media.tickets import film_address, private_address, upload_ticket, video_ticket

PURPOSES = (PicturePurpose.NOTE, PicturePurpose.AVATAR, PicturePurpose.PRODUCT)
MOST_ASKED = 40
MOST_DIGITS = 15
STATUS = {"video_too_heavy": 413, "no_room": 507}


@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest) -> JsonResponse:
    """POST asks for a ticket for one picture or video; GET ?ids=a.b tells how far the reader's own ones are."""
    if not request.user.is_authenticated:
        return JsonResponse({"message": _("Please log in again: what you wrote here is kept.")}, status=401)
    return _ticket(request) if request.method == "POST" else _states(request)


def _ticket(request: HttpRequest) -> JsonResponse:
    purpose = request.POST.get("purpose", "")
    if purpose not in PURPOSES:
        return JsonResponse({"message": message("broken")}, status=400)
    check_limit(f"upload:{_reader_id(request)}", most=120, seconds=600)
    size = request.POST.get("video_bytes", "")
    is_video = purpose == PicturePurpose.NOTE and bool(size)
    if is_video and not (size.isascii() and size.isdecimal() and len(size) < MOST_DIGITS and int(size)):
        return JsonResponse({"problem": "empty", "message": message("empty")}, status=400)
    try:
        picture = begin_picture(
            _reader_id(request), purpose=purpose, is_video=is_video, announced_bytes=int(size) if is_video else 0
        )
    except CannotUse as refused:
        status, headers = (429, LATER) if refused.problem == "too_many" else (STATUS.get(refused.problem, 422), {})
        told = {"problem": refused.problem, "message": message(refused.problem)}
        return JsonResponse(told, status=status, headers=headers)
    return JsonResponse({"id": encode(picture.pk), **_where_to(picture)}, status=201)


def _where_to(picture: Picture) -> dict[str, object]:
    if picture.is_video:
        return {"video": video_ticket(picture), "most_bytes": settings.VIDEO_BYTES}
    return {"upload": upload_ticket(picture), "most_bytes": settings.PICTURE_BYTES}


def _states(request: HttpRequest) -> JsonResponse:
    ids = _ids(request.GET.get("ids", ""))
    found = Picture.objects.filter(pk__in=ids, owner_id=_reader_id(request))
    return JsonResponse({"pictures": [described(picture) for picture in found]})


def _reader_id(request: HttpRequest) -> int:
    assert request.user.pk is not None, "only the signed in get here"
    return request.user.pk


def _ids(text: str) -> list[int]:
    ids = []
    for part in text.split(".")[:MOST_ASKED]:
        try:
            ids.append(decode(part))
        except ValueError:
            continue
    return ids


def described(picture: Picture) -> dict[str, object]:
    """What its owner's page shows of a picture."""
    is_ready = picture.state == PictureState.READY
    return {
        "id": encode(picture.pk),
        "state": picture.state,
        "message": message(picture.problem) if picture.problem else "",
        "width": picture.width,
        "height": picture.height,
        "tone": picture.tone,
        "is_still": picture.is_animated_still,
        "address": private_address(picture, preview_width(picture)) if is_ready else "",
        "share": picture.share_done,
        "film": film_address(picture.secret, "mp4", is_public=False) if is_ready and picture.is_video else "",
    }


def preview_width(picture: Picture) -> int:
    """The stored width nearest to a phone's screen."""
    if picture.purpose == PicturePurpose.AVATAR:
        return 192
    widths = widths_for(picture.width)
    return widths[min(1, len(widths) - 1)]
