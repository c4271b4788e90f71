"""Who is told what at the bell, once, and by nobody they have blocked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.html import escape

from cinnabar.kit.ids import encode
from cinnabar.notes.actions import (
    add_comment,
    choose_answer,
    delete_note,
    hide_note,
    like,
    like_comment,
    remove_comment,
    take_back_answer,
    unlike,
)
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note
from cinnabar.notifications.inbox import lines_of
from cinnabar.notifications.models import Entry, Kind
from cinnabar.notifications.ringing import choose_kinds
from cinnabar.orders.actions.cancelling import cancel_order
from cinnabar.orders.actions.shipping import confirm_delivery, mark_shipped
from cinnabar.orders.reasons import CancelReason
from cinnabar.orders.tests.props import a_paid_order
from cinnabar.people.actions import block, follow, unfollow
from cinnabar.people.models import Block, Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus, Variant
from tests.cast import a_person

Tell = Callable[[], int]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]


@pytest.fixture
def note(mei: Person) -> Note:
    return a_note(mei, title="Rosehip oil")


def told(person: Person) -> list[tuple[str, str, int]]:
    """Kind, actor and others, newest first; and the counter is what the list says."""
    lines, _cursor = lines_of(person)
    person.refresh_from_db()
    assert person.unread == sum(not line.is_read for line in lines)
    return [(line.kind, line.actor_handle, line.others) for line in lines]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nice", {"mei": "comment"}),
        ("@zoe look", {"mei": "comment", "zoe": "mention"}),
        ("@ZOE and @zoe, @mei!", {"mei": "comment", "zoe": "mention"}),
        ("mail@zoe.com @nobody @tom", {"mei": "comment"}),
    ],
)
def test_a_comment_tells_whom_it_concerns_once(
    note: Note, mei: Person, tom: Person, zoe: Person, tell: Tell, words: str, expected: dict[str, str]
) -> None:
    add_comment(tom, note, words)
    tell()

    for person in (mei, tom, zoe):
        kind = expected.get(person.handle)
        assert told(person) == ([(kind, "tom", 0)] if kind else [])


def test_a_comment_that_is_only_a_product_is_told_with_its_name(
    note: Note, mei: Person, tom: Person, lipstick: Product, tell: Tell, browser_of: Any
) -> None:
    add_comment(tom, note, "", product=lipstick)
    tell()
    assert "<q>花瓣融唇膏</q>" in browser_of(mei).get("/inbox").content.decode()

    set_status(lipstick, ProductStatus.DRAFT)

    assert "花瓣融唇膏" not in browser_of(mei).get("/inbox").content.decode()


def test_a_reply_tells_the_one_who_is_answered(note: Note, mei: Person, tom: Person, zoe: Person, tell: Tell) -> None:
    first = add_comment(tom, note, "which shade?")
    second = add_comment(zoe, note, "coral", parent=first)
    add_comment(mei, note, "right", parent=second)
    tell()

    assert told(tom) == [("reply", "zoe", 0)]
    assert told(zoe) == [("reply", "mei", 0)]
    assert told(mei) == [("comment", "zoe", 0), ("comment", "tom", 0)]


def test_likes_of_a_note_are_one_entry(note: Note, mei: Person, tom: Person, zoe: Person) -> None:
    for person in (tom, zoe, mei):
        like(person, note)

    assert told(mei) == [("like", "zoe", 1)]


def test_a_storm_of_likes_leaves_one_entry(note: Note, mei: Person, tom: Person, browser_of: Any) -> None:
    like(tom, note)
    browser_of(mei).post("/inbox/reading")
    for _time in range(50):
        unlike(tom, note)
        like(tom, note)

    assert told(mei) == [("like", "tom", 0)]
    assert Entry.objects.get().read_at is not None
    assert mei.unread == 0
    unlike(tom, note)
    assert told(mei) == []


def test_likes_of_comments_and_followers_ring(note: Note, mei: Person, tom: Person) -> None:
    comment = add_comment(tom, note, "hm")
    like_comment(mei, comment)
    follow(mei, tom)

    assert told(tom) == [("follower", "mei", 0), ("like", "mei", 0)]
    unfollow(mei, tom)
    assert told(tom) == [("like", "mei", 0)]


def test_whose_answer_is_chosen_is_told_once_and_no_longer_when_it_is_none(
    mei: Person, tom: Person, zoe: Person, browser_of: Any
) -> None:
    question = a_note(mei, title="Which shade?", is_question=True)
    coral, rose = add_comment(tom, question, "Coral"), add_comment(zoe, question, "Rose")
    own = add_comment(mei, question, "Found it")

    choose_answer(coral)
    choose_answer(coral)
    assert told(tom) == [("answer", "mei", 0)]
    assert "Mei chose your answer to “Which shade?”" in browser_of(tom).get("/inbox").text

    choose_answer(rose)
    assert (told(tom), told(zoe)) == ([], [("answer", "mei", 0)])
    take_back_answer(rose)
    assert told(zoe) == []
    choose_answer(own)
    assert [line for line in told(mei) if line[0] == "answer"] == []


def test_a_note_tells_whom_it_names_and_nobody_who_may_not_read_it(
    mei: Person, tom: Person, zoe: Person, tell: Tell
) -> None:
    a_note(mei, title="For Tom", body="with @tom")
    a_note(mei, title="Secret", body="about @zoe", visibility="only_me")
    tell()

    assert told(tom) == [("mention", "mei", 0)]
    assert told(zoe) == []


@pytest.mark.parametrize("is_mine", [True, False])
def test_nothing_is_told_across_a_block_neither_before_nor_after(
    note: Note, mei: Person, tom: Person, zoe: Person, tell: Tell, is_mine: bool
) -> None:
    # Field report FEED-4.
    like(tom, note)
    like(zoe, note)
    add_comment(tom, note, "hello")
    follow(tom, mei)
    tell()
    assert len(told(mei)) == 3

    block(*((mei, tom) if is_mine else (tom, mei)))

    assert told(mei) == [("like", "zoe", 0)]
    like(tom, note)
    add_comment(tom, note, "again, @mei")
    tell()
    assert told(mei) == [("like", "zoe", 0)]


def test_a_block_that_no_action_made_hides_too(note: Note, mei: Person, tom: Person, browser_of: Any) -> None:
    like(tom, note)
    Block.objects.create(blocker=tom, blocked=mei)

    assert lines_of(mei) == ([], "")
    assert "Tom" not in browser_of(mei).get("/inbox").content.decode()


def test_what_is_gone_is_not_told(note: Note, mei: Person, tom: Person, zoe: Person, tell: Tell) -> None:
    comment = add_comment(tom, note, "words to forget")
    add_comment(zoe, note, "hm", parent=comment)
    tell()
    remove_comment(comment, by=tom)
    tell()
    assert told(mei) == [("comment", "zoe", 0)]

    hide_note(note, reason="x")
    tell()
    assert told(tom) == []

    delete_note(note)
    tell()
    assert told(mei) == []


def test_an_order_tells_its_buyer_and_the_shop(
    tom: Person, lin: Person, coral: Variant, tell: Tell, demo: None
) -> None:
    order = a_paid_order(tom, coral)
    mark_shipped(order, carrier="An Post")
    tell()
    confirm_delivery(order)
    tell()

    assert [line.step for line in lines_of(tom)[0]] == ["delivered", "shipped", "paid"]
    assert told(lin) == [("sale", "", 0)]


def test_a_cancelled_order_is_told(tom: Person, coral: Variant, tell: Tell, demo: None) -> None:
    cancel_order(a_paid_order(tom, coral), reason=next(iter(CancelReason)))
    tell()

    assert "cancelled" in [line.step for line in lines_of(tom)[0]]


def test_silenced_kinds_do_not_ring(note: Note, mei: Person, tom: Person, tell: Tell, browser_of: Any) -> None:
    browser = browser_of(mei)
    assert browser.get("/settings/notifications").content.decode().count("checked") == 10
    assert browser.post("/settings/notifications", {"kinds": [Kind.LIKE, "nonsense"]}).status_code == 200
    like(tom, note)
    add_comment(tom, note, "hm")
    tell()

    assert told(mei) == [("like", "tom", 0)]
    choose_kinds(mei, Kind.values)
    add_comment(tom, note, "hm again")
    tell()
    assert told(mei) == [("comment", "tom", 0), ("like", "tom", 0)]


def test_an_entry_leads_to_its_thing_and_is_read_then(
    note: Note, mei: Person, tom: Person, tell: Tell, browser_of: Any
) -> None:
    comment = add_comment(tom, note, "<b>which</b> shade?")
    tell()
    browser, entry = browser_of(mei), Entry.objects.get()
    page = browser.get("/inbox").content.decode()
    assert "评论了" in page
    assert escape("<b>which</b> shade?") in page
    assert '<span class="bell-count">1<' in page

    answer = browser.get(f"/inbox/{encode(entry.pk)}")

    assert answer["Location"] == f"/notes/{encode(note.pk)}?comment={encode(comment.pk)}#c-{comment.pk}"
    assert "bell-count" not in browser.get("/inbox").content.decode()
    assert browser_of(tom).get(f"/inbox/{encode(entry.pk)}").status_code == 404


def test_the_inbox_goes_on_and_repeats_nothing(mei: Person, browser_of: Any, django_assert_num_queries: Any) -> None:
    for number in range(35):
        follow(a_person(f"reader{number}"), mei)
    first, cursor = lines_of(mei)
    second, end = lines_of(mei, cursor=cursor)

    assert len({line.id for line in (*first, *second)}) == 35
    assert end == ""
    assert browser_of(mei).get("/inbox", {"after": "forged"}).status_code == 302
    browser = browser_of(mei)
    with django_assert_num_queries(3):  # session, person, entries
        browser.get("/inbox")
    browser.post("/inbox/reading")
    mei.refresh_from_db()
    assert mei.unread == 0
