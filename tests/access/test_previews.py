"""What machines are told of every address: a full preview of what everybody may read, nothing of anything else.

A new public page joins by itself: it stands in the table of addresses.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.machines import LOCALES, Head, wrong_for_machines, wrong_for_readers_only
from tests.access.places import Places, names
from tests.access.test_who_gets_what import SAME, TABLE

# Open to everybody, but nothing to list or to show in a chat.
NOT_TO_LIST = {
    "following": "asks a visitor to log in",
    "offline": "stands where there is no network",
    "outbox": "is there in a demo only",
    "comments": "is a part of a note",
    "basket": "is the reader's own",
    "interests": "is a form",
    **dict.fromkeys(("signup", "login", "password-reset", "password-reset-sent", "session-end"), "is a form"),
    **{f"{name}-share": "leads to another page" for name in "note product profile board shop brand topic".split()},
}
ACCOUNTS = "account_"  # what allauth asks for
HTML = "text/html"


def pages(places: Places, browser_of: Any, who: str, **headers: str) -> Any:
    """Every page that this one gets, as (name, what it is about, head, address)."""
    person = places.people[who]
    browser = browser_of(person if person.is_authenticated else None, **headers)
    for name, about, get, _post in TABLE:
        if get[who] == 200 and name not in SAME:
            answer = browser.get(places.address(name, about))
            page = answer.content.decode() if answer["Content-Type"].startswith(HTML) else ""
            if "<!doctype html>" in page:  # a piece of a page has no head
                yield name, about, Head(page), places.address(name, about)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_public_page_has_a_full_preview(places: Places, browser_of: Any, language: str) -> None:
    wrong, seen = [], set()
    for name, about, head, address in pages(places, browser_of, "visitor", **{"Accept-Language": language}):
        is_listed = name not in NOT_TO_LIST and not name.startswith(ACCOUNTS)
        problems = list(wrong_for_machines(head, address) if is_listed else wrong_for_readers_only(head))
        if head.language != language:
            problems.append(f"it is in {head.language}")
        said = (head.told.get("og:locale", [""])[0], head.told.get("og:locale:alternate", [""])[0])
        if is_listed and name != "note" and said != LOCALES[language]:  # a note is in its author's language
            problems.append(f"its preview is in {said[0]}")
        wrong += [f"{name} ({about}): {problem}" for problem in problems]
        seen.add(name)

    assert wrong == []
    assert set(NOT_TO_LIST) <= seen


@pytest.mark.parametrize("who", ["author", "seller", "moderator", "operator"])
def test_what_is_not_for_everybody_has_no_preview(places: Places, browser_of: Any, who: str) -> None:
    open_to_all = {(name, about) for name, about, get, _post in TABLE if get["visitor"] == 200}
    wrong = [
        f"{name} ({about}): {problem}"
        for name, about, head, _address in pages(places, browser_of, who)
        if (name, about) not in open_to_all
        for problem in wrong_for_readers_only(head)
    ]

    assert wrong == []


def test_a_search_is_told_as_soon_as_there_is_one(browser_of: Any, places: Places) -> None:
    sites = [node for node in Head(browser_of().get("/").content.decode()).graph if node["@type"] == "WebSite"]

    assert len(sites) == 1
    assert ("potentialAction" in sites[0]) == ("search" in names())
