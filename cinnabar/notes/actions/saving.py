"""Saving notes and products to boards. A thing stands on one board of a person only.

Ids of notes and of products come from one maker: an id alone says which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cinnabar.kit.clock import now
from cinnabar.kit.text import tidy
from cinnabar.notes.actions.boards import arrange, create_board, default_board_of
from cinnabar.notes.content import CannotSave, Problem
from cinnabar.notes.counters import move_saves
from cinnabar.notes.models import Board, Note, Save, SavedProduct
from cinnabar.people.models import Person
from cinnabar.shop.models import Product, ProductCard

Thing = Note | Product


class NotYourBoard(Exception):
    """The board belongs to somebody else."""


class BoardGone(CannotSave):
    """The board was deleted in the meantime."""

    def __init__(self) -> None:
        super().__init__([Problem("board", _("This board was deleted in the meantime."))])


@dataclass(frozen=True, slots=True)
class Stood:
    """How a thing stood on a board before it left it: since when, and a product at what price."""

    thing_id: int
    at: datetime
    price_minor: int | None = None
    currency: str = ""


def save_note(person: Person, note: Note, board: Board | None = None) -> Board:
    """Put the note on `board`, else leave it where it is, else on the default one. Twice changes nothing."""
    return save_thing(person, note, board)


@transaction.atomic
def save_thing(person: Person, thing: Thing, board: Board | None = None) -> Board:
    """The same for a note or a product, which keeps what it cost when it was saved first."""
    arrange(person.pk)
    if board is not None:
        board = _still_there(person, board)
    standing = standing_of(person, thing)
    if standing is None:
        return _add(person, thing, board or default_board_of(person))
    if board in (None, standing):
        return standing
    _row_of(person, thing).update(board=board, at=now())
    return board


@transaction.atomic
def save_to_new_board(person: Person, thing: Thing, *, name: str, is_private: bool = False) -> Board:
    """Put it on a new board. Where it stands on one of that very name, as after a double tap, nothing changes."""
    arrange(person.pk)
    standing = standing_of(person, thing)
    if standing is not None and standing.name == tidy(name):
        return standing
    return save_thing(person, thing, create_board(person, name, is_private=is_private))


@transaction.atomic
def unsave(person: Person, thing: Thing) -> None:
    """Take it off the person's board. Twice takes it once."""
    arrange(person.pk)
    _drop(_row_of(person, thing), person.pk)


@transaction.atomic
def move_things(board: Board, thing_ids: Sequence[int], *, to: Board) -> list[Stood]:
    """Move what of `thing_ids` stands on `board`; says how it stood. BoardGone when `to` is not there any more."""
    arrange(board.owner_id)
    to = _still_there(board.owner, to)
    moved: list[Stood] = []
    for rows, name in _on(board, thing_ids):
        moved += _stood(rows, name)
        rows.update(board=to, at=now())
    return moved


@transaction.atomic
def take_off(board: Board, thing_ids: Sequence[int]) -> list[Stood]:
    """Save no longer what of `thing_ids` stands on `board`; says how it stood. Twice takes it once."""
    arrange(board.owner_id)
    gone: list[Stood] = []
    for rows, name in _on(board, thing_ids):
        gone += _stood(rows, name)
        _drop(rows, board.owner_id)
    return gone


@transaction.atomic
def put_back(board: Board, stood: Sequence[Stood], things: Mapping[int, Thing]) -> None:
    """Undo either: each of `things` at its old place and price again, wherever it stands now. Twice changes nothing."""
    arrange(board.owner_id)
    board = _still_there(board.owner, board)
    for one in sorted(stood, key=lambda one: one.thing_id):
        if thing := things.get(one.thing_id):
            save_thing(board.owner, thing, board)
            price = {} if isinstance(thing, Note) else {"price_minor": one.price_minor, "currency": one.currency}
            _row_of(board.owner, thing).update(at=one.at, **price)


@transaction.atomic
def delete_board(board: Board, *, keep_on: Board | None) -> None:
    """Take the board away. What stands on it moves to `keep_on`; without one it is saved no more. Twice is once."""
    arrange(board.owner_id)
    if not Board.objects.filter(pk=board.pk).exists():
        return
    kept = _still_there(board.owner, keep_on) if keep_on else None
    for rows in (Save.objects.filter(board=board), SavedProduct.objects.filter(board=board)):
        if kept:
            rows.update(board=kept)
        else:
            _drop(rows, board.owner_id)
    Board.objects.filter(pk=board.pk).delete()


def standing_of(person: Person, thing: Thing) -> Board | None:
    """The board of `person` on which it stands."""
    row = _row_of(person, thing).select_related("board").first()
    return row.board if row else None


def _row_of(person: Person, thing: Thing) -> QuerySet[Any]:
    if isinstance(thing, Note):
        return Save.objects.filter(person=person, note=thing)
    return SavedProduct.objects.filter(person=person, product=thing)


def _on(board: Board, thing_ids: Sequence[int]) -> tuple[tuple[QuerySet[Any], str], ...]:
    return (
        (Save.objects.filter(board=board, note_id__in=thing_ids), "note_id"),
        (SavedProduct.objects.filter(board=board, product_id__in=thing_ids), "product_id"),
    )


def _stood(rows: QuerySet[Any], name: str) -> list[Stood]:
    more = () if rows.model is Save else ("price_minor", "currency")
    return [Stood(*found) for found in rows.values_list(name, "at", *more)]


def _still_there(person: Person, board: Board) -> Board:
    if board.owner_id != person.pk:
        raise NotYourBoard(board.pk)
    found = Board.objects.filter(pk=board.pk).first()
    if found is None:
        raise BoardGone
    return found


def _add(person: Person, thing: Thing, board: Board) -> Board:
    if isinstance(thing, Note):
        Save.objects.create(person=person, note=thing, board=board)
        move_saves([thing.pk], 1, by=person.pk)
    else:
        card = ProductCard.objects.filter(product=thing).first()
        price = {"price_minor": card.price_minor, "currency": card.currency} if card else {}
        SavedProduct.objects.create(person=person, product=thing, board=board, **price)
    return board


def _drop(rows: QuerySet[Any], person_id: int) -> None:
    """Delete the rows, and count the notes among them down."""
    noted = list(rows.values_list("note_id", flat=True)) if rows.model is Save else []
    rows.delete()
    move_saves(noted, -1, by=person_id)
