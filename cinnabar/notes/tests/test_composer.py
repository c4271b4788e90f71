"""Writing a note on its page, with every button, with and without script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import QueryDict

from cinnabar.kit.ids import encode
from cinnabar.media.actions import begin_picture
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.tickets import read_upload_ticket
from cinnabar.notes.composer.forms import read, take_step
from cinnabar.notes.composer.stored import content_of, stamp_of
from cinnabar.notes.content import DraftContent, TagContent, tidied
from cinnabar.notes.models import Note, NoteState, ProductTag, Topic
from cinnabar.notes.tests.props import a_draft, a_note, a_proof, a_stored_picture, a_tag
from cinnabar.people.models import Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus

SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def mei(mei: Person) -> Person:
    """Mei reads English here, so that the sentences below are those of the source."""
    mei.language = "en"
    mei.save(update_fields=["language"])
    return mei


def fields(note: Note | None = None, **more: Any) -> dict[str, Any]:
    """What the form of `note` sends when nothing was touched, with `more` typed in."""
    stored = content_of(note) if note else DraftContent()
    sent: dict[str, Any] = {
        "title": stored.title,
        "body": stored.body,
        "topics": ", ".join(stored.topics),
        "picture": [encode(placed.picture_id) for placed in stored.pictures],
        "cover_ratio": stored.cover_ratio,
        "cover_style": str(stored.cover_style),
        "cover_words": stored.cover_words,
        "visibility": stored.visibility,
        "tag": [str(number) for number in range(len(stored.tags))],
    }
    for number, tag in enumerate(stored.tags):
        sent |= tag_fields(number, tag, sent["picture"])
    return sent | more


def tag_fields(number: int, tag: TagContent, pictures: list[str]) -> dict[str, Any]:
    prefix = f"t-{number}-"
    return {
        prefix + "product": encode(tag.product_id) if tag.product_id else "",
        prefix + "name": tag.outside_name,
        prefix + "picture": pictures[tag.picture_position],
        prefix + "x": str(tag.x * 100),
        prefix + "y": str(tag.y * 100),
        prefix + "provenance": tag.provenance,
    }


def test_the_page_asks_strangers_to_log_in(db: None, browser_of: Any) -> None:
    assert browser_of().get("/notes/new")["Location"] == "/login?next=/notes/new"
    told = browser_of().post("/notes/new", fields(title="Lost?"), headers=SCRIPT)
    assert (told.status_code, told.json()["message"]) == (
        401,
        "You are logged out. Log in in another tab and go on here.",
    )
    assert not Note.objects.exists()


def test_a_form_that_comes_after_the_session_ended_is_kept(mei: Person, browser_of: Any) -> None:
    note = a_draft(mei)
    answer = browser_of().post(f"/notes/{encode(note.pk)}/publication", fields(note, title="测试草稿 123"))
    assert answer.status_code == 401
    assert 'name="kept"' in answer.text
    assert Note.objects.get().state == NoteState.DRAFT


@pytest.mark.parametrize("address", ["draft", "publication", "edit"])
def test_another_persons_note_is_not_there(address: str, mei: Person, zoe: Person, browser_of: Any) -> None:
    note = a_draft(mei) if address != "edit" else a_note(mei)
    before = content_of(note)
    browser = browser_of(zoe)
    assert browser.post(f"/notes/{encode(note.pk)}/{address}", fields(title="Mine now")).status_code == 404
    assert content_of(Note.objects.get()) == before


def test_a_blank_form_pressed_twice_makes_one_draft(mei: Person, browser_of: Any) -> None:
    picture = encode(a_stored_picture(mei).pk)
    for _ in range(2):
        answer = browser_of(mei).post("/notes/new", fields(title="Hello", picture=[picture], key="abc123"))
        assert answer.status_code == 302
    note = Note.objects.get()
    assert answer["Location"] == f"/notes/{encode(note.pk)}/draft"
    assert (note.title, note.picture_ids(), note.state) == ("Hello", [Picture.objects.get().pk], NoteState.DRAFT)


def test_opening_the_page_writes_nothing(mei: Person, browser_of: Any) -> None:
    assert browser_of(mei).get("/notes/new").status_code == 200
    assert not Note.objects.exists()
    assert not Picture.objects.exists()


def test_a_script_saves_while_one_writes(mei: Person, browser_of: Any) -> None:
    browser = browser_of(mei)
    begun = browser.post("/notes/new", fields(title="He", key="k1"), headers=SCRIPT).json()
    note = Note.objects.get()
    assert begun == {
        "id": encode(note.pk),
        "draft": f"/notes/{encode(note.pk)}/draft",
        "publication": f"/notes/{encode(note.pk)}/publication",
        "seen": stamp_of(note),
    }
    told = browser.post(begun["draft"], fields(title="Hello", seen=begun["seen"]), headers=SCRIPT)
    note.refresh_from_db()
    assert (told.status_code, note.title, told.json()["seen"]) == (200, "Hello", stamp_of(note))
    assert "Hello" in browser.get(begun["draft"]).text
    assert f'href="{begun["draft"]}"' in browser.get("/notes/new").text


def test_what_is_too_long_is_not_saved_and_said_so(mei: Person, browser_of: Any) -> None:
    note = a_draft(mei, title="Before")
    told = browser_of(mei).post(f"/notes/{encode(note.pk)}/draft", fields(note, title="字" * 21), headers=SCRIPT)
    assert (told.status_code, told.json()["message"]) == (422, "The title is longer than 20 characters. 1 too many.")
    assert Note.objects.get().title == "Before"


def test_a_wrong_field_is_named_and_what_was_typed_stays(mei: Person, browser_of: Any) -> None:
    note = a_draft(mei, title="Before")
    answer = browser_of(mei).post(
        f"/notes/{encode(note.pk)}/draft", fields(note, title="<b>" + "字" * 30, body="kept & whole")
    )
    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="title-error"' in answer.text
    assert "&lt;b&gt;字" in answer.text
    assert "kept &amp; whole" in answer.text
    assert Note.objects.get().body != "kept & whole"


@pytest.mark.parametrize(
    "body",
    [
        "a" * 950 + "\r\n" * 50,
        "\r\n".join(["#\u200b词"] * 20) + "字" * 860,
        "👩‍👩‍👧‍👦" * 142 + "好" * 6,
        "Cafe\u0301" * 250,
    ],
    ids=["line ends", "joiners", "families", "decomposed"],
)
def test_whatever_the_counter_allows_is_saved(body: str, mei: Person, browser_of: Any) -> None:
    note = a_draft(mei)
    edge = body.replace("\r\n", "\n").rstrip("\n")
    topics = {"topics": ""}
    answer = browser_of(mei).post(f"/notes/{encode(note.pk)}/draft", fields(note, body=body, **topics), headers=SCRIPT)
    assert answer.status_code == 200, answer.text
    assert Note.objects.get().body == tidied(DraftContent(body=edge)).body


def test_an_unfinished_note_is_not_published(mei: Person, lipstick: Product, browser_of: Any) -> None:
    note = a_draft(mei, tags=(a_tag(lipstick, provenance=""),))
    answer = browser_of(mei).post(f"/notes/{encode(note.pk)}/publication", fields(note))
    assert answer.status_code == 422
    assert "Petal Melt Lipstick: Please say how you got this product." in answer.text
    assert Note.objects.get().state == NoteState.DRAFT


def test_a_picture_that_is_not_ready_keeps_a_note_from_being_published(mei: Person, browser_of: Any) -> None:
    waiting = begin_picture(mei.pk, purpose="note")
    answer = browser_of(mei).post(
        "/notes/new", fields(title="Soon", picture=[encode(waiting.pk)], do="publish", key="k")
    )
    assert answer.status_code == 422
    assert "Picture 1</a>" not in answer.text
    assert "Picture 1: This picture is not ready yet." in answer.text
    assert Note.objects.get().state == NoteState.DRAFT


def test_publishing_twice_publishes_once(mei: Person, browser_of: Any) -> None:
    note = a_draft(mei)
    sent = fields(note, title="Empties", do="publish", seen=stamp_of(note))
    for _ in range(2):
        answer = browser_of(mei).post(f"/notes/{encode(note.pk)}/publication", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"/notes/{encode(note.pk)}")
    published = Note.objects.get()
    assert (published.state, published.title, published.edited_at) == (NoteState.PUBLISHED, "Empties", None)
    assert set(Picture.objects.values_list("is_public", flat=True)) == {True}


def test_bought_here_is_offered_and_chosen_only_with_a_proof(mei: Person, lipstick: Product, browser_of: Any) -> None:
    part = f"/notes/products?product={encode(lipstick.pk)}&key=n1"
    assert 'value="here"' not in browser_of(mei).get(part).text
    a_proof(mei, lipstick)
    assert '<input type="radio" name="t-n1-provenance" value="here" checked>' in browser_of(mei).get(part).text


def test_bought_here_cannot_be_claimed_by_hand(mei: Person, lipstick: Product, browser_of: Any) -> None:
    note = a_draft(mei, tags=(a_tag(lipstick),))
    sent = fields(note) | {"t-0-provenance": "here"}
    assert browser_of(mei).post(f"/notes/{encode(note.pk)}/publication", sent).status_code == 422
    assert ProductTag.objects.get().provenance == ""
    assert Note.objects.get().state == NoteState.DRAFT


def test_everything_said_of_a_product_is_kept(mei: Person, lipstick: Product, browser_of: Any) -> None:
    note = a_draft(mei, pictures=2, tags=(a_tag(lipstick),))
    second = encode(note.picture_ids()[1])
    said = {"picture": second, "x": "12.5", "y": "80", "paid": "1", "commission": "1", "rating": "4"}
    said |= {"pro": "soft", "con": "short", "used_for": "weeks", "provenance": "gifted"}
    browser_of(mei).post(
        f"/notes/{encode(note.pk)}/draft", fields(note) | {f"t-0-{name}": value for name, value in said.items()}
    )
    assert content_of(note).tags == (
        TagContent(
            product_id=lipstick.pk,
            picture_position=1,
            x=0.125,
            y=0.8,
            provenance="gifted",
            is_paid=True,
            earns_commission=True,
            rating=4,
            pro="soft",
            con="short",
            used_for="weeks",
        ),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x", "101"),
        ("x", "nan"),
        ("y", "left"),
        ("rating", "6"),
        ("rating", "٣"),
        ("used_for", "years"),
        ("pro", "字" * 61),
    ],
)
def test_nonsense_about_a_product_is_refused(
    name: str, value: str, mei: Person, lipstick: Product, browser_of: Any
) -> None:
    note = a_draft(mei, tags=(a_tag(lipstick),))
    before = content_of(note)
    answer = browser_of(mei).post(f"/notes/{encode(note.pk)}/draft", fields(note) | {f"t-0-{name}": value})
    assert answer.status_code == 422
    assert content_of(Note.objects.get()) == before


def test_another_tabs_words_are_not_overwritten_unseen(mei: Person, browser_of: Any) -> None:
    note = a_draft(mei, title="First")
    old, address, browser = stamp_of(note), f"/notes/{encode(note.pk)}/draft", browser_of(mei)
    browser.post(address, fields(note, title="From the other tab", seen=old))
    answer = browser.post(address, fields(note, title="From this tab", seen=old))
    assert answer.status_code == 422
    assert "This draft was changed in another tab." in answer.text
    assert 'value="From this tab"' in answer.text
    note = Note.objects.get()
    assert note.title == "From the other tab"
    browser.post(address, fields(note, title="From this tab", seen=stamp_of(note)))
    assert Note.objects.get().title == "From this tab"


# Without script.


def a_form(*, pictures: int = 3, do: str = "save", on: int = 0) -> Any:
    """A press of `do` on three pictures with a tag on picture `on`."""
    form = QueryDict(mutable=True)
    names = [encode(100 + number) for number in range(pictures)]
    form.setlist("picture", names)
    form.setlist("tag", ["0"])
    form.update({"do": do, "t-0-name": "Balm", "t-0-picture": names[on], "t-0-x": "10", "t-0-y": "10"})
    return form


@pytest.mark.parametrize(
    ("do", "order", "tag_on"),
    [
        ("earlier:1", [101, 100, 102], 2),
        ("later:1", [100, 102, 101], 1),
        ("cover:2", [102, 100, 101], 0),
        ("out:0", [101, 102], 1),
        ("out:2", [100, 101], 0),
        ("earlier:0", [100, 101, 102], 2),
        ("later:2", [100, 101, 102], 2),
        ("out:9", [100, 101, 102], 2),
        ("save", [100, 101, 102], 2),
    ],
)
def test_pictures_move_and_tags_stay_with_theirs(do: str, order: list[int], tag_on: int) -> None:
    step, _, place = do.partition(":")
    after = take_step(read(a_form(do=f"{step}:{encode(100 + int(place))}" if place else step, on=2)))
    assert [placed.picture_id for placed in after.pictures] == order
    assert after.tags[0].picture_position == tag_on


def test_products_are_searched_tagged_and_taken_off_by_buttons(mei: Person, lipstick: Product, browser_of: Any) -> None:
    note, browser = a_draft(mei), browser_of(mei)
    address = f"/notes/{encode(note.pk)}/draft"
    found = browser.post(address, fields(note, do="search", q="petal", body="typed meanwhile"))
    button = f'value="tag:{encode(lipstick.pk)}"'
    assert found.status_code == 200
    assert button in found.text
    assert "typed meanwhile" in found.text
    browser.post(address, fields(note, do=f"tag:{encode(lipstick.pk)}"))
    browser.post(address, fields(Note.objects.get(), do=f"tag:{encode(lipstick.pk)}"))
    browser.post(address, fields(Note.objects.get(), do="outside", q="Grandma's soap"))
    assert [(tag.product_id, tag.outside_name) for tag in content_of(note).tags] == [
        (lipstick.pk, ""),
        (None, "Grandma's soap"),
    ]
    browser.post(address, fields(Note.objects.get(), do="untag:0"))
    assert [tag.outside_name for tag in content_of(note).tags] == ["Grandma's soap"]


def test_uploaded_pictures_of_a_plain_form_come_back_to_the_page(mei: Person, tom: Person, browser_of: Any) -> None:
    mine, others = a_stored_picture(mei), a_stored_picture(tom)
    page = browser_of(mei).get(f"/notes/new?pictures={encode(mine.pk)}&problem=damaged").text
    assert f'name="picture" value="{encode(mine.pk)}"' in page
    assert "This picture is damaged or incomplete." in page
    assert 'enctype="multipart/form-data" action="http://live.testserver/upload/' in page
    foreign = browser_of(mei).post("/notes/new", fields(title="x", picture=[encode(others.pk)]))
    assert foreign.status_code == 422
    assert not Note.objects.exclude(title="").exists()


def test_a_plain_upload_forgets_neither_product_nor_earlier_pictures(
    mei: Person, lipstick: Product, browser_of: Any
) -> None:
    first, second = encode(a_stored_picture(mei).pk), encode(a_stored_picture(mei).pk)
    asked = f"/notes/new?product={encode(lipstick.pk)}&pictures={first}"
    page = browser_of(mei).get(asked).text
    signed = re.search(r'action="http://live.testserver/upload/([^"]+)"', page)
    assert signed is not None
    assert read_upload_ticket(signed[1]).back == asked

    page = browser_of(mei).get(f"{asked}&pictures={second}").text
    assert f'name="picture" value="{first}"' in page
    assert f'name="picture" value="{second}"' in page
    assert f'-product" value="{encode(lipstick.pk)}"' in page


def test_a_moving_picture_is_said_to_become_a_still_before_publishing(mei: Person, browser_of: Any) -> None:
    note = a_draft(mei)
    Picture.objects.update(is_animated_still=True)
    page = browser_of(mei).get(f"/notes/{encode(note.pk)}/draft").text
    assert '<p class="help" data-still>' in page
    assert "Only its first frame is kept and shown." in page


# Editing.


def test_a_published_note_is_edited_on_the_same_page(mei: Person, browser_of: Any) -> None:
    note, browser = a_note(mei, title="Before", body="Long", topics=("空瓶记",)), browser_of(mei)
    address = f"/notes/{encode(note.pk)}/edit"
    page = browser.get(address)
    assert (page.status_code, 'value="空瓶记"' in page.text) == (200, True)
    step = browser.post(address, fields(note, title="After", do="search", q="petal"))
    assert 'value="After"' in step.text
    assert Note.objects.get().title == "Before"
    done = browser.post(address, fields(note, title="After", do="publish"))
    assert (done.status_code, done["Location"]) == (302, f"/notes/{encode(note.pk)}")
    note.refresh_from_db()
    assert (note.title, note.body, note.edited_at is not None) == ("After", "Long", True)


def test_an_edit_that_breaks_a_limit_changes_nothing(mei: Person, browser_of: Any) -> None:
    note = a_note(mei)
    before = content_of(note)
    sent = fields(note, body="字" * 1001, do="publish")
    assert browser_of(mei).post(f"/notes/{encode(note.pk)}/edit", sent).status_code == 422
    assert (content_of(Note.objects.get()), Note.objects.get().edited_at) == (before, None)


def test_the_form_of_a_note_sends_what_is_stored(mei: Person, lipstick: Product) -> None:
    tag = a_tag(lipstick, picture_position=1, x=0.374, y=0.9)
    note = a_draft(mei, pictures=3, tags=(tag,), topics=("护肤", "a b"), body="see #empties", city="杭州")
    form = QueryDict(mutable=True)
    for name, value in fields(note, city="杭州").items():
        form.setlist(name, value if isinstance(value, list) else [value])
    assert tidied(read(form).content) == content_of(note)


# What is offered.


def test_products_on_sale_are_found_by_name_and_brand(mei: Person, lipstick: Product, browser_of: Any) -> None:
    browser, mark = browser_of(mei), f'data-product="{encode(lipstick.pk)}"'
    for words in ("petal", "融唇", "THEORY pet", "hanok"):
        assert mark in browser.get("/notes/products", {"q": words}).text
    for words in ("", "nothing", "%", "p_tal"):
        assert mark not in browser.get("/notes/products", {"q": words}).text
    assert "“nothing”, not sold here" in browser.get("/notes/products", {"q": "nothing"}).text
    set_status(lipstick, ProductStatus.PAUSED)
    assert mark not in browser.get("/notes/products", {"q": "petal"}).text
    assert browser.get(f"/notes/products?product={encode(lipstick.pk)}&key=n1").status_code == 404


def test_what_the_author_bought_here_is_offered_first(mei: Person, lipstick: Product, browser_of: Any) -> None:
    a_proof(mei, lipstick)
    assert "bought here" in browser_of(mei).get("/notes/products").text


def test_topics_are_offered_by_their_beginning(mei: Person, browser_of: Any) -> None:
    for name, notes in (("skincare", 3), ("skin", 9), ("SKIN tint", 0), ("50%", 1)):
        Topic.objects.create(slug=name.casefold(), name=name, notes=notes)
    told = browser_of(mei).get("/notes/topics?q=Sk").json()
    assert [topic["name"] for topic in told["topics"]] == ["skin", "skincare"]
    assert browser_of(mei).get("/notes/topics?q=s_in").json() == {"topics": []}


def test_a_drafts_page_has_its_price(
    mei: Person, lipstick: Product, browser_of: Any, django_assert_max_num_queries: Any
) -> None:
    note, browser = a_draft(mei, pictures=9, tags=(a_tag(lipstick),), topics=("护肤",)), browser_of(mei)
    # Session, person, note, its tags, topics and pictures; states of the pictures, card, own shops, proofs.
    with django_assert_max_num_queries(10):
        assert browser.get(f"/notes/{encode(note.pk)}/draft").status_code == 200


def test_a_failed_picture_says_why(mei: Person, browser_of: Any) -> None:
    note = a_draft(mei)
    Picture.objects.update(state=PictureState.FAILED, problem="too_many_pixels")
    page = browser_of(mei).get(f"/notes/{encode(note.pk)}/draft").text
    assert "This picture has too many pixels" in page


def test_a_note_about_a_product_begins_with_its_tag(mei: Person, lipstick: Product, browser_of: Any) -> None:
    page = browser_of(mei).get(f"/notes/new?product={encode(lipstick.pk)}").text
    assert f'name="t-0-product" value="{encode(lipstick.pk)}"' in page
