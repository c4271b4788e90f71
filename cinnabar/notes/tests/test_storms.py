"""When many people act at once, every counter is right at the end, and none was ever below zero."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cinnabar.notes.actions import (
    add_comment,
    like,
    like_comment,
    pin_comment,
    remove_comment,
    save_note,
    unlike,
    unlike_comment,
    unsave,
)
from cinnabar.notes.models import Board, Comment, CommentLike, Like, Note, NoteCard, Save
from cinnabar.notes.tests.props import a_note
from cinnabar.people.actions import follow, unfollow
from cinnabar.people.models import Follow, Person
from tests.cast import a_person

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 12


def at_once(*deeds: Callable[[], object]) -> None:
    """Let every deed happen in a thread of its own; the first failure is ours."""
    failures: list[BaseException] = []
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait()
            deed()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def back_and_forth(do: Callable[[], object], undo: Callable[[], object], *, ends: bool) -> Callable[[], None]:
    """Do and undo as fast as it goes, and leave it done, or not."""

    def deed() -> None:
        for _round in range(ROUNDS):
            do()
            undo()
        if ends:
            do()

    return deed


def a_crowd(size: int) -> list[Person]:
    return [a_person(f"p{number}") for number in range(size)]


def test_a_storm_of_comments_and_answers(mei: Person) -> None:
    note, crowd = a_note(mei), a_crowd(6)
    first = add_comment(mei, note, "ask me")

    def talk(person: Person) -> None:
        for number in range(5):
            said = add_comment(person, note, f"question {number}")
            add_comment(person, note, f"answer {number}", parent=first)
            if number % 2:
                remove_comment(said, by=person)

    at_once(*(lambda person=person: talk(person) for person in crowd), lambda: pin_comment(first))

    left = Comment.objects.filter(note=note, removed_at=None).count()
    assert left == 1 + 6 * (10 - 2)
    assert Note.objects.get().comments_count == left
    assert Note.objects.get().pinned_comment_id == first.pk


def test_two_taps_on_send_at_once_are_one_comment(mei: Person, tom: Person) -> None:
    note = a_note(mei)

    at_once(*[lambda: add_comment(tom, note, "which shade?")] * 5)

    assert Comment.objects.get().body == "which shade?"
    assert Note.objects.get().comments_count == 1


def test_a_storm_of_likes_and_saves_of_one_note(mei: Person) -> None:
    note, crowd = a_note(mei), a_crowd(6)
    stay = {person.pk for person in crowd[::2]}

    at_once(
        *(
            back_and_forth(lambda p=p: like(p, note), lambda p=p: unlike(p, note), ends=p.pk in stay)  # type: ignore[misc]
            for p in crowd
        ),
        *(
            back_and_forth(lambda p=p: save_note(p, note), lambda p=p: unsave(p, note), ends=p.pk in stay)  # type: ignore[misc]
            for p in crowd[:4]
        ),
    )

    found, card = Note.objects.select_related("author").get(), NoteCard.objects.get()
    assert set(Like.objects.values_list("person_id", flat=True)) == stay
    assert (found.likes, card.likes) == (3, 3)
    assert (found.saves, card.saves, Save.objects.count()) == (2, 2, 2)
    assert sorted(board.saves.count() for board in Board.objects.all()) == [0, 0, 1, 1]
    assert found.author.received == 5


def test_one_person_who_cannot_decide_counts_once_at_most(mei: Person, tom: Person) -> None:
    note = a_note(mei)

    at_once(*[back_and_forth(lambda: like(tom, note), lambda: unlike(tom, note), ends=True)] * 4)

    found = Note.objects.select_related("author").get()
    rows = Like.objects.count()
    assert rows in (0, 1)  # whoever came last decides
    assert (found.likes, NoteCard.objects.get().likes, found.author.received) == (rows, rows, rows)


def test_a_storm_of_likes_of_one_comment(mei: Person) -> None:
    comment, crowd = add_comment(mei, a_note(mei), "hm"), a_crowd(6)

    at_once(
        *(
            back_and_forth(lambda p=p: like_comment(p, comment), lambda p=p: unlike_comment(p, comment), ends=True)  # type: ignore[misc]
            for p in crowd
        )
    )

    assert Comment.objects.get().likes == CommentLike.objects.count() == 6


def test_a_storm_of_follows(mei: Person, tom: Person) -> None:
    crowd = a_crowd(4)

    at_once(
        *(back_and_forth(lambda p=p: follow(p, mei), lambda p=p: unfollow(p, mei), ends=True) for p in crowd),  # type: ignore[misc]
        back_and_forth(lambda: follow(mei, tom), lambda: unfollow(mei, tom), ends=True),
        back_and_forth(lambda: follow(tom, mei), lambda: unfollow(tom, mei), ends=False),
    )

    mei.refresh_from_db()
    tom.refresh_from_db()
    assert Follow.objects.count() == 5
    assert (mei.followers, mei.following) == (4, 1)
    assert (tom.followers, tom.following) == (1, 0)
