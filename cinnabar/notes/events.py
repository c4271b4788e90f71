"""Facts about notes."""

from __future__ import annotations

from dataclasses import dataclass


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
