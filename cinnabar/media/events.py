"""What media announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureReady:
    """All sizes of the picture exist."""

    picture_id: int
    owner_id: int


@dataclass(frozen=True, slots=True)
class PictureFailed:
    """The file could not be used; the picture's `problem` says why, and nothing of it is left on disk."""

    picture_id: int
    owner_id: int
