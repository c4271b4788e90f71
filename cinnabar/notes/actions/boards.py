"""Boards: named collections of saved notes."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cinnabar.kit.language import speaking, spoken
from cinnabar.kit.text import length, tidy
from cinnabar.notes.content import CannotSave, Problem
from cinnabar.notes.models import Board
from cinnabar.people.models import Person


def create_board(owner: Person, name: str, *, description: str = "", is_private: bool = False) -> Board:
    """A new board; two may bear one name. CannotSave when a text is empty or too long."""
    name, description = _checked(name, description)
    return Board.objects.create(owner=owner, name=name, description=description, is_private=is_private)


@transaction.atomic
def change_board(board: Board, *, name: str, description: str = "", is_private: bool = False) -> Board:
    """Rename the board or open and close it; its address stays. Twice changes nothing."""
    board = Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    board.name, board.description = _checked(name, description)
    board.is_private = is_private
    board.save(update_fields=["name", "description", "is_private"])
    return board


def default_board_of(owner: Person) -> Board:
    """Where a plain "save" goes; made at the first save, and private until its owner opens it."""
    found = Board.objects.filter(owner=owner, is_default=True).first()
    return found or _make_default(owner)


def _make_default(owner: Person) -> Board:
    with speaking(owner.language or spoken()):
        name = pgettext("board", "Saved")
    try:
        with transaction.atomic():
            return Board.objects.create(owner=owner, name=name, is_default=True, is_private=True)
    except IntegrityError:  # a second save of the same person was faster
        return Board.objects.get(owner=owner, is_default=True)


def _checked(name: str, description: str) -> tuple[str, str]:
    name, description = tidy(name), tidy(description)
    problems = []
    if not name:
        problems.append(Problem("name", _("Please give the board a name.")))
    if length(name) > 50:
        problems.append(Problem("name", _("The name is longer than %(most)s characters.") % {"most": 50}))
    if length(description) > 500:
        problems.append(Problem("description", _("The text is longer than %(most)s characters.") % {"most": 500}))
    if problems:
        raise CannotSave(problems)
    return name, description
