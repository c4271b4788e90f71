"""One kind of notes only: questions, without money behind them, bought here; on channels, topics and products."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.notes.actions import add_comment, choose_answer
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note, a_proof, a_tag
from cinnabar.people.models import Person
from cinnabar.shop.models import Product
from tests.cast import a_person

KINDS = {
    "": {"Plain", "Open", "Answered", "Paid", "Gift", "Own", "Here"},
    "questions": {"Open", "Answered"},
    "open": {"Open"},
    "unpaid": {"Plain", "Open", "Answered", "Here"},
    "here": {"Here"},
    "nonsense": {"Plain", "Open", "Answered", "Paid", "Gift", "Own", "Here"},
}
LISTS = ["/c/beauty?", "/topics/lips?", "/topics/lips?order=latest&", "/products/{product}?"]
NAMES = "All|Questions|Unanswered|No paid content|Bought"


@pytest.fixture
def notes(mei: Person, tom: Person, lin: Person, lipstick: Product) -> dict[str, Note]:
    """One note of each kind about the lipstick, each by somebody else; the shop's own one is full of praise."""
    a_proof(tom, lipstick)
    written = {
        "Plain": (a_person("one"), {}, {"pro": "Plain pro"}),
        "Open": (a_person("two"), {"is_question": True}, {}),
        "Answered": (mei, {"is_question": True}, {}),
        "Paid": (a_person("three"), {"is_paid": True}, {"pro": "Paid pro"}),
        "Gift": (a_person("four"), {}, {"provenance": "gifted"}),
        "Own": (lin, {}, {"provenance": "own_shop", "pro": "Own pro"}),
        "Here": (tom, {}, {"provenance": "here", "pro": "Here pro"}),
    }
    made = {
        title: a_note(author, title=title, topics=("lips",), channel="beauty", tags=(a_tag(lipstick, **tag),), **fields)
        for title, (author, fields, tag) in written.items()
    }
    choose_answer(add_comment(tom, made["Answered"], "Coral"))
    return made


def titles_on(page: str) -> set[str]:
    return set(re.findall(r"<h3><a [^>]*>(?:<span class=\"asks.*?</span>)?(\w+)</a></h3>", page))


@pytest.mark.parametrize("only", KINDS)
@pytest.mark.parametrize(
    "address", ["/c/beauty?", "/topics/lips?", "/topics/lips?order=latest&", "/products/{product}?"]
)
def test_a_list_shows_one_kind_only(
    notes: dict[str, Note], lipstick: Product, browser_of: Any, address: str, only: str
) -> None:
    page = browser_of().get(address.format(product=encode(lipstick.pk)) + f"only={only}").text

    assert titles_on(page) == KINDS[only]
    here = re.findall(f'<a href="([^"]*)" aria-current="true">(?:{NAMES})', page)
    assert len(here) == 1


def test_what_is_said_of_a_product_follows_the_filter_and_never_counts_its_own_shop(
    notes: dict[str, Note], lipstick: Product, browser_of: Any
) -> None:
    address = f"/products/{encode(lipstick.pk)}"
    said = {only: set(re.findall(r"[A-Z]\w+ pro\b", browser_of().get(f"{address}?only={only}").text)) for only in KINDS}

    assert said == {
        "": {"Plain pro", "Paid pro", "Here pro"},
        "questions": set(),
        "open": set(),
        "unpaid": {"Plain pro", "Here pro"},
        "here": {"Here pro"},
        "nonsense": {"Plain pro", "Paid pro", "Here pro"},
    }


def test_a_filtered_list_goes_on_within_its_kind(mei: Person, browser_of: Any) -> None:
    for number in range(25):
        a_note(mei, title=f"Q{number}", topics=("tea",), channel="food", is_question=True)
        a_note(mei, title=f"N{number}", topics=("tea",), channel="food")

    for address in ("/c/food?only=questions", "/topics/tea?only=questions", "/topics/tea?order=latest&only=questions"):
        first = browser_of().get(address).text
        way = re.findall(r'rel="next" href="([^"]*)"', first)[0].replace("&amp;", "&")
        second = browser_of().get(way).text
        assert titles_on(first) | titles_on(second) == {f"Q{number}" for number in range(25)}, address
        assert titles_on(first) & titles_on(second) == set()
        other = re.sub("only=questions", "only=unpaid", way)
        assert browser_of().get(other).status_code == 302  # the cursor of another list


def test_nothing_of_a_kind_leads_back_to_everything(mei: Person, lipstick: Product, browser_of: Any) -> None:
    a_note(mei, topics=("tea",), channel="food", tags=(a_tag(lipstick),))

    for address in ("/c/food", "/topics/tea", f"/products/{encode(lipstick.pk)}"):
        page = browser_of().get(f"{address}?only=questions").text
        assert "No such notes here yet." in page
        assert f'href="{address}' in page
        assert browser_of().get(address).text.count("only=") >= 4
