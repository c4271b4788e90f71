"""Saving notes to boards. A note stands on one board of a person only."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F

from cinnabar.kit.clock import now
from cinnabar.notes.actions.boards import default_board_of
from cinnabar.notes.counters import move_counters
from cinnabar.notes.models import Board, Note, Save
from cinnabar.people.models import Person


class NotYourBoard(Exception):
    """The board belongs to somebody else."""


@transaction.atomic
def save_note(person: Person, note: Note, board: Board | None = None) -> Board:
    """Put the note on `board`, else leave it where it is, else on the default one. Twice changes nothing."""
    if board is not None and board.owner_id != person.pk:
        raise NotYourBoard(board.pk)
    standing = (
        Save.objects.select_for_update(no_key=True).select_related("board").filter(person=person, note=note).first()
    )
    if standing is not None:
        return standing.board if board in (None, standing.board) else _move(standing, board)
    return _add(person, note, board or default_board_of(person))


@transaction.atomic
def unsave(person: Person, note: Note) -> None:
    """Take the note off the person's board. Twice takes it once."""
    standing = Save.objects.select_for_update(no_key=True).filter(person=person, note=note).first()
    if standing is None:
        return
    Save.objects.filter(person=person, note=note).delete()
    Board.objects.filter(pk=standing.board_id).update(items=F("items") - 1)
    move_counters(note.pk, saves=-1)


def _add(person: Person, note: Note, board: Board) -> Board:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notes_save (person_id, note_id, board_id, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [person.pk, note.pk, board.pk, now()],
        )
        is_new = cursor.rowcount == 1
    if is_new:
        Board.objects.filter(pk=board.pk).update(items=F("items") + 1)
        move_counters(note.pk, saves=1)
    return board


def _move(standing: Save, board: Board) -> Board:
    Save.objects.filter(person=standing.person_id, note=standing.note_id).update(board=board, at=now())
    for board_id, step in sorted([(standing.board_id, -1), (board.pk, 1)]):
        Board.objects.filter(pk=board_id).update(items=F("items") + step)
    return board
