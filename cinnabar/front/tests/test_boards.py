"""Boards in the browser, without scripts: save, look, arrange, undo, delete; and the tabs of a profile."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from cinnabar.kit.ids import encode
from cinnabar.notes.actions import create_board, delete_board, delete_note, like, save_note, save_thing
from cinnabar.notes.models import Board, Save, SavedProduct
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Block, Person
from cinnabar.shop.cards import refresh_card
from cinnabar.shop.models import Product


def text_of(browser: Any, address: str, *, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def address_of(board: Board, name: str = "board") -> str:
    return reverse(name, kwargs={"board_id": board.pk})


def test_a_note_and_a_product_are_saved_to_one_new_board(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    note, browser = a_note(mei, title="空瓶"), browser_of(tom)
    product_page = f"/products/{encode(lipstick.pk)}"
    saving = [f"/notes/{encode(note.pk)}/save", f"{product_page}/save"]
    assert "Save to a board" in text_of(browser, product_page)

    assert browser.post(saving[0], {"name": "灵感 🌸", "is_private": "on"})["Location"] == f"/notes/{encode(note.pk)}"
    board = Board.objects.get()
    assert (board.name, board.is_private) == ("灵感 🌸", True)
    assert browser.post(saving[1], {"board": encode(board.pk)})["Location"] == product_page

    assert "Saved. Choose a board" in text_of(browser, product_page)
    assert "Saved. Choose a board" in text_of(browser, f"/notes/{encode(note.pk)}")
    page = text_of(browser, address_of(board))
    for words in ("空瓶", "Petal Melt Lipstick", "2 items", "€20.00 when saved"):
        assert words in page
    assert "saved here" in text_of(browser, saving[1])
    browser.post(saving[1], {"on": "0"})
    assert not SavedProduct.objects.exists()


def test_a_visitor_who_taps_save_comes_back_to_the_boards(lipstick: Product, browser_of: Any) -> None:
    address = f"/products/{encode(lipstick.pk)}/save"

    assert browser_of().get(address)["Location"] == f"/login?next={address}"


@pytest.mark.parametrize("name", ["", " ", "n" * 51, "🌸" * 51])
def test_a_name_that_does_not_fit_is_said_at_the_field_and_kept(
    tom: Person, lipstick: Product, browser_of: Any, name: str
) -> None:
    answer = browser_of(tom).post(f"/products/{encode(lipstick.pk)}/save", {"name": name, "is_private": "on"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'aria-invalid="true"' in page
    assert f'value="{name}"' in page
    assert not Board.objects.exists()
    assert not SavedProduct.objects.exists()


def test_what_it_cost_is_its_keepers_own_business(tom: Person, zoe: Person, lipstick: Product, browser_of: Any) -> None:
    board = create_board(tom, "Lips")
    save_thing(tom, lipstick, board)
    lipstick.variants.update(price_minor=1500)
    refresh_card(lipstick.pk)

    own, others = text_of(browser_of(tom), address_of(board)), text_of(browser_of(zoe), address_of(board))

    assert "now cheaper" in own
    assert "€20.00 when saved" in own
    assert "when saved" not in others
    assert "now cheaper" not in others
    assert "Petal Melt Lipstick" in others


def test_a_private_board_is_nowhere_for_others(mei: Person, tom: Person, zoe: Person, browser_of: Any) -> None:
    board = create_board(tom, "Surprise-7Q", is_private=True)
    save_note(tom, a_note(mei), board)

    assert 'content="noindex"' in text_of(browser_of(tom), address_of(board))
    for person in (None, zoe, mei):
        browser = browser_of(person)
        assert browser.get(address_of(board)).status_code == 404
        for page in ("/@tom?tab=boards", "/@tom", "/sitemap.xml", "/@tom.rss"):
            answer = browser.get(page)
            assert "Surprise-7Q" not in answer.content.decode()
            assert encode(board.pk) not in answer.content.decode()
        for name in ("board-items", "board-settings", "board-deletion"):
            assert browser.post(address_of(board, name)).status_code == (401 if person is None else 404)
    assert Board.objects.get() == board


def test_things_are_picked_and_moved_and_that_is_undone(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    here, there = create_board(tom, "Here"), create_board(tom, "There")
    notes, browser = [a_note(mei) for _ in range(2)], browser_of(tom)
    for thing in (*notes, lipstick):
        save_thing(tom, thing, here)
    picking = text_of(browser, f"{address_of(here)}?select=1")
    picked = re.findall(r'name="item" value="(\w+)"', picking)
    assert picked == [encode(thing.pk) for thing in (lipstick, notes[1], notes[0])]

    moved = browser.post(address_of(here, "board-items"), {"item": picked[:2], "do": "move", "to": encode(there.pk)})

    page = text_of(browser, moved["Location"])
    assert "2 items moved to “There”." in page
    assert (here.saves.count(), there.saves.count(), there.saved_products.count()) == (1, 1, 1)
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    browser.post(address_of(here, "board-items"), {"do": "undo", "token": token[1]})
    assert re.findall(r'name="item" value="(\w+)"', text_of(browser, f"{address_of(here)}?select=1")) == picked


@pytest.mark.parametrize("do", ["remove", "move"])
def test_what_is_undone_stands_at_its_old_place_and_price(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any, do: str
) -> None:
    here, there = create_board(tom, "Here"), create_board(tom, "There")
    first, last, browser = a_note(mei), a_note(mei), browser_of(tom)
    for thing in (first, lipstick, last):
        save_thing(tom, thing, here)
    SavedProduct.objects.update(price_minor=3000)
    address = address_of(here, "board-items")
    order = re.findall(r'name="item" value="(\w+)"', text_of(browser, f"{address_of(here)}?select=1"))

    picked = [encode(first.pk), encode(lipstick.pk)]
    answer = browser.post(address, {"item": picked, "do": do, "to": encode(there.pk)})
    token = re.search(r'name="token" value="([^"]+)"', text_of(browser, answer["Location"]))
    assert token is not None
    for _time in range(2):
        browser.post(address, {"do": "undo", "token": token[1]})

    assert re.findall(r'name="item" value="(\w+)"', text_of(browser, f"{address_of(here)}?select=1")) == order
    assert SavedProduct.objects.values_list("price_minor", "currency").get() == (3000, "EUR")
    first.refresh_from_db()
    assert first.saves == 1


def test_things_are_taken_off_and_put_back(mei: Person, tom: Person, lipstick: Product, browser_of: Any) -> None:
    board, note, browser = create_board(tom, "Here"), a_note(mei), browser_of(tom)
    gone = a_note(mei)
    for thing in (note, gone, lipstick):
        save_thing(tom, thing, board)
    picked = [encode(thing.pk) for thing in (note, gone, lipstick)]

    answer = browser.post(address_of(board, "board-items"), {"item": picked, "do": "remove"})

    page = text_of(browser, answer["Location"])
    assert "3 items taken off." in page
    assert not (Save.objects.exists() or SavedProduct.objects.exists())
    delete_note(gone)
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    browser.post(address_of(board, "board-items"), {"do": "undo", "token": token[1]})
    assert Save.objects.get().note == note
    assert SavedProduct.objects.get().product == lipstick
    note.refresh_from_db()
    assert note.saves == 1


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"do": "remove"},
        {"do": "move", "to": "there"},
        {"do": "move", "item": "note", "to": ""},
        {"do": "move", "item": "note", "to": "foreign"},
        {"do": "move", "item": "note", "to": "gone"},
        {"item": "note"},
    ],
)
def test_what_cannot_be_arranged_changes_nothing(
    mei: Person, tom: Person, browser_of: Any, form: dict[str, str]
) -> None:
    here, there, gone = (create_board(tom, name) for name in ("Here", "There", "Gone"))
    foreign, note = create_board(mei, "Hers"), a_note(mei)
    save_note(tom, note, here)
    delete_board(gone, keep_on=None)
    ids = {"note": note.pk, "there": there.pk, "foreign": foreign.pk, "gone": gone.pk}
    sent = {key: encode(ids[value]) if value in ids else value for key, value in form.items()}

    answer = browser_of(tom).post(address_of(here, "board-items"), sent)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    if "item" in form:
        assert f'value="{encode(note.pk)}" checked' in answer.content.decode()
    assert Save.objects.get().board == here


def test_a_deleted_board_asks_where_its_things_go(mei: Person, tom: Person, lipstick: Product, browser_of: Any) -> None:
    board, note, browser = create_board(tom, "Gone"), a_note(mei), browser_of(tom)
    for thing in (note, lipstick):
        save_thing(tom, thing, board)
    deletion = address_of(board, "board-deletion")
    assert '<option value="saved" selected>Move to Saved (private)' in text_of(browser, deletion)

    assert browser.post(deletion, {"to": ""}).status_code == 422
    assert browser.post(deletion, {"to": encode(create_board(mei, "Hers").pk)}).status_code == 422
    assert Board.objects.filter(pk=board.pk).exists()
    assert browser.post(deletion, {"to": "saved"})["Location"] == "/@tom?tab=boards"

    kept = Board.objects.get(owner=tom)
    assert (kept.is_default, kept.is_private) == (True, True)
    assert (Save.objects.get().board, SavedProduct.objects.get().board) == (kept, kept)
    assert browser.get(address_of(board)).status_code == 404
    assert browser.get(address_of(kept, "board-deletion")).status_code == 404


def test_private_things_do_not_land_on_a_public_board_unasked(mei: Person, tom: Person, browser_of: Any) -> None:
    secret = create_board(tom, "Secret", is_private=True)
    default = save_note(tom, a_note(mei))
    Board.objects.filter(pk=default.pk).update(is_private=False)
    save_note(tom, a_note(mei), secret)

    page = text_of(browser_of(tom), address_of(secret, "board-deletion"))

    assert '<option value="" selected>' in page


def test_an_empty_board_is_deleted_without_a_question(tom: Person, browser_of: Any) -> None:
    board = create_board(tom, "Empty")
    assert "Nothing is on this board yet" in text_of(browser_of(tom), address_of(board))

    assert "<select" not in text_of(browser_of(tom), address_of(board, "board-deletion"))
    browser_of(tom).post(address_of(board, "board-deletion"))

    assert not Board.objects.exists()


def test_liked_notes_are_shown_when_their_owner_says_so(
    mei: Person, tom: Person, zoe: Person, lin: Person, browser_of: Any
) -> None:
    like(tom, a_note(mei, title="A note of Mei"))
    like(tom, a_note(lin, title="A note of Lin"))

    own = text_of(browser_of(tom), "/@tom?tab=liked")
    assert "A note of Mei" in own
    assert "Only you see this tab." in own
    for viewer in (None, zoe):
        assert "tab=liked" not in text_of(browser_of(viewer), "/@tom")
        assert "A note of Mei" not in text_of(browser_of(viewer), "/@tom?tab=liked")

    browser_of(tom).post("/settings/privacy", {"shows_likes": "on"})

    assert "Only you see this tab." not in text_of(browser_of(tom), "/@tom?tab=liked")
    Block.objects.create(blocker=mei, blocked=zoe)
    shown = text_of(browser_of(zoe), "/@tom?tab=liked")
    assert "A note of Lin" in shown
    assert "A note of Mei" not in shown
    browser_of(tom).post("/settings/privacy", {})
    assert "A note of Lin" not in text_of(browser_of(zoe), "/@tom?tab=liked")


def test_liked_notes_come_in_pages(mei: Person, tom: Person, browser_of: Any) -> None:
    notes = [a_note(mei, title=f"Note {number:02}") for number in range(23)]
    for note in notes:
        like(tom, note)
    first = text_of(browser_of(tom), "/@tom?tab=liked")
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more is not None

    second = text_of(browser_of(tom), more[1].replace("&amp;", "&"))

    titles = [re.findall(r"<h3><a[^>]*>(Note \d\d)</a>", page) for page in (first, second)]
    assert titles == [[f"Note {number:02}" for number in range(22, 2, -1)], ["Note 02", "Note 01", "Note 00"]]


def test_the_tabs_keep_their_price(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any, django_assert_num_queries: Any
) -> None:
    board = create_board(mei, "Gifts")
    Person.objects.filter(pk=mei.pk).update(shows_likes=True)
    save_thing(mei, lipstick, board)
    browser, own = browser_of(tom), browser_of(mei)

    with django_assert_num_queries(7):  # session, person, profile, relation, shops, brands, boards
        browser.get("/@mei?tab=boards")
    with django_assert_num_queries(7):  # … cards
        browser.get("/@mei?tab=liked")
    with django_assert_num_queries(6):  # session, person, board with covers, notes, products, other boards
        own.get(f"{address_of(board)}?select=1")
    with django_assert_num_queries(5):  # session, person, product, boards to choose, where it stands
        browser.get(f"/products/{encode(lipstick.pk)}/save")
