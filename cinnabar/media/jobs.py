"""Decoding, and keeping the folders in order; queue `media` is for work that takes a processor."""

from __future__ import annotations

from cinnabar.kit.jobs import every, job
from cinnabar.media import cleaning, files, sizing


@job(queue="media")
def make_sizes(picture_id: int) -> None:
    """Decode a received picture; a second run does nothing."""
    sizing.make_sizes(picture_id)


@job(queue="films", lock="films")
def make_film(picture_id: int) -> None:
    """Make a film of a received video, one at a time: pictures must not wait for films. A second run does nothing."""
    sizing.make_film(picture_id)


@job()
def settle(picture_ids: list[int]) -> None:
    """Link or unlink what was shown or concealed, should the process have ended right after its commit."""
    cleaning.settle(picture_ids)


@job()
def remove_files(pictures: list[tuple[int, str]]) -> None:
    """Remove the files of erased pictures, should the process have ended right after its commit."""
    for picture_id, secret in pictures:
        files.remove(picture_id, secret)


@every("17 4 * * *")
def remove_abandoned(timestamp: int) -> None:
    """Once a day: what never became a picture, and files without a row."""
    cleaning.remove_abandoned()
