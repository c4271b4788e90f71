"""What moderation announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteDecided:
    """A note was hidden or restored, or stays hidden after its author's answer; `step` says which."""

    decision_id: int
    note_id: int
    step: str


@dataclass(frozen=True, slots=True)
class CaseReviewed:
    """The answer of whom a decision concerns was read; `step` is "kept" or "reversed"."""

    case_id: int
    step: str


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """What was reported is decided."""

    case_id: int
