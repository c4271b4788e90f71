"""Profiles, topics, boards and the page about seals: who sees what, at which address, at what price."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse

from cinnabar.kit.ids import encode
from cinnabar.notes.actions import add_comment, change_board, create_board, delete_note, hide_note, save_note
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_draft, a_hidden_note, a_note, a_tag
from cinnabar.people.models import Block, Person
from cinnabar.shop.models import Product, Shop


def text_of(browser: Any, address: str, *, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_profile_shows_its_notes_to_everybody(mei: Person, browser_of: Any) -> None:
    a_note(mei, title="茶杯开箱")

    page = text_of(browser_of(), "/@mei")

    assert "茶杯开箱" in page
    assert "<title>Mei (@mei) · Cinnabar</title>" in page
    assert browser_of().get("/@MEI")["Location"] == "/@mei"
    assert browser_of().get("/@nobody").status_code == 404


def test_drafts_hidden_and_deleted_notes_stand_on_the_own_profile_only(
    mei: Person, tom: Person, ada: Person, browser_of: Any
) -> None:
    a_draft(mei, title="草稿-9X")
    hide_note(a_note(mei, title="藏起来"), reason="Heals nothing")
    delete_note(a_note(mei, title="删掉了"))

    own = text_of(browser_of(mei), "/@mei")

    for words in ("草稿-9X", "藏起来", "Heals nothing", "删掉了", "/private/"):
        assert words in own
    for person in (None, tom, ada):
        page = text_of(browser_of(person), "/@mei")
        for words in ("草稿-9X", "藏起来", "Heals nothing", "删掉了", "/private/"):
            assert words not in page


def test_a_deleted_note_is_brought_back_from_the_profile(mei: Person, tom: Person, browser_of: Any) -> None:
    note = a_note(mei)
    deletion = reverse("note-deletion", kwargs={"note_id": note.pk})

    assert browser_of(tom).post(deletion).status_code == 404
    assert Note.objects.get().state == "published"
    assert "要删除这篇笔记吗？" in text_of(browser_of(mei), deletion)
    browser_of(mei).post(deletion)
    assert Note.objects.get().state == "deleted"
    browser_of(mei).post(deletion, {"undo": "1"})
    assert Note.objects.get().state == "published"


def test_people_who_blocked_each_other_do_not_find_each_other(
    mei: Person, tom: Person, zoe: Person, browser_of: Any
) -> None:
    # Field report FEED-4: profile, topic, somebody else's board, product page.
    a_note(mei, title="from mei", topics=("茶具",))
    board = create_board(zoe, "Tea")
    save_note(zoe, Note.objects.get(), board)
    Block.objects.create(blocker=mei, blocked=tom)

    for one, other in ((mei, tom), (tom, mei)):
        assert browser_of(one).get(f"/@{other.handle}").status_code == 404
    for address in ("/topics/茶具", f"/boards/{encode(board.pk)}"):
        page = text_of(browser_of(tom), address)
        assert "from mei" not in page
        assert Note.objects.get().pictures.get().secret not in page
        assert "from mei" in text_of(browser_of(zoe), address)


def test_a_topic_has_one_address(mei: Person, browser_of: Any) -> None:
    # Field report CAT-4.
    a_note(mei, title="T恤 白色", topics=("加工包装", "🌸", "Lip Care"))

    for slug in ("加工包装", "🌸", "lip care"):
        page = text_of(browser_of(), f"/topics/{quote(slug)}")
        assert "T恤 白色" in page
        assert f'<link rel="canonical" href="http://testserver/topics/{quote(slug)}">' in page
    assert browser_of().get("/topics/LIP%20CARE")["Location"] == "/topics/lip%20care"
    assert browser_of().get("/topics/ＬＩＰ CARE")["Location"] == "/topics/lip%20care"


@pytest.mark.parametrize("state", ["draft", "hidden", "deleted"])
def test_a_topic_named_only_in_secret_is_not_there(mei: Person, browser_of: Any, state: str) -> None:
    # Field report PRV-5.
    make = {"draft": a_draft, "hidden": a_hidden_note, "deleted": lambda *a, **k: delete_note(a_note(*a, **k))}[state]
    make(mei, topics=("定时-9Y",))

    assert browser_of().get("/topics/定时-9y").status_code == 404


def test_two_boards_of_one_name_open_each_at_its_address(tom: Person, browser_of: Any) -> None:
    # Field report CAT-4; renaming keeps the address.
    first, second = create_board(tom, "灵感"), create_board(tom, "灵感")
    change_board(first, name="🌸")

    assert "🌸" in text_of(browser_of(), f"/boards/{encode(first.pk)}")
    assert "灵感" in text_of(browser_of(), f"/boards/{encode(second.pk)}")


def test_a_private_board_is_there_for_its_owner_only(mei: Person, tom: Person, ada: Person, browser_of: Any) -> None:
    board = save_note(tom, a_note(mei))  # the default board
    address = f"/boards/{encode(board.pk)}"

    assert [browser_of(person).get(address).status_code for person in (None, mei, ada, tom)] == [404, 404, 404, 200]
    assert f"/boards/{encode(board.pk)}" not in text_of(browser_of(mei), "/@tom?tab=boards")
    assert f"/boards/{encode(board.pk)}" in text_of(browser_of(tom), "/@tom?tab=boards")


def test_a_boards_settings_are_its_owners(tom: Person, mei: Person, browser_of: Any) -> None:
    board = create_board(tom, "Gifts")
    address = f"/boards/{encode(board.pk)}/settings"

    assert browser_of(mei).post(address, {"name": "Mine"}).status_code == 404
    refused = browser_of(tom).post(address, {"name": "n" * 51, "description": "kept"})
    assert refused.status_code == 422
    assert "kept" in refused.content.decode()
    board.refresh_from_db()
    assert board.name == "Gifts"
    browser_of(tom).post(address, {"name": "Presents", "is_private": "1"})
    board.refresh_from_db()
    assert (board.name, board.is_private) == ("Presents", True)


def test_likes_and_saves_work_as_forms_and_as_bytes(mei: Person, tom: Person, browser_of: Any) -> None:
    note = a_note(mei)
    like, save = (reverse(name, kwargs={"note_id": note.pk}) for name in ("like", "save"))
    browser = browser_of(tom)

    assert browser.post(like, {"on": "1"})["Location"] == reverse("note", kwargs={"note_id": note.pk})
    assert browser.post(like, {"on": "1"}, headers={"Accept": "application/json"}).json() == {"on": True, "shown": "1"}
    saved = browser.post(save, {"on": "1"}, headers={"Accept": "application/json"}).json()
    assert saved == {"on": True, "shown": "1", "said": "Saved to “Saved”"}
    assert browser.post(like, {"on": "0"}, headers={"Accept": "application/json"}).json() == {"on": False, "shown": ""}
    assert browser_of().post(like, {"on": "1"}).status_code == 401


def test_nobody_likes_or_saves_what_they_may_not_see(mei: Person, tom: Person, ada: Person, browser_of: Any) -> None:
    for note in (a_hidden_note(mei), a_draft(mei), a_note(mei, visibility="only_me")):
        for name in ("like", "save"):
            address = reverse(name, kwargs={"note_id": note.pk})
            assert browser_of(tom).post(address, {"on": "1"}).status_code == 404

    assert not Note.objects.exclude(likes=0, saves=0).exists()


def test_a_note_is_saved_to_a_new_board_from_the_page(mei: Person, tom: Person, browser_of: Any) -> None:
    note = a_note(mei)
    save = reverse("save", kwargs={"note_id": note.pk})

    assert browser_of(tom).post(save, {"name": " "}).status_code == 422
    assert not tom.boards.exists()
    browser_of(tom).post(save, {"name": "Gifts"})
    assert "Gifts" in text_of(browser_of(tom), save)
    assert tom.boards.get().saves.count() == 1
    foreign = encode(create_board(mei, "Hers").pk)
    assert browser_of(tom).post(save, {"board": foreign}).status_code == 404


def test_comments_are_removed_by_those_who_may(mei: Person, tom: Person, zoe: Person, browser_of: Any) -> None:
    note = a_note(mei)
    comment = add_comment(tom, note, "hm")
    address = reverse("comment-removal", kwargs={"note_id": note.pk, "comment_id": comment.pk})

    assert browser_of(zoe).post(address).status_code == 404
    comment.refresh_from_db()
    assert comment.removed_at is None
    assert browser_of(mei).post(address).status_code == 302
    comment.refresh_from_db()
    assert comment.removed_by_id == mei.pk


def test_pages_keep_their_price(
    mei: Person, tom: Person, hanok: Shop, lipstick: Product, browser_of: Any, django_assert_num_queries: Any
) -> None:
    note = a_note(mei, topics=("tea",), tags=(a_tag(lipstick),))
    board = create_board(mei, "Gifts")
    save_note(mei, note, board)
    browser = browser_of(tom)

    with django_assert_num_queries(7):  # session, person, profile, relation, shops, brands, cards
        browser.get("/@mei")
    with django_assert_num_queries(4):  # session, person, topic, cards
        browser.get("/topics/tea")
    with django_assert_num_queries(5):  # session, person, board with covers, notes, products
        browser.get(f"/boards/{encode(board.pk)}")
    with django_assert_num_queries(0):
        browser_of().get("/seals")


def test_every_mark_is_explained(browser_of: Any) -> None:
    page = text_of(browser_of(), "/seals")

    for mark in ("here", "elsewhere", "returned", "gifted", "own_shop", "paid", "commission", "share"):
        assert f'id="{mark}"' in page


def test_boards_are_hidden_from_others_only(tom: Person, zoe: Person, browser_of: Any) -> None:
    def page_of(viewer: Person | None, path: str) -> str:
        return browser_of(viewer).get(path).content.decode()

    create_board(tom, "Gifts")
    assert "Gifts" in page_of(zoe, "/@tom?tab=boards")

    browser_of(tom).post("/settings/privacy", {"hides_boards": "on"})

    assert "Gifts" not in page_of(zoe, "/@tom?tab=boards")
    assert "tab=boards" not in page_of(None, "/@tom")
    assert "Gifts" in page_of(tom, "/@tom?tab=boards")
    browser_of(tom).post("/settings/privacy", {})
    assert "Gifts" in page_of(zoe, "/@tom?tab=boards")
