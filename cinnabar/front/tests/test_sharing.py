"""What can be sent of a page: link, code and picture card, of public things only, and never without their marks."""

from __future__ import annotations

import re
from typing import Any

import pytest
import segno
from django.conf import settings
from django.urls import reverse

from cinnabar.activity.models import Deed
from cinnabar.front.sharing import qr_code
from cinnabar.notes.actions import TagContent, create_board, save_note
from cinnabar.notes.models import Note, Topic
from cinnabar.notes.tests.props import a_deleted_note, a_draft, a_hidden_note, a_note, a_proof, a_tag
from cinnabar.people.models import Block, Follow, Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus

SITE = settings.ADDRESS


def share_of(browser: Any, name: str, **about: Any) -> str:
    answer = browser.get(reverse(f"{name}-share", kwargs=about))
    assert answer.status_code == 200
    return answer.content.decode()


def marks_in(page: str) -> list[str]:
    marks = page[page.index("data-marks") : page.index("data-title")]
    return re.findall(r'<span class="[^"]+">(.*?)</span>', marks)


def test_everything_public_has_its_link_its_code_and_its_card(mei: Person, lipstick: Product, browser_of: Any) -> None:
    note = a_note(mei, title="Two weeks in", tags=(a_tag(lipstick),), topics=("茶",))
    board = create_board(mei, "Spring")
    save_note(mei, note, board)
    for name, about, title in (
        ("note", {"note_id": note.pk}, "Two weeks in"),
        ("product", {"product_id": lipstick.pk}, "Petal Melt Lipstick"),
        ("profile", {"handle": "mei"}, "Mei"),
        ("board", {"board_id": board.pk}, "Spring"),
        ("shop", {"slug": lipstick.shop.slug}, "Hanok"),
        ("brand", {"slug": lipstick.brand.slug}, "Petal Theory"),
        ("topic", {"slug": "茶"}, "#茶"),
    ):
        link = SITE + reverse(name, kwargs=about)

        page = share_of(browser_of(), name, **about)

        assert f'value="{link}" readonly' in page, name
        assert f'data-copy="{link}"' in page, name
        assert page.count(qr_code(link)) == 2, name
        assert f"<b data-title>{title}</b>" in page, name
        assert 'name="robots" content="noindex"' in page, name
        assert f'<link rel="canonical" href="{link}">' in page, name
        there = browser_of().get(reverse(name, kwargs=about)).content.decode()
        assert f'href="{reverse(f"{name}-share", kwargs=about)}" rel="nofollow" data-shares' in there, name


def test_the_code_holds_the_whole_address() -> None:
    drawn = re.search(r'd="([^"]+)"', qr_code("https://shop.example/notes/7"))
    assert drawn
    rows: dict[int, set[int]] = {}
    x, y = 0, -1.0
    for order, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", drawn[1]):
        if order == "h":
            rows.setdefault(int(y), set()).update(range(x, x + int(first)))
            x += int(first)
        elif order == "M":
            x, y = int(first), float(second)
        else:
            x, y = x + int(first), y + float(second or 0)

    code = segno.make("https://shop.example/notes/7", error="m", micro=False)
    wanted = {
        place: {column for column, dark in enumerate(row) if dark}
        for place, row in enumerate(code.matrix_iter(border=4))
        if any(row)
    }
    assert rows == wanted


def test_no_mark_is_missing_on_a_card(mei: Person, lipstick: Product, browser_of: Any) -> None:
    a_proof(mei, lipstick)
    tags = (
        a_tag(lipstick, "here", is_paid=True, earns_commission=True),
        TagContent(outside_brand="Nowhere", outside_name="Lip balm", provenance="gifted"),
    )
    several = a_note(mei, tags=tags)
    plain = a_note(mei)
    Note.objects.filter(pk=plain.pk).update(is_paid=True)
    solid = a_note(mei, tags=(a_tag(lipstick, "here"),))

    assert marks_in(share_of(browser_of(), "note", note_id=several.pk)) == [
        "paid partnership",
        "gifted",
        "earns commission",
        "1 of 2 bought here",
    ]
    assert marks_in(share_of(browser_of(), "note", note_id=plain.pk)) == ["paid partnership"]
    assert marks_in(share_of(browser_of(), "note", note_id=solid.pk)) == ["bought here"]


def test_staff_cannot_send_their_goods_without_saying_so(lin: Person, lipstick: Product, browser_of: Any) -> None:
    note = a_note(lin, tags=(a_tag(lipstick, "own_shop"),))

    assert marks_in(share_of(browser_of(), "note", note_id=note.pk)) == ["own shop"]


def test_a_card_carries_no_price_and_a_face_only_where_there_is_one(lipstick: Product, browser_of: Any) -> None:
    page = share_of(browser_of(), "product", product_id=lipstick.pk)

    card = page[page.index("<figure") : page.index("</figure>")]
    assert "20" not in re.findall(r">([^<]*)<", card)
    assert "Petal Theory" in card
    assert "avatar" not in card


@pytest.mark.parametrize("kind", ["friends", "only_me", "draft", "hidden"])
def test_what_is_not_for_everybody_says_so_instead(
    mei: Person, tom: Person, zoe: Person, browser_of: Any, kind: str
) -> None:
    Follow.objects.create(follower=mei, followed=tom)
    Follow.objects.create(follower=tom, followed=mei)
    made = {"draft": a_draft, "hidden": a_hidden_note}.get(kind, a_note)
    note = made(mei, title="KEY-8R3", body="KEY-8R3", **({"visibility": kind} if made is a_note else {}))
    address = reverse("note-share", kwargs={"note_id": note.pk})

    for person in (None, zoe):
        assert browser_of(person).get(address).status_code == 404
        assert browser_of(person).post(address, {"way": "link"}).status_code == 404
    page = browser_of(mei).get(address).content.decode()
    assert "<h1>分享</h1>" in page
    for part in ("KEY-8R3", "data-copy", "<figure", "<path stroke", *[shot.secret for shot in note.pictures.all()]):
        assert part not in page
    assert browser_of(mei).post(address, {"way": "link"}).status_code == 404
    friend = browser_of(tom).get(address)
    assert friend.status_code == (200 if kind == "friends" else 404)
    assert "KEY-8R3" not in friend.content.decode()
    assert not Deed.objects.exists()


def test_a_deleted_note_leaves_nothing_to_send(mei: Person, browser_of: Any) -> None:
    """PRV-3."""
    note = a_deleted_note(mei)

    for person in (None, mei):
        assert browser_of(person).get(reverse("note-share", kwargs={"note_id": note.pk})).status_code == 404


def test_a_private_board_and_an_unpublished_product_say_so_to_their_owners(
    mei: Person, lin: Person, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    board = create_board(mei, "KEY-board", is_private=True)
    set_status(lipstick, ProductStatus.DRAFT)
    for owner, name, about in (
        (mei, "board", {"board_id": board.pk}),
        (lin, "product", {"product_id": lipstick.pk}),
    ):
        address = reverse(f"{name}-share", kwargs=about)
        assert browser_of().get(address).status_code == 404
        assert browser_of(tom).get(address).status_code == 404
        page = browser_of(owner).get(address).content.decode()
        assert "data-copy" not in page
        assert "KEY-board" not in page
    assert browser_of(lin).post(address, {"way": "link"}).status_code == 404


def test_a_board_is_sent_as_everybody_sees_it(mei: Person, tom: Person, browser_of: Any) -> None:
    """A friend's own view of it must not travel on a card."""
    Follow.objects.create(follower=mei, followed=tom)
    Follow.objects.create(follower=tom, followed=mei)
    board = create_board(tom, "Spring")
    note = a_note(mei, visibility="friends")
    save_note(tom, note, board)

    page = share_of(browser_of(tom), "board", board_id=board.pk)

    assert note.pictures.get().secret not in page


def test_a_topic_with_nothing_public_is_not_there(mei: Person, browser_of: Any) -> None:
    a_note(mei, visibility="friends", topics=("secret",))

    assert browser_of(mei).get("/topics/secret/share").status_code == 404
    assert "/topics/secret/share" not in browser_of(mei).get("/topics/secret").content.decode()


def test_who_is_blocked_finds_nothing_to_send(mei: Person, tom: Person, browser_of: Any) -> None:
    note, board = a_note(mei), create_board(mei, "Spring")
    Block.objects.create(blocker=mei, blocked=tom)

    for address in (
        reverse("note-share", kwargs={"note_id": note.pk}),
        reverse("board-share", kwargs={"board_id": board.pk}),
        "/@mei/share",
    ):
        assert browser_of(tom).get(address).status_code == 404


def test_sending_is_a_deed(mei: Person, tom: Person, lipstick: Product, browser_of: Any) -> None:
    note = a_note(mei)
    for person, name, about, way in (
        (tom, "note", {"note_id": note.pk}, "link"),
        (None, "note", {"note_id": note.pk}, "picture"),
        (tom, "product", {"product_id": lipstick.pk}, "sheet"),
    ):
        answer = browser_of(person).post(reverse(f"{name}-share", kwargs=about), {"way": way})
        assert answer.status_code == 204

    deeds = Deed.objects.order_by("at", "id").values_list("action", "person_id", "note_id", "product_id", "source")
    assert list(deeds) == [
        ("shared", tom.pk, note.pk, None, "link"),
        ("shared", None, note.pk, None, "picture"),
        ("shared", tom.pk, None, lipstick.pk, "sheet"),
    ]


def test_sending_anything_else_is_a_deed_too(mei: Person, tom: Person, lipstick: Product, browser_of: Any) -> None:
    a_note(mei, topics=("tea",))
    board = create_board(mei, "Open")
    sent = {
        "board": (board.pk, {"board_id": board.pk}),
        "profile": (mei.pk, {"handle": "mei"}),
        "shop": (lipstick.shop_id, {"slug": lipstick.shop.slug}),
        "brand": (lipstick.brand_id, {"slug": lipstick.brand.slug}),
        "topic": (Topic.objects.get().pk, {"slug": "tea"}),
    }
    for name, (_id, about) in sent.items():
        assert browser_of(tom).post(reverse(f"{name}-share", kwargs=about), {"way": "link"}).status_code == 204

    deeds = Deed.objects.values_list("subject", "subject_id", "note_id", "product_id", "source")
    assert set(deeds) == {
        ("person" if name == "profile" else name, about_id, None, None, "link")
        for name, (about_id, _about) in sent.items()
    }


@pytest.mark.parametrize("way", ["", "carrier pigeon"])
def test_other_ways_are_refused_and_not_written_down(mei: Person, browser_of: Any, way: str) -> None:
    address = reverse("note-share", kwargs={"note_id": a_note(mei).pk})

    assert browser_of().post(address, {"way": way}).status_code == 400

    assert not Deed.objects.exists()


def test_looking_at_what_can_be_sent_is_no_opening(mei: Person, tom: Person, browser_of: Any) -> None:
    browser_of(tom).get(reverse("note-share", kwargs={"note_id": a_note(mei).pk}))

    assert not Deed.objects.exists()


def test_a_text_card_is_sent_with_its_own_words(mei: Person, browser_of: Any) -> None:
    note = a_note(mei, pictures=1, title="Rules", body="Long.", cover_words="Use it up first", cover_style=4)
    page = share_of(browser_of(), "note", note_id=note.pk)
    assert "Use it up first" in page
    assert note.pictures.get().secret not in page
