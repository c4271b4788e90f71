"""Text cards, questions, follow-ups, and money that is behind a whole note."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cinnabar.kit.clock import at, now
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import (
    CannotPublish,
    CannotSave,
    DraftContent,
    delete_note,
    edit_note,
    hide_note,
    publish_note,
    restore_note,
    save_draft,
    start_draft,
    undelete_note,
)
from cinnabar.notes.composer.stored import content_of
from cinnabar.notes.models import Note, NoteCard
from cinnabar.notes.queries import cards_by_author, note_page
from cinnabar.notes.tests.props import a_draft, a_note, a_tag, content
from cinnabar.people.models import Person
from cinnabar.shop.models import Product


def a_text_card(author: Person, words: str = "Use it up first", **fields: Any) -> Note:
    return a_note(author, pictures=0, title="", cover_words=words, cover_style=4, **fields)


def test_a_text_card_is_a_whole_note(mei: Person) -> None:
    note = a_text_card(mei, "护肤不是比谁买得多，\r\n是比谁用得完")

    card = NoteCard.objects.get()
    assert (note.headline, note.language, note.cover_words) == (
        "护肤不是比谁买得多",
        "zh",
        "护肤不是比谁买得多，\n是比谁用得完",
    )
    assert (card.words, card.words_style, card.secret, card.width, card.pictures) == (note.cover_words, 4, "", 0, 0)
    assert cards_by_author(mei.pk, mei).cards[0].card_size == 2


def test_a_text_card_may_be_the_cover_of_pictures_and_has_one_shape(mei: Person) -> None:
    a_note(mei, pictures=2, cover_words="Read this first", cover_style=6, cover_ratio="4:3")

    card = NoteCard.objects.get()
    assert (card.words_style, card.ratio, card.pictures, bool(card.secret)) == (6, "3:4", 2, True)


def test_a_card_without_words_is_no_cover(mei: Person) -> None:
    with pytest.raises(CannotPublish) as surprise:
        publish_note(a_draft(mei, pictures=0, cover_style=5))
    assert [problem.field for problem in surprise.value.problems] == ["pictures"]
    assert not NoteCard.objects.exists()

    a_note(mei, pictures=1, cover_style=5)
    assert cards_by_author(mei.pk, mei).cards[0].card_size == 0


def test_words_over_no_picture_are_no_cover_either(mei: Person) -> None:
    with pytest.raises(CannotPublish):
        publish_note(a_draft(mei, pictures=0, cover_words="Big", cover_style=2))
    assert not NoteCard.objects.exists()


def test_a_note_that_loses_its_card_needs_a_picture(mei: Person) -> None:
    note = a_text_card(mei)

    with pytest.raises(CannotPublish):
        edit_note(note, DraftContent(title="Only words"))

    assert Note.objects.get().cover_words == "Use it up first"
    assert NoteCard.objects.get().words == "Use it up first"


def test_a_text_card_goes_and_comes_back_with_its_note(mei: Person, tom: Person) -> None:
    note = a_text_card(mei)

    delete_note(note)
    assert not NoteCard.objects.exists()
    assert note_page(note.pk, tom) is None
    undelete_note(note)
    hide_note(note, reason="Advertising")
    restore_note(note)

    assert cards_by_author(mei.pk, tom).cards[0].words == "Use it up first"


def test_words_over_a_picture_stand_in_one_line_of_text(mei: Person) -> None:
    assert a_note(mei, cover_words="Ten euros\r\nthree weeks", cover_style=3).cover_words == "Ten euros three weeks"


# Money.


def test_money_behind_the_whole_note_cannot_escape(mei: Person, tom: Person) -> None:
    note = a_note(mei, earns_commission=True)
    assert NoteCard.objects.get().money_mark == "commission"
    page = note_page(note.pk, tom)
    assert page is not None
    assert page.money_marks == ["commission"]

    edit_note(note, content(mei, is_paid=True, earns_commission=True))
    assert NoteCard.objects.get().money_mark == "paid"
    page = note_page(note.pk, tom)
    assert page is not None
    assert page.money_marks == ["paid", "commission"]


def test_the_strongest_mark_of_note_and_tags_stands_on_the_card(mei: Person, lipstick: Product) -> None:
    a_note(mei, earns_commission=True, tags=(a_tag(lipstick, provenance="gifted"),))

    assert NoteCard.objects.get().money_mark == "gifted"


# Questions.


def test_a_question_is_marked_on_its_card_and_page(mei: Person, tom: Person) -> None:
    note = a_note(mei, is_question=True)

    page = note_page(note.pk, tom)
    assert page is not None
    assert (page.is_question, cards_by_author(mei.pk, tom).cards[0].is_question) == (True, True)
    edit_note(note, DraftContent(title="Answered", pictures=content_of(note).pictures))
    assert not NoteCard.objects.get().is_question


# Follow-ups.


def story_of(note: Note, viewer: Person) -> list[tuple[int, bool]]:
    page = note_page(note.pk, viewer)
    assert page is not None
    return [(part.note_id, part.is_first) for part in page.story]


def test_first_note_and_follow_ups_lead_to_each_other(mei: Person, tom: Person) -> None:
    first = a_note(mei, on=now() - timedelta(days=92), title="First week")
    later = a_note(mei, on=now() - timedelta(days=2), title="Three months", follows_id=first.pk)
    last = a_note(mei, title="Empty", follows_id=later.pk)

    assert last.follows_id == first.pk  # what follows a follow-up follows the first one
    assert story_of(first, tom) == [(later.pk, False), (last.pk, False)]
    assert story_of(last, tom) == [(first.pk, True), (later.pk, False)]
    page = note_page(later.pk, tom)
    assert page is not None
    assert page.began_at == first.published_at


@pytest.mark.parametrize("what", ["somebody else's", "a draft", "itself", "nothing"])
def test_only_an_own_published_note_is_followed(what: str, mei: Person, tom: Person) -> None:
    draft = a_draft(mei)
    followed = {
        "somebody else's": a_note(tom).pk,
        "a draft": a_draft(mei).pk,
        "itself": draft.pk,
        "nothing": 1,
    }[what]

    with pytest.raises(CannotSave) as surprise:
        save_draft(draft, content(mei, title="Changed", follows_id=followed))

    assert [problem.field for problem in surprise.value.problems] == ["follows_id"]
    draft.refresh_from_db()
    assert (draft.title, draft.follows_id) == ("Empties of March", None)


def test_the_first_of_a_story_follows_nothing(mei: Person) -> None:
    first, other = a_note(mei), a_note(mei)
    a_note(mei, follows_id=first.pk)

    with pytest.raises(CannotSave) as surprise:
        edit_note(first, content(mei, follows_id=other.pk))

    assert [problem.field for problem in surprise.value.problems] == ["follows_id"]
    assert Note.objects.get(pk=first.pk).follows_id is None


@pytest.mark.parametrize("away", [delete_note, lambda note: hide_note(note, reason="Advertising")])
def test_a_follow_up_outlives_its_first_note(away: Any, mei: Person, tom: Person) -> None:
    first = a_note(mei)
    draft = a_draft(mei, follows_id=first.pk)
    away(first)

    later = publish_note(draft)
    edit_note(later, content(mei, title="Edited", follows_id=first.pk))
    assert story_of(later, tom) == []
    page = note_page(later.pk, tom)
    assert page is not None
    assert page.began_at is None

    first.refresh_from_db()
    undelete_note(first) if first.state == "deleted" else restore_note(first)
    assert story_of(later, tom) == [(first.pk, True)]


# In the composer.


@pytest.fixture
def writing(mei: Person, browser_of: Any) -> Any:
    mei.language = "en"
    mei.save(update_fields=["language"])
    return browser_of(mei)


def test_a_text_card_is_written_without_script(writing: Any) -> None:
    page = writing.get("/notes/new?card").text
    assert '<input type="radio" name="cover_style" value="4" checked>' in page
    assert 'data-units="80"' in page

    sent = {
        "cover_words": "Never again.\r\nOr maybe.",
        "cover_style": "7",
        "cover_ratio": "1:1",
        "visibility": "public",
    }
    refused = writing.post("/notes/new", {**sent, "cover_words": "字" * 81, "do": "publish", "key": "k"})
    assert refused.status_code == 422
    assert 'aria-invalid="true" aria-describedby="words-error"' in refused.text
    assert "字" * 81 in refused.text
    assert not Note.objects.exists()

    answer = writing.post("/notes/new", {**sent, "do": "publish", "key": "k"})
    note = Note.objects.get()
    assert answer["Location"] == f"/notes/{encode(note.pk)}"
    assert (note.state, note.cover_words, note.cover_style) == ("published", "Never again.\nOr maybe.", 7)
    shown = writing.get(answer["Location"]).text
    assert '<span class="text-card card-7 size-1"><span dir="auto">Never again.\nOr maybe.</span></span>' in shown
    again = writing.get(f"/notes/{encode(note.pk)}/edit").text
    assert "Never again.\nOr maybe.</textarea>" in again


def test_what_stands_on_a_card_is_text(writing: Any, mei: Person) -> None:
    note = a_text_card(mei, "<script>alert(1)</script>\u202e\u2066")
    for address in (f"/notes/{encode(note.pk)}", "/@mei", f"/notes/{encode(note.pk)}/edit"):
        page = writing.get(address).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page


def test_a_follow_up_is_begun_from_ones_own_note(writing: Any, mei: Person, tom: Person) -> None:
    with at(now() - timedelta(days=95)):
        first = a_note(mei, title="First week")
    others = a_note(tom)
    assert f'href="/notes/new?follows={encode(first.pk)}"' in writing.get(f"/notes/{encode(first.pk)}").text
    assert "Write a follow-up" not in writing.get(f"/notes/{encode(others.pk)}").text

    page = writing.get(f"/notes/new?follows={encode(first.pk)}").text
    box = f'<input type="checkbox" name="follows" value="{encode(first.pk)}" checked>'
    assert box in page
    assert "A follow-up to “First week”" in page
    assert 'name="follows"' not in writing.get(f"/notes/new?follows={encode(others.pk)}").text

    sent = {"cover_words": "Still here", "cover_style": "4", "visibility": "public", "do": "publish", "key": "k"}
    address = writing.post("/notes/new", sent | {"follows": encode(first.pk)})["Location"]
    assert "The first note" in writing.get(address).text
    assert "Follow-up · 3 months later" in writing.get(f"/notes/{encode(first.pk)}").text
    assert box in writing.get(f"{address}/edit").text


def test_a_question_and_its_money_are_kept_by_the_form(writing: Any, mei: Person) -> None:
    assert '<input type="checkbox" name="is_question" value="1" checked>' in writing.get("/notes/new?ask").text
    sent = {"title": "Which?", "is_question": "1", "earns_commission": "1", "cover_style": "1", "cover_ratio": "3:4"}
    writing.post("/notes/new", sent | {"visibility": "public", "key": "k"})
    kept = content_of(Note.objects.get())
    assert (kept.is_question, kept.is_paid, kept.earns_commission) == (True, False, True)


def test_a_script_is_told_that_another_tab_went_on(writing: Any, mei: Person) -> None:
    note = save_draft(start_draft(mei), DraftContent(title="Here"))
    sent = {"title": "There", "cover_style": "1", "cover_ratio": "3:4", "visibility": "public", "seen": "an old state"}
    told = writing.post(f"/notes/{encode(note.pk)}/draft", sent, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["is_conflict"], told.json()["message"]) == (
        422,
        True,
        "This draft was changed in another tab.",
    )
    assert Note.objects.get().title == "Here"
