"""From a received file to all its sizes."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit.events import announce
from cinnabar.media import files, filming
from cinnabar.media.decoding import Made, Task, decode
from cinnabar.media.events import PictureFailed, PictureReady
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.problems import CannotUse


def make_sizes(picture_id: int) -> None:
    """Decode what was received for a picture. A second run finds it ready or failed and does nothing."""
    picture = Picture.objects.filter(pk=picture_id, state=PictureState.WAITING).first()
    if picture is None:
        return
    source = files.incoming(picture_id)
    # No transaction is open here: decoding takes seconds.
    result = decode([Task(source, picture.secret, picture.purpose)])[0] if source.exists() else CannotUse("broken")
    if isinstance(result, CannotUse):
        fail(picture_id, result.problem)
    else:
        finish(picture_id, result)


def make_film(picture_id: int) -> None:
    """Make a film of what was received for a video. A second run finds it ready or failed and does nothing."""
    video = Picture.objects.filter(pk=picture_id, state=PictureState.WAITING).first()
    if video is None:
        return

    def tell(share: int) -> None:
        Picture.objects.filter(pk=picture_id, share_done__lt=share).update(share_done=share)

    source = files.incoming(picture_id)
    # No transaction is open here: this takes minutes.
    result = (
        filming.make_film(source, video.secret, video.purpose, tell=tell) if source.exists() else CannotUse("broken")
    )
    if isinstance(result, CannotUse):
        fail(picture_id, result.problem)
    else:
        finish(picture_id, result.frame, seconds=result.seconds)


@transaction.atomic
def finish(picture_id: int, made: Made, *, seconds: float = 0) -> None:
    """Record that every size exists. One erased meanwhile leaves no files; a second run does nothing."""
    picture = Picture.objects.select_for_update(no_key=True).filter(pk=picture_id).first()
    if picture is None or picture.state == PictureState.FAILED:
        files.remove_sizes(picture.secret) if picture else None
        return
    if picture.state == PictureState.READY:
        return
    describe(picture, made, seconds=seconds)
    picture.save()
    if picture.is_public:
        files.link(picture)
    announce(PictureReady(picture.pk, picture.owner_id))
    transaction.on_commit(lambda: _keep_original(picture))


def describe(picture: Picture, made: Made, *, seconds: float = 0) -> None:
    """Set what decoding found out."""
    picture.seconds = seconds
    picture.state = PictureState.READY
    picture.width, picture.height = made.width, made.height
    picture.thumbhash, picture.tone = made.thumbhash, made.tone
    picture.is_animated_still = made.moves


def _keep_original(picture: Picture) -> None:
    """As it was sent; not of a video, which would take ten times the room and still say where it was recorded."""
    incoming = files.incoming(picture.pk)
    if picture.is_video:
        incoming.unlink(missing_ok=True)
    elif incoming.exists():
        incoming.replace(files.original(picture.secret))


@transaction.atomic
def fail(picture_id: int, problem: str) -> None:
    """Record why the file cannot be used and remove it. A second run does nothing."""
    picture = Picture.objects.select_for_update(no_key=True).filter(pk=picture_id, state=PictureState.WAITING).first()
    if picture is None:
        return
    picture.state, picture.problem = PictureState.FAILED, problem
    picture.save(update_fields=["state", "problem"])
    announce(PictureFailed(picture.pk, picture.owner_id))
    transaction.on_commit(lambda: files.remove(picture.pk, picture.secret))
