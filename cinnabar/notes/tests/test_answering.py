"""A question has one chosen answer: whoever asked says which, may change it, and may take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.notes.actions import (
    CannotChoose,
    add_comment,
    choose_answer,
    edit_note,
    hide_note,
    like_comment,
    pin_comment,
    remove_comment,
    take_back_answer,
)
from cinnabar.notes.composer.stored import content_of
from cinnabar.notes.content import DraftContent
from cinnabar.notes.jobs import part_talk
from cinnabar.notes.models import Comment, Note, NoteCard
from cinnabar.notes.queries import Under, cards_by_author, note_page, talk_under
from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person


@pytest.fixture
def question(mei: Person) -> Note:
    return a_note(mei, title="Which shade?", is_question=True)


def chosen(note: Note) -> tuple[int | None, bool]:
    """The chosen comment, and whether the card says that there is one."""
    note.refresh_from_db()
    return note.chosen_comment_id, NoteCard.objects.get(note=note).is_answered


def talk(note: Note, viewer: Person, **asked: Any) -> list[tuple[str, bool, bool]]:
    """First comments in order: words, chosen, pinned."""
    page = note_page(note.pk, viewer)
    assert page is not None
    about = Under(page.id, page.author_id, page.pinned_comment_id, viewer, page.chosen_comment_id)
    threads = talk_under(about, **asked).threads
    return [(thread.first.body, thread.first.is_chosen, thread.first.is_pinned) for thread in threads]


def test_the_asker_chooses_one_answer_changes_it_and_takes_it_back(question: Note, tom: Person, zoe: Person) -> None:
    coral, rose = add_comment(tom, question, "Coral"), add_comment(zoe, question, "Rose")

    choose_answer(coral)
    choose_answer(coral)
    assert chosen(question) == (coral.pk, True)

    choose_answer(rose)
    assert chosen(question) == (rose.pk, True)
    take_back_answer(coral)
    assert chosen(question) == (rose.pk, True)

    take_back_answer(rose)
    take_back_answer(rose)
    assert chosen(question) == (None, False)


def test_the_chosen_answer_stands_before_the_pinned_and_the_liked_comment(
    question: Note, mei: Person, tom: Person, zoe: Person
) -> None:
    first, pinned, liked = (add_comment(tom, question, words) for words in ("Coral", "Please read", "Rose"))
    like_comment(zoe, liked)
    pin_comment(pinned)
    choose_answer(first)

    shown = [("Coral", True, False), ("Please read", False, True), ("Rose", False, False)]
    assert talk(question, zoe) == shown
    assert talk(question, zoe, order="newest") == shown
    pin_comment(first)
    assert talk(question, zoe)[0] == ("Coral", True, True)


@pytest.mark.parametrize("what", ["a reply", "a removed comment", "of no question", "of a hidden question"])
def test_what_is_no_answer_is_not_chosen(what: str, question: Note, mei: Person, tom: Person) -> None:
    said = add_comment(tom, a_note(mei) if what == "of no question" else question, "Coral")
    if what == "a reply":
        said = add_comment(tom, question, "or Rose", parent=said)
    elif what == "a removed comment":
        remove_comment(said, by=tom)
    elif what == "of a hidden question":
        hide_note(question, reason="x")

    with pytest.raises(CannotChoose):
        choose_answer(said)

    assert not Note.objects.exclude(chosen_comment_id=None).exists()
    assert not NoteCard.objects.filter(is_answered=True).exists()


def test_a_removed_answer_leaves_the_question_open(question: Note, tom: Person) -> None:
    answer = add_comment(tom, question, "Coral")
    choose_answer(answer)

    remove_comment(answer, by=tom)

    assert chosen(question) == (None, False)


def test_a_block_between_asker_and_answerer_leaves_the_question_open(question: Note, mei: Person, tom: Person) -> None:
    choose_answer(add_comment(tom, question, "Coral"))

    part_talk(blocker_id=tom.pk, blocked_id=mei.pk)

    assert chosen(question) == (None, False)


def test_a_note_that_asks_nothing_any_more_has_no_answer_until_it_asks_again(
    question: Note, mei: Person, tom: Person
) -> None:
    choose_answer(add_comment(tom, question, "Coral"))
    content = content_of(question)

    edit_note(question, DraftContent(title="Found one", pictures=content.pictures))
    page = note_page(question.pk, tom)
    assert page is not None
    assert (page.chosen_comment_id, talk(question, tom)) == (None, [("Coral", False, False)])
    assert not cards_by_author(mei.pk, tom).cards[0].is_answered

    edit_note(question, content)
    assert cards_by_author(mei.pk, tom).cards[0].is_answered


def test_only_whoever_asked_is_offered_the_choice(
    question: Note, mei: Person, tom: Person, zoe: Person, browser_of: Callable[..., Any]
) -> None:
    Person.objects.update(language="en")
    answer = add_comment(tom, question, "Coral")
    note, way = f"/notes/{encode(question.pk)}", f"/notes/{encode(question.pk)}/comments/{encode(answer.pk)}/answer"
    asker = browser_of(Person.objects.get(pk=mei.pk))
    assert "Choose as the answer" in asker.get(note).text
    assert "Not answered yet" in asker.get(note).text
    assert "Choose as the answer" not in browser_of(zoe).get(note).text
    for person in (zoe, tom):
        assert browser_of(person).post(way, {"on": "1"}).status_code == 404
    assert chosen(question) == (None, False)

    for _twice in range(2):
        assert asker.post(way, {"on": "1"})["Location"] == f"{note}#talk"
    shown = browser_of().get(note).text
    assert "Chosen answer" in shown
    assert f'<a class="linked" href="#c-{answer.pk}">Answered</a>' in shown
    assert 'aria-label="Answered question"' in browser_of().get("/@mei").text

    asker.post(way, {"on": "0"})
    assert chosen(question) == (None, False)
    assert Comment.objects.count() == 1
