"""Boards: products beside notes, moving, taking off, deleting; what a viewer may not see neither shows nor counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from cinnabar.notes.actions import (
    BoardGone,
    CannotSave,
    NotYourBoard,
    create_board,
    delete_board,
    delete_note,
    hide_note,
    like,
    move_things,
    save_note,
    save_thing,
    save_to_new_board,
    take_off,
    unsave,
)
from cinnabar.notes.cards import refresh_cards
from cinnabar.notes.models import Board, Note, Save, SavedProduct
from cinnabar.notes.queries import board_front, boards_of, boards_to_choose, things_on_board
from cinnabar.notes.queries.boards import SavedGood, id_of
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Block, Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.cards import refresh_card
from cinnabar.shop.models import Product, ProductStatus
from tests.cast import a_person, a_product


def on(board: Board, viewer: Any) -> list[int]:
    return [id_of(thing) for thing in things_on_board(board.pk, viewer).things]


def saves_of(note: Note) -> tuple[int, int, int]:
    fresh = Note.objects.select_related("author", "card").get(pk=note.pk)
    return fresh.saves, fresh.card.saves, fresh.author.received


def good_on(board: Board, viewer: Any) -> SavedGood:
    good = things_on_board(board.pk, viewer).things[0]
    assert isinstance(good, SavedGood)
    return good


def test_notes_and_products_stand_in_one_order(mei: Person, tom: Person, lipstick: Product) -> None:
    board = create_board(tom, "Lips")
    first, last = a_note(mei), a_note(mei)

    for thing in (first, lipstick, last):
        save_thing(tom, thing, board)

    assert on(board, tom) == [last.pk, lipstick.pk, first.pk]
    front = board_front(board.pk, tom)
    assert front is not None
    assert front.found == 3
    card = lipstick.card
    assert [cover.secret for cover in front.covers] == [
        last.pictures.get().secret,
        card.secret,
        first.pictures.get().secret,
    ]


def test_pages_of_a_board_repeat_nothing_and_leave_nothing_out(mei: Person, tom: Person, hanok: Any) -> None:
    board = create_board(tom, "Long")
    things = [a_note(mei) for _ in range(4)] + [a_product(hanok, f"Good {number}") for number in range(4)]
    for thing in things[::2] + things[1::2]:
        save_thing(tom, thing, board)
    Save.objects.update(at=Save.objects.first().at)  # all at one moment: the ids decide
    seen, cursor = [], ""

    while True:
        page = things_on_board(board.pk, tom, cursor=cursor, limit=3)
        seen += [id_of(thing) for thing in page.things]
        cursor = page.cursor
        if not cursor:
            break

    assert sorted(seen) == sorted(thing.pk for thing in things)


def test_a_saved_product_keeps_what_it_cost(tom: Person, lipstick: Product) -> None:
    board = save_thing(tom, lipstick)
    lipstick.variants.update(price_minor=1500)
    refresh_card(lipstick.pk)

    good = good_on(board, tom)
    assert (good.saved_minor, good.saved_currency, good.price_minor, good.is_cheaper) == (2000, "EUR", 1500, True)

    moved = create_board(tom, "Lips")
    save_thing(tom, lipstick, moved)
    assert good_on(moved, tom).saved_minor == 2000
    lipstick.variants.update(price_minor=2500)
    refresh_card(lipstick.pk)
    assert good_on(moved, tom).is_cheaper is False


def test_a_product_stands_on_one_board_and_is_counted_once(tom: Person, lipstick: Product) -> None:
    gifts = create_board(tom, "Gifts")
    save_thing(tom, lipstick)
    save_thing(tom, lipstick, gifts)
    save_thing(tom, lipstick)

    assert SavedProduct.objects.get().board == gifts
    unsave(tom, lipstick)
    unsave(tom, lipstick)
    assert not SavedProduct.objects.exists()


def test_a_product_that_nobody_may_open_shows_no_more(tom: Person, lipstick: Product) -> None:
    board = create_board(tom, "Gifts")
    save_thing(tom, lipstick, board)

    set_status(lipstick, ProductStatus.PAUSED)
    assert good_on(board, tom).is_on_sale is False

    set_status(lipstick, ProductStatus.DRAFT)
    front = board_front(board.pk, tom)
    assert front is not None
    assert (on(board, tom), front.found, front.covers) == ([], 0, [])


def test_what_a_viewer_may_not_see_neither_shows_nor_counts(mei: Person, tom: Person, zoe: Person, lin: Person) -> None:
    # Field report FEED-4: A (tom) looks at the board of C (zoe) with a note of B (mei), who blocked A.
    board = create_board(zoe, "Tea")
    shown = a_note(lin)
    notes = [shown, *(a_note(mei, title=title) for title in ("public", "gone", "hidden"))]
    notes.append(a_note(mei, title="friends", visibility="friends"))
    for note in notes:
        save_note(zoe, note, board)
    delete_note(notes[2])
    hide_note(notes[3], reason="x")
    for blocker, blocked in ((mei, tom), (tom, mei)):
        Block.objects.create(blocker=blocker, blocked=blocked)

        front = board_front(board.pk, tom)
        assert front is not None
        assert on(board, tom) == [shown.pk]
        assert (front.found, [cover.secret for cover in front.covers]) == (1, [shown.pictures.get().secret])
        (listed,) = boards_of(zoe.pk, tom).boards
        assert (listed.found, len(listed.covers)) == (1, 1)
        Block.objects.all().delete()

    visitor = board_front(board.pk, AnonymousUser())
    assert visitor is not None
    assert visitor.found == 2


def test_many_things_are_moved_at_once_and_others_stay(mei: Person, tom: Person, lipstick: Product) -> None:
    here, there = create_board(tom, "Here"), create_board(tom, "There")
    moving, staying = a_note(mei), a_note(mei)
    for thing in (moving, staying, lipstick):
        save_thing(tom, thing, here)
    elsewhere = a_note(mei)
    save_note(tom, elsewhere, there)

    moved = move_things(here, [moving.pk, lipstick.pk, elsewhere.pk, 7], to=there)
    assert {one.thing_id for one in moved} == {moving.pk, lipstick.pk}
    assert move_things(here, [moving.pk, lipstick.pk], to=there) == []

    assert on(here, tom) == [staying.pk]
    assert set(on(there, tom)) == {moving.pk, lipstick.pk, elsewhere.pk}
    assert saves_of(moving) == (1, 1, 3)


def test_nothing_is_moved_to_the_board_of_somebody_else(mei: Person, tom: Person) -> None:
    here, foreign, note = create_board(tom, "Here"), create_board(mei, "Hers"), a_note(mei)
    save_note(tom, note, here)

    with pytest.raises(NotYourBoard):
        move_things(here, [note.pk], to=foreign)

    assert Save.objects.get().board == here


def test_what_is_taken_off_is_counted_down_once(mei: Person, tom: Person, zoe: Person, lipstick: Product) -> None:
    board, notes = create_board(tom, "Here"), [a_note(mei), a_note(mei), a_note(zoe)]
    for thing in (*notes, lipstick):
        save_thing(tom, thing, board)
    save_note(zoe, notes[0])

    ids = [thing.pk for thing in (*notes, lipstick)]
    assert {one.thing_id for one in take_off(board, ids)} == set(ids)
    assert take_off(board, ids) == []

    assert [saves_of(note) for note in notes] == [(1, 1, 1), (0, 0, 1), (0, 0, 0)]
    assert not SavedProduct.objects.exists()
    before = [note.card.hot for note in Note.objects.order_by("pk")]
    refresh_cards([note.pk for note in notes])
    assert [note.card.hot for note in Note.objects.order_by("pk")] == before


def test_a_deleted_board_leaves_its_things_saved(mei: Person, tom: Person, lipstick: Product) -> None:
    board, kept, note = create_board(tom, "Gone"), create_board(tom, "Kept"), a_note(mei)
    for thing in (note, lipstick):
        save_thing(tom, thing, board)

    delete_board(board, keep_on=kept)
    delete_board(board, keep_on=kept)

    assert Board.objects.get() == kept
    assert on(kept, tom) == [lipstick.pk, note.pk]
    assert saves_of(note) == (1, 1, 1)


def test_a_deleted_board_can_take_its_things_with_it(mei: Person, tom: Person, lipstick: Product) -> None:
    board, note = create_board(tom, "Gone"), a_note(mei)
    for thing in (note, lipstick):
        save_thing(tom, thing, board)

    delete_board(board, keep_on=None)

    assert not (Board.objects.exists() or Save.objects.exists() or SavedProduct.objects.exists())
    assert saves_of(note) == (0, 0, 0)


def test_nothing_goes_to_a_board_that_was_deleted_meanwhile(mei: Person, tom: Person) -> None:
    here, gone, note = create_board(tom, "Here"), create_board(tom, "Gone"), a_note(mei)
    save_note(tom, note, here)
    delete_board(gone, keep_on=None)

    for deed in (
        lambda: save_note(tom, note, gone),
        lambda: move_things(here, [note.pk], to=gone),
        lambda: delete_board(here, keep_on=gone),
    ):
        with pytest.raises(BoardGone):
            deed()

    assert Save.objects.get().board == here


def test_a_double_tap_makes_one_board(mei: Person, tom: Person) -> None:
    note = a_note(mei)

    first = save_to_new_board(tom, note, name="灵感")
    again = save_to_new_board(tom, note, name=" 灵感")
    other = save_to_new_board(tom, a_note(mei), name="灵感")  # CAT-4: two may bear one name

    assert first == again
    assert first != other
    assert Board.objects.count() == 2


def test_somebody_has_only_so_many_boards(mei: Person, tom: Person, settings: Any) -> None:
    settings.MOST_BOARDS = 2
    for name in ("One", "Two"):
        create_board(tom, name)

    with pytest.raises(CannotSave, match="2 boards"):
        save_to_new_board(tom, a_note(mei), name="Three")

    assert Board.objects.count() == 2
    assert not Save.objects.exists()


def test_boards_come_in_pages_the_one_for_plain_saves_last(mei: Person, tom: Person) -> None:
    default = save_note(tom, a_note(mei))
    boards = [create_board(tom, f"Board {number}") for number in range(30)]

    first = boards_of(tom.pk, tom)
    second = boards_of(tom.pk, tom, cursor=first.cursor)

    assert [board.id for board in (*first.boards, *second.boards)] == [
        *(board.pk for board in reversed(boards)),
        default.pk,
    ]
    assert (len(first.boards), second.cursor) == (24, "")
    assert [board.id for board in boards_to_choose(tom)][:2] == [default.pk, boards[-1].pk]


def test_a_long_board_is_counted_as_far_as_it_is_shown(
    mei: Person, tom: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cinnabar.notes.queries.boards.COUNTED", 2)
    board = create_board(tom, "Long")
    for number, is_more in ((2, False), (1, True)):
        for _ in range(number):
            save_note(tom, a_note(mei), board)
        front = board_front(board.pk, tom)
        assert front is not None
        assert front.is_more is is_more


def at_once(*tasks: Callable[[], Any]) -> list[BaseException | None]:
    def run(task: Callable[[], Any]) -> None:
        try:
            task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.exception() for future in [pool.submit(run, task) for task in tasks]]


@pytest.mark.django_db(transaction=True)
def test_one_note_saved_from_many_tabs_is_one_save(mei: Person, tom: Person) -> None:
    note, boards = a_note(mei), [create_board(tom, name) for name in "ab"]

    at_once(*(lambda board=board: save_note(tom, note, board) for board in boards * 3), lambda: save_note(tom, note))

    assert Save.objects.count() == 1
    assert saves_of(note) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_saves_and_likes_counts_right(mei: Person) -> None:
    notes, people = [a_note(mei), a_note(mei)], [a_person(f"fan{number}") for number in range(6)]

    def fan(person: Person) -> None:
        board = create_board(person, "x")
        for _ in range(5):
            for note in notes:
                save_note(person, note, board)
                like(person, note)
            take_off(board, [note.pk for note in reversed(notes)])
        save_note(person, notes[0])

    assert at_once(*(lambda person=person: fan(person) for person in people)) == [None] * 6

    assert saves_of(notes[0]) == (6, 6, 18)
    assert saves_of(notes[1]) == (0, 0, 18)
    assert [note.likes for note in Note.objects.all()] == [6, 6]


@pytest.mark.django_db(transaction=True)
def test_things_moved_to_a_board_that_is_being_deleted_are_never_lost(mei: Person, tom: Person) -> None:
    notes, kept = [a_note(mei) for _ in range(3)], create_board(tom, "Kept")
    for _ in range(5):
        here, there = create_board(tom, "Here"), create_board(tom, "There")
        for note in notes:
            save_note(tom, note, here)

        results = at_once(
            lambda here=here, there=there: move_things(here, [note.pk for note in notes], to=there),
            lambda there=there: delete_board(there, keep_on=kept),
            lambda there=there: save_note(tom, notes[0], there),
        )

        assert all(result is None or isinstance(result, BoardGone) for result in results)
        assert Save.objects.count() == 3
        assert not Board.objects.filter(pk=there.pk).exists()
    assert [saves_of(note)[:2] for note in notes] == [(1, 1)] * 3


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_boards_holds_in_a_storm(tom: Person, settings: Any) -> None:
    settings.MOST_BOARDS = 3

    results = at_once(*(lambda: create_board(tom, "x") for _ in range(6)))

    assert Board.objects.count() == 3
    assert sum(isinstance(result, CannotSave) for result in results) == 3
