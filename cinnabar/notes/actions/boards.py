"""Boards: named collections of saved notes and products."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cinnabar.kit.language import speaking, spoken
from cinnabar.kit.text import length, tidy
from cinnabar.notes.content import CannotSave, Problem, over
from cinnabar.notes.models import Board
from cinnabar.people.models import Person

LONGEST_NAME = 50
LONGEST_DESCRIPTION = 500


def arrange(person_id: int) -> None:
    """One deed at a time among a person's boards, until the transaction ends.

    So no board goes while something is being put on it, and no thing is put on two.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('boards', %s))", [person_id])


@transaction.atomic
def create_board(owner: Person, name: str, *, description: str = "", is_private: bool = False) -> Board:
    """A new board; two may bear one name. CannotSave when a text is empty or too long, or boards are too many."""
    name, description = _checked(name, description)
    arrange(owner.pk)
    most = settings.MOST_BOARDS
    if Board.objects.filter(owner=owner).count() >= most:
        words = ngettext("You have %(num)s board already.", "You have %(num)s boards already.", most)
        raise CannotSave([Problem("name", words % {"num": most})])
    return Board.objects.create(owner=owner, name=name, description=description, is_private=is_private)


@transaction.atomic
def change_board(board: Board, *, name: str, description: str = "", is_private: bool = False) -> Board:
    """Rename the board or open and close it; its address stays. Twice changes nothing."""
    board = Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    board.name, board.description = _checked(name, description)
    board.is_private = is_private
    board.save(update_fields=["name", "description", "is_private"])
    return board


def set_board_privacy(board_id: int, *, is_private: bool) -> bool:
    """Close a board to others, or open it again; whether it was otherwise before."""
    return Board.objects.filter(pk=board_id, is_private=not is_private).update(is_private=is_private) == 1


@transaction.atomic
def default_board_of(owner: Person) -> Board:
    """Where a plain "save" goes; made at the first save, and private until its owner opens it."""
    arrange(owner.pk)
    found = Board.objects.filter(owner=owner, is_default=True).first()
    if found:
        return found
    with speaking(owner.language or spoken()):
        name = pgettext("board", "Saved")
    return Board.objects.create(owner=owner, name=name, is_default=True, is_private=True)


def _checked(name: str, description: str) -> tuple[str, str]:
    name, description = tidy(name), tidy(description)
    problems = []
    if not name:
        problems.append(Problem("name", _("Please give the board a name.")))
    if length(name) > LONGEST_NAME:
        sentence = _("The name is longer than %(most)s characters.")
        problems.append(Problem("name", over(sentence, length(name), LONGEST_NAME)))
    if length(description) > LONGEST_DESCRIPTION:
        sentence = _("The text is longer than %(most)s characters.")
        problems.append(Problem("description", over(sentence, length(description), LONGEST_DESCRIPTION)))
    if problems:
        raise CannotSave(problems)
    return name, description
