"""Whatever can be reported: decided with a reason, answered once by whom it concerns, looked at again, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from cinnabar.kit.ids import encode
from cinnabar.moderation.models import Case, Decision, Report
from cinnabar.notes.actions import (
    add_comment,
    create_board,
    delete_note,
    like,
    like_comment,
    remove_comment,
    save_note,
)
from cinnabar.notes.models import Board, Comment, Note
from cinnabar.notes.tests.props import a_note, a_tag
from cinnabar.notifications.inbox import lines_of
from cinnabar.notifications.models import Entry
from cinnabar.people.actions import block
from cinnabar.people.models import Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductCard, ProductStatus
from tests.cast import a_person

Tell = Callable[[], int]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
SAID = {"rule": "harm", "words": "Look at this."}
ACT = {"act-rule": "harm", "act-reason": "It insults people."}
BACK = {"decision": "reverse", "reason": "It was meant as a joke."}


@dataclass
class Thing:
    """Something of Mei's, or of Lin's shop, and how readers find it."""

    name: str
    report: str  # the address of the form
    owner: Person
    page: str  # where readers see it, or see it no more
    sign: str  # what stands there while it is up
    step: str  # what its owner is told
    is_warning: bool = False


@pytest.fixture
def things(mei: Person, lin: Person, lipstick: Product) -> dict[str, Thing]:
    note = a_note(mei, title="Rosehip oil")
    comment = add_comment(mei, note, "You are all fools")
    board = create_board(mei, "Fools", description="All of them")
    note_page, shop_page = f"/notes/{encode(note.pk)}", f"/shops/{lipstick.shop.slug}"
    board_page, product_page = f"/boards/{encode(board.pk)}", f"/products/{encode(lipstick.pk)}"
    comment_report = f"{note_page}/comments/{encode(comment.pk)}/report"
    return {
        thing.name: thing
        for thing in (
            Thing("comment", comment_report, mei, note_page, "You are all fools", "removed"),
            Thing("board", f"{board_page}/report", mei, board_page, "All of them", "board_closed"),
            Thing("product", f"{product_page}/report", lin, shop_page, lipstick.name_en, "paused"),
            Thing("shop", f"{shop_page}/report", lin, shop_page, "Hanok", "shop_warned", is_warning=True),
            Thing("person", "/@mei/report", mei, "/@mei", "Mei", "warned", is_warning=True),
        )
    }


def is_up(thing: Thing) -> bool:
    answer = Client(headers={"Accept-Language": "en"}).get(thing.page)
    return answer.status_code == 200 and thing.sign in answer.content.decode()


def place_of(person: Person, browser: Client) -> str:
    """Where the newest entry of the bell leads."""
    return str(browser.get(f"/inbox/{encode(lines_of(person)[0][0].id)}")["Location"])


NAMES = ["comment", "board", "product", "shop", "person"]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_decided_answered_once_and_taken_back(
    things: dict[str, Thing], zoe: Person, ada: Person, tell: Tell, browser_of: Any, name: str
) -> None:
    thing = things[name]
    reader, owner, moderator = (browser_of(person, **{"Accept-Language": "en"}) for person in (zoe, thing.owner, ada))
    Person.objects.update(language="en")
    tell()
    Entry.objects.all().delete()
    assert is_up(thing)
    assert reader.get(thing.report).status_code == 200
    assert owner.get(thing.report).status_code == 404  # one's own

    for _time in range(2):
        assert reader.post(thing.report, SAID).status_code == 302
    case = Case.objects.get()
    desk = f"/desk/moderation/cases/{encode(case.pk)}"
    assert thing.sign in moderator.get(desk).content.decode()
    assert "Look at this." in moderator.get(desk).content.decode()
    assert moderator.post(desk, {**ACT, "act-reason": " "}).status_code == 422
    assert is_up(thing)
    for _time in range(2):
        moderator.post(desk, ACT)
    tell()

    assert is_up(thing) is thing.is_warning
    (line,) = lines_of(thing.owner)[0]
    assert (line.kind, line.step, line.words) == ("decision", thing.step, "It insults people.")
    address = place_of(thing.owner, owner)
    assert address == f"/decisions/{encode(case.pk)}"
    page = owner.get(address).content.decode()
    for told in (
        "Insult, hate or danger",
        "It insults people.",
        "It was reported",
        "no machine took part",
        "/terms",
        "/imprint",
    ):
        assert told in page
    assert "zoe" not in page.lower().replace("zoe_", "")
    assert reader.get(address).status_code == 404
    assert moderator.get(address).status_code == 404

    assert owner.post(address, {"words": ""}).status_code == 422
    assert owner.post(address, {"words": "x" * 501}).status_code == 422
    for words in ("It was a joke.", "And another thing."):
        assert owner.post(address, {"words": words}).status_code == 302
    assert Case.objects.get().answer == "It was a joke."
    assert "It was a joke." in moderator.get("/desk/moderation").content.decode()

    assert moderator.post(desk, {**BACK, "reason": ""}).status_code == 422
    for _time in range(2):
        assert moderator.post(desk, BACK).status_code == 302
    tell()
    assert is_up(thing)
    assert lines_of(thing.owner)[0][0].step == "case_reversed"
    assert "It was meant as a joke." in owner.get(place_of(thing.owner, owner)).content.decode()
    assert "It was a joke." not in moderator.get("/desk/moderation").content.decode()
    outcome = place_of(zoe, reader)
    assert outcome == f"/reports/{encode(case.pk)}"
    assert "It was meant as a joke." in reader.get(outcome).content.decode()
    assert owner.get(outcome).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_decision_may_stay_after_the_answer(
    things: dict[str, Thing], zoe: Person, ada: Person, tell: Tell, browser_of: Any, name: str
) -> None:
    thing = things[name]
    browser_of(zoe).post(thing.report, SAID)
    case = Case.objects.get()
    desk, address = f"/desk/moderation/cases/{encode(case.pk)}", f"/decisions/{encode(case.pk)}"
    browser_of(ada).post(desk, ACT)
    browser_of(thing.owner).post(address, {"words": "It was a joke."})

    for _time in range(2):
        browser_of(ada).post(desk, {"decision": "keep"})
    tell()

    assert is_up(thing) is thing.is_warning
    steps = [line.step for line in lines_of(thing.owner)[0] if line.kind == "decision"]
    assert steps == ["case_kept", thing.step]
    assert Case.objects.get().state == "upheld"


def test_only_moderators_take_back(things: dict[str, Thing], zoe: Person, ada: Person, browser_of: Any) -> None:
    thing = things["board"]
    browser_of(zoe).post(thing.report, SAID)
    desk = f"/desk/moderation/cases/{encode(Case.objects.get().pk)}"
    browser_of(ada).post(desk, ACT)

    for person in (thing.owner, zoe):
        assert browser_of(person).post(desk, BACK).status_code == 404
    assert not is_up(thing)
    assert Case.objects.get().state == "upheld"


def test_a_comment_comes_back_with_likes_replies_and_the_count(
    mei: Person, tom: Person, zoe: Person, ada: Person, tell: Tell, browser_of: Any
) -> None:
    note = a_note(mei)
    comment = add_comment(tom, note, "first")
    add_comment(zoe, note, "reply", parent=comment)
    like_comment(mei, comment)
    browser_of(zoe).post(f"/notes/{encode(note.pk)}/comments/{encode(comment.pk)}/report", SAID)
    desk = f"/desk/moderation/cases/{encode(Case.objects.get().pk)}"

    browser_of(ada).post(desk, ACT)
    note.refresh_from_db()
    assert note.comments_count == 1
    for _time in range(2):
        browser_of(ada).post(desk, BACK)
    tell()

    assert "A moderator took the decision back" in browser_of(tom).get("/inbox").content.decode()  # nobody had answered
    note.refresh_from_db()
    comment.refresh_from_db()
    assert (note.comments_count, comment.likes, comment.removed_at) == (2, 1, None)


def test_what_its_author_took_away_does_not_come_back(
    things: dict[str, Thing], mei: Person, lipstick: Product, zoe: Person, ada: Person, browser_of: Any
) -> None:
    for name in ("comment", "product", "board"):
        browser_of(zoe).post(things[name].report, SAID)
    remove_comment(Comment.objects.get(), by=mei)
    set_status(lipstick, ProductStatus.ARCHIVED)
    Board.objects.update(is_private=True)
    for case in Case.objects.all():
        desk = f"/desk/moderation/cases/{encode(case.pk)}"
        assert browser_of(ada).post(desk, ACT).status_code == 302
        assert browser_of(ada).get(desk).status_code == 200
        assert browser_of(ada).post(desk, BACK).status_code == 302

    assert set(Case.objects.values_list("state", "has_acted")) == {("reversed", False)}
    assert Comment.objects.get().removed_by_id == mei.pk
    assert Product.objects.get().status == "archived"
    assert Board.objects.get().is_private


def test_a_note_comes_back_with_everything(
    mei: Person, tom: Person, zoe: Person, ada: Person, lipstick: Product, tell: Tell, browser_of: Any
) -> None:
    note = a_note(mei, title="Rosehip oil", topics=("tea",), tags=(a_tag(lipstick, rating=4),))
    comment = add_comment(tom, note, "which shade?")
    like(tom, note)
    save_note(tom, note, create_board(tom, "Open"))
    places = ["/@mei", "/topics/tea", "/topics/tea.rss", "/@mei.rss", f"/products/{encode(lipstick.pk)}"]
    visitor = browser_of()

    def shown() -> list[bool]:
        return ["Rosehip oil" in visitor.get(place).content.decode() for place in places]

    counted = ("likes", "saves", "comments_count")
    before = Note.objects.values(*counted).get()
    rated = ProductCard.objects.values("notes", "stars_4").get(product=lipstick)
    assert shown() == [True] * len(places)
    browser_of(zoe).post(f"/notes/{encode(note.pk)}/report", SAID)
    browser_of(ada).post(f"/desk/moderation/cases/{encode(Case.objects.get().pk)}", ACT)
    assert visitor.get(f"/notes/{encode(note.pk)}").status_code == 404
    assert "Rosehip oil" not in "".join(
        visitor.get(place).content.decode() for place in places if place != "/topics/tea"
    )

    answer = f"/notes/{encode(note.pk)}/answer"
    page = browser_of(mei, **{"Accept-Language": "en"}).get(answer).content.decode()
    assert "有人举报" in page
    browser_of(mei).post(answer, {"words": "I bought it."})
    browser_of(ada).post(f"/desk/moderation/notes/{encode(note.pk)}", {"reason": "The receipt is there."})
    tell()

    assert shown() == [True] * len(places)
    assert Note.objects.values(*counted).get() == before
    assert ProductCard.objects.values("notes", "stars_4").get(product=lipstick) == rated
    assert "which shade?" in visitor.get(f"/notes/{encode(note.pk)}").content.decode()
    assert Comment.objects.get() == comment
    assert Decision.objects.order_by("pk")[0].case_id == Case.objects.get().pk
    assert lines_of(mei)[0][0].step == "restored"


def test_many_reports_are_one_case_and_a_block_afterwards_takes_none_away(
    things: dict[str, Thing], mei: Person, ada: Person, tell: Tell, browser_of: Any
) -> None:
    readers = [a_person(f"reader{number}") for number in range(12)]
    for reader in readers:
        browser_of(reader).post("/@mei/report", SAID)
    for reader in readers[:6]:
        block(mei, reader)
    for reader in readers:
        browser_of(reader).post("/@mei/report", SAID)

    case = Case.objects.get()
    assert Report.objects.filter(case=case).count() == 12
    assert "12 reports" in browser_of(ada).get("/desk/moderation").content.decode()
    browser_of(ada).post(f"/desk/moderation/cases/{encode(case.pk)}", ACT)
    tell()
    for reader in readers:
        assert [line.step for line in lines_of(reader)[0]] == ["upheld"]
        assert browser_of(reader).get(f"/reports/{encode(case.pk)}").status_code == 200


def test_blocked_people_report_nothing_new_of_each_other(
    things: dict[str, Thing], mei: Person, zoe: Person, browser_of: Any
) -> None:
    block(mei, zoe)

    for name in ("comment", "board", "person"):
        assert browser_of(zoe).post(things[name].report, SAID).status_code == 404
    assert not Case.objects.exists()


def test_nobody_reports_without_end(mei: Person, zoe: Person, browser_of: Any) -> None:
    browser = browser_of(zoe)
    notes = [a_note(mei, title=f"N{number}") for number in range(21)]
    statuses = [browser.post(f"/notes/{encode(note.pk)}/report", SAID).status_code for note in notes]

    assert statuses == [302] * 20 + [429]
    assert Report.objects.count() == 20


def test_what_is_gone_cannot_be_reported_but_stays_decidable(
    mei: Person, zoe: Person, tom: Person, ada: Person, browser_of: Any
) -> None:
    """Field report MOD-1: the author's account closes too, and every action on the report works."""
    note = a_note(mei, title="Gone")
    browser_of(zoe).post(f"/notes/{encode(note.pk)}/report", SAID)
    browser_of(zoe).post("/@mei/report", SAID)
    delete_note(note)
    Person.objects.filter(pk=mei.pk).update(is_active=False)

    assert browser_of(tom).post(f"/notes/{encode(note.pk)}/report", SAID).status_code == 404
    assert browser_of(tom).post("/@mei/report", SAID).status_code == 404
    desk = browser_of(ada, **{"Accept-Language": "en"}).get("/desk/moderation").content.decode()
    assert desk.count("not there any more") == 2
    for case in Case.objects.all():
        address = f"/desk/moderation/cases/{encode(case.pk)}"
        for said in (ACT, {"decision": "keep"}, BACK, {"decision": "dismiss", "dismiss-reason": "x"}):
            assert browser_of(ada).get(address).status_code == 200
            assert browser_of(ada).post(address, said).status_code in (302, 422)
    assert not Case.objects.filter(state="open").exists()
