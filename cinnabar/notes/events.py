"""Facts about notes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerChosen:
    """Whoever asked says that this comment answers it."""

    comment_id: int
    note_id: int
    asker_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class AnswerTakenBack:
    """It answers the question no longer, or another one does."""

    comment_id: int
    note_id: int
    asker_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class NotePublished:
    note_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class NoteEdited:
    note_id: int


@dataclass(frozen=True, slots=True)
class NoteHidden:
    """By moderation; `hide_note` wrote the reason for the author."""

    note_id: int


@dataclass(frozen=True, slots=True)
class NoteRestored:
    """A hidden or deleted note shows again."""

    note_id: int


@dataclass(frozen=True, slots=True)
class NoteDeleted:
    """By its author; erased after 30 days."""

    note_id: int


@dataclass(frozen=True, slots=True)
class Commented:
    """Somebody said something under a note, or answered."""

    comment_id: int
    note_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class CommentRemoved:
    """By its author, the note's author or a moderator."""

    comment_id: int
    note_id: int


@dataclass(frozen=True, slots=True)
class Liked:
    note_id: int
    person_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class Unliked:
    """A like was taken back."""

    note_id: int
    person_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class CommentLiked:
    comment_id: int
    note_id: int
    person_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class CommentUnliked:
    """The like of a comment was taken back."""

    comment_id: int
    note_id: int
    person_id: int
    author_id: int
