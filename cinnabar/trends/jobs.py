"""The timetable of counting, and what happens when a note goes."""

from __future__ import annotations

from cinnabar.kit.jobs import every, job
from cinnabar.trends import counting, judging, letting_go


@every("*/5 * * * *")
def count_lately(timestamp: int) -> None:
    """Count the last minutes and say what is rising. Twice changes nothing."""
    counting.count_lately()
    judging.judge()


@every("7 * * * *")
def count_days(timestamp: int) -> None:
    """Count today and yesterday, and forget what is too old. Twice changes nothing."""
    counting.count_last_days()
    counting.forget_old()
    judging.judge()


@job()
def recount_note(note_id: int) -> None:
    """A note was hidden, deleted, withdrawn or shown again: its subjects are counted without it, or with it again."""
    if letting_go.recount_note(note_id):
        judging.judge()


@job()
def recount_withdrawn_note(note_id: int) -> None:
    """A note was edited: if it is no longer for everybody, or paid, its subjects are counted without it."""
    if not letting_go.is_counted(note_id):
        recount_note.func(note_id=note_id)
