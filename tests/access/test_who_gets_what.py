"""Every address × everybody who may come by: what a look at it (GET) and a bare form (POST) get.

A form is sent empty here: 422 says that it was let in and its fields were missing. A stranger gets 404, a visitor is
asked to log in (302, for a form 401), the wrong method gets 405.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from cinnabar.people.actions import block
from tests.access.places import PEOPLE, Places, names
from tests.cast import a_person

Statuses = dict[str, int]
REST = PEOPLE[1:]  # everybody with an account

# The same page under the name that allauth asks for.
SAME = {"account_login": "login", "account_signup": "signup", "account_reset_password": "password-reset"}


def everybody(status: int, **but: int) -> Statuses:
    return dict.fromkeys(PEOPLE, status) | but


def members(status: int, *, visitor: int, **but: int) -> Statuses:
    return dict.fromkeys(REST, status) | {"visitor": visitor} | but


def only(*who: str, status: int, visitor: int = 404) -> Statuses:
    """`status` for some, for all others no such thing; an operator may what a moderator may."""
    who += ("operator",) if "moderator" in who else ()
    return dict.fromkeys(PEOPLE, 404) | {"visitor": visitor} | dict.fromkeys(who, status)


OPEN, POST_ONLY, READ_ONLY, NOBODY = everybody(200), everybody(405), everybody(405), everybody(404)
FOR_TWO = only("author", "moderator", status=200)
# A decorator for accounts stands before the one for methods: a visitor is asked to log in whatever they send.
READ_BY_MEMBERS, SENT_BY_MEMBERS = members(405, visitor=401), members(405, visitor=302)


def page(name: str, about: str = "", get: Statuses = OPEN) -> tuple[str, str, Statuses, Statuses]:
    """An address for reading only."""
    return name, about, get, READ_ONLY


def own_page(name: str, about: str, *who: str, post: int = 405) -> tuple[str, str, Statuses, Statuses]:
    """An address that exists for some people only."""
    get = only(*who, status=200, visitor=302)
    return name, about, get, READ_BY_MEMBERS if post == 405 else only(*who, status=post, visitor=401)


def own_form(name: str, about: str, *who: str, post: int) -> tuple[str, str, Statuses, Statuses]:
    """A form for some people only, shown on another page."""
    return name, about, SENT_BY_MEMBERS, only(*who, status=post, visitor=401)


TABLE = [
    # To read.
    page("home"),
    page("following"),
    page("search"),
    page("suggestions"),
    page("trends"),
    page("trends-feed"),
    page("trends-json"),
    page("channels"),
    page("channel", "channel"),
    page("note", "note"),
    page("note", "question"),
    page("note", "draft", only("author", status=200)),
    page("note", "hidden", only("author", "moderator", status=200)),
    page("note", "deleted", NOBODY),
    page("note", "friends", only("author", "moderator", status=200)),
    page("note", "mine", only("author", "moderator", status=200)),
    page("note", "nothing", NOBODY),
    page("product", "product"),
    page("product", "paused product"),
    page("product", "unpublished product", only("seller", status=200)),
    page("shop", "shop"),
    page("brand", "brand"),
    page("topic", "topic"),
    page("category", "category"),
    page("profile", "person"),
    page("board", "board"),
    page("board", "secret board", only("author", status=200)),
    page("seals"),
    page("offline"),
    page("service-worker"),
    page("manifest"),
    page("healthz"),
    page("readyz"),
    page("metrics"),
    page("legal", "terms"),
    page("robots"),
    page("sitemap"),
    page("sitemap-page", "sitemap"),
    page("topic-feed", "topic"),
    page("brand-feed", "brand"),
    page("person-feed", "person"),
    page("outbox"),
    # To talk and to keep.
    ("comments", "note", OPEN, members(422, visitor=401)),
    ("comments", "draft", NOBODY, only("author", status=422, visitor=401)),
    ("comments", "hidden", NOBODY, only("author", "moderator", status=422, visitor=401)),
    ("comments", "deleted", NOBODY, only(status=422, visitor=401)),
    ("comments", "friends", FOR_TWO, only("author", "moderator", status=422, visitor=401)),
    ("comments", "mine", FOR_TWO, only("author", "moderator", status=422, visitor=401)),
    ("comment-products", "note", members(200, visitor=302), READ_BY_MEMBERS),
    ("comment-products", "deleted", only(status=200, visitor=302), READ_BY_MEMBERS),
    ("comment-products", "friends", only("author", "moderator", status=200, visitor=302), READ_BY_MEMBERS),
    ("like", "note", SENT_BY_MEMBERS, members(302, visitor=401)),
    own_form("like", "draft", post=302),
    own_form("like", "hidden", post=302),
    own_form("like", "deleted", post=302),
    own_form("like", "friends", "author", "moderator", post=302),
    own_form("like", "mine", "author", "moderator", post=302),
    ("save", "note", members(200, visitor=302), members(302, visitor=401)),
    own_page("save", "draft", post=302),
    own_page("save", "hidden", post=302),
    own_page("save", "deleted", post=302),
    own_page("save", "friends", "author", "moderator", post=302),
    own_page("save", "mine", "author", "moderator", post=302),
    ("product-save", "product", members(200, visitor=302), members(302, visitor=401)),
    ("product-save", "paused product", members(200, visitor=302), members(302, visitor=401)),
    own_page("product-save", "unpublished product", post=302),
    ("comment-like", "comment", SENT_BY_MEMBERS, members(302, visitor=401)),
    own_form("comment-like", "comment elsewhere", post=302),
    own_form("comment-pin", "comment", "author", post=302),
    own_form("comment-pin", "comment elsewhere", post=302),
    own_form("comment-answer", "answer", "author", post=302),
    own_form("comment-answer", "comment", post=302),
    own_form("comment-answer", "comment elsewhere", post=302),
    own_form("comment-removal", "comment", "author", "buyer", "moderator", post=302),
    own_form("comment-removal", "comment elsewhere", post=302),
    own_page("board-settings", "board", "author", post=422),
    own_page("board-settings", "secret board", "author", post=422),
    own_form("board-items", "board", "author", post=422),
    own_form("board-items", "secret board", "author", post=422),
    own_page("board-deletion", "board", "author", post=422),
    own_page("board-deletion", "secret board", "author", post=302),
    ("not-interested", "note", members(200, visitor=302), members(422, visitor=401)),
    own_page("not-interested", "draft", post=422),
    own_page("not-interested", "hidden", post=422),
    own_page("not-interested", "friends", "author", "moderator", post=422),
    ("settings-not-interested", "", members(200, visitor=302), members(404, visitor=401)),
    ("settings-home", "", members(200, visitor=302), READ_BY_MEMBERS),
    ("home-profile", "", SENT_BY_MEMBERS, members(302, visitor=401)),
    ("home-variety", "", SENT_BY_MEMBERS, members(404, visitor=401)),
    ("home-form", "", SENT_BY_MEMBERS, members(302, visitor=401)),
    ("home-interests", "", SENT_BY_MEMBERS, members(404, visitor=401)),
    ("home-beginning", "", SENT_BY_MEMBERS, members(302, visitor=401)),
    ("sightings", "", POST_ONLY, everybody(400)),
    page("served"),
    page("news", "", everybody(400)),
    ("follow", "person", SENT_BY_MEMBERS, members(302, visitor=401, author=404)),
    # To send to others.
    ("note-share", "note", OPEN, everybody(400)),
    ("note-share", "draft", only("author", status=200), NOBODY),
    ("note-share", "hidden", only("author", "moderator", status=200), NOBODY),
    ("note-share", "deleted", NOBODY, NOBODY),
    ("note-share", "friends", only("author", "moderator", status=200), NOBODY),
    ("note-share", "mine", only("author", "moderator", status=200), NOBODY),
    ("product-share", "product", OPEN, everybody(400)),
    ("product-share", "unpublished product", only("seller", status=200), NOBODY),
    ("profile-share", "person", OPEN, everybody(400)),
    ("board-share", "board", OPEN, everybody(400)),
    ("board-share", "secret board", only("author", status=200), NOBODY),
    ("shop-share", "shop", OPEN, everybody(400)),
    ("brand-share", "brand", OPEN, everybody(400)),
    ("topic-share", "topic", OPEN, everybody(400)),
    # What one opened.
    ("history", "", members(200, visitor=302), READ_BY_MEMBERS),
    ("history-removal", "", SENT_BY_MEMBERS, members(404, visitor=401)),
    ("history-clearing", "", members(302, visitor=302), members(302, visitor=401)),
    ("history-keeping", "", SENT_BY_MEMBERS, members(302, visitor=401)),
    ("search-history-removal", "", SENT_BY_MEMBERS, members(302, visitor=401)),
    ("search-history-clearing", "", SENT_BY_MEMBERS, members(302, visitor=401)),
    # To write.
    ("compose", "", members(200, visitor=302), members(422, visitor=401)),
    own_page("draft", "draft", "author", post=422),
    ("draft", "note", only("author", status=302, visitor=302), only("author", status=302, visitor=401)),
    own_page("draft", "hidden", post=422),
    own_page("draft", "deleted", post=422),
    ("publication", "draft", POST_ONLY, only("author", status=422, visitor=401)),
    ("publication", "hidden", POST_ONLY, only(status=422, visitor=401)),
    ("publication", "deleted", POST_ONLY, only(status=422, visitor=401)),
    own_page("note-edit", "note", "author", post=200),
    own_page("note-edit", "draft", post=200),
    own_page("note-edit", "hidden", post=200),
    own_page("note-edit", "deleted", post=200),
    own_page("note-deletion", "note", "author", post=302),
    own_page("note-deletion", "draft", "author", post=302),
    own_page("note-deletion", "hidden", "author", post=302),
    own_page("note-deletion", "deleted", "author", post=302),
    ("topic-suggestions", "", members(200, visitor=302), READ_ONLY),
    ("product-suggestions", "", members(200, visitor=302), READ_ONLY),
    ("pictures", "", members(200, visitor=401), members(400, visitor=401)),
    # To be told.
    ("inbox", "", members(200, visitor=302), READ_BY_MEMBERS),
    ("inbox-reading", "", SENT_BY_MEMBERS, members(302, visitor=401)),
    ("inbox-entry", "entry", only("author", status=302, visitor=302), READ_BY_MEMBERS),
    ("settings-notifications", "", members(200, visitor=302), members(200, visitor=401)),
    # To buy.
    ("basket", "", OPEN, everybody(422)),
    ("basket-line", "variant", POST_ONLY, members(422, visitor=404)),
    ("checkout", "", members(302, visitor=302), members(302, visitor=401)),
    own_page("payment", "purchase", "buyer", post=422),
    ("payment", "paid purchase", only("buyer", status=302, visitor=302), only("buyer", status=302, visitor=401)),
    own_page("purchase", "purchase", "buyer"),
    own_page("purchase", "paid purchase", "buyer"),
    ("orders", "", members(200, visitor=302), READ_BY_MEMBERS),
    own_page("order", "order", "buyer"),
    own_form("order-cancellation", "order", "buyer", post=302),
    own_form("order-delivery", "order", "buyer", post=422),
    ("payment-webhook", "provider", POST_ONLY, everybody(400)),
    # To sell and to decide.
    own_page("shop-desk", "shop", "seller"),
    own_page("shop-desk-order", "order of a shop", "seller"),
    own_page("shop-desk-order", "sent order of a shop", "seller"),
    own_page("shop-desk-order", "order of another shop"),
    own_form("shop-desk-parcel", "order of a shop", "seller", post=422),
    own_form("shop-desk-parcel", "order of another shop", post=422),
    own_form("shop-desk-parcel-correction", "parcel of a shop", "seller", post=422),
    own_form("shop-desk-parcel-correction", "parcel of another order", post=422),
    own_form("shop-desk-cancellation", "order of a shop", "seller", post=422),
    own_form("shop-desk-cancellation", "order of another shop", post=422),
    own_form("shop-desk-refund", "order of a shop", "seller", post=422),
    own_form("shop-desk-refund", "order of another shop", post=422),
    own_form("shop-desk-sending-end", "order of a shop", "seller", post=302),
    own_form("shop-desk-sending-end", "order of another shop", post=302),
    own_page("shop-packing", "shop", "seller"),
    own_page("shop-orders-csv", "shop", "seller"),
    own_page("shop-products-csv", "shop", "seller"),
    own_form("shop-banner", "shop", "seller", post=302),
    own_form("shop-opening", "shop", "seller", post=302),
    own_form("shop-leaving", "shop", "seller", post=422),
    ("shop-new", "", members(200, visitor=302), members(422, visitor=401)),
    own_page("shop-settings", "shop", "seller", post=422),
    own_page("shop-staff", "shop", "seller", post=422),
    own_form("shop-staff-member", "colleague", "seller", post=422),
    ("shop-invitations", "", members(200, visitor=302), READ_BY_MEMBERS),
    own_form("shop-invitation", "shop", "reader", post=302),
    own_page("shop-products", "shop", "seller", post=302),
    own_page("shop-product-new", "shop", "seller", post=422),
    own_page("shop-product", "product of a shop", "seller", post=422),
    own_page("shop-product", "product of another shop", post=422),
    own_form("shop-product-status", "product of a shop", "seller", post=422),
    own_form("shop-product-status", "product of another shop", post=422),
    own_page("moderation-desk", "", "moderator"),
    own_page("moderation-decision", "note", "moderator", post=422),
    own_page("moderation-decision", "hidden", "moderator", post=422),
    own_page("moderation-decision", "mine", "moderator", post=422),
    own_page("moderation-decision", "draft", post=422),
    own_page("moderation-decision", "deleted", post=422),
    own_page("operator-texts", "", "operator"),
    own_page("operator-text", "operator text", "operator", post=302),
    own_page("moderation-case", "case", "moderator", post=422),
    own_page("moderation-case", "decided case", "moderator", post=302),
    own_form("moderation-review", "decision", "moderator", post=302),
    ("report-note", "note", members(200, visitor=302, author=404), members(422, visitor=401, author=404)),
    own_page("report-note", "hidden", post=422),
    own_page("report-note", "friends", "moderator", post=422),
    ("report-comment", "comment", members(200, visitor=302, buyer=404), members(422, visitor=401, buyer=404)),
    own_page("report-comment", "comment elsewhere", post=422),
    ("report-person", "person", members(200, visitor=302, author=404), members(422, visitor=401, author=404)),
    ("report-product", "product", members(200, visitor=302, seller=404), members(422, visitor=401, seller=404)),
    ("report-shop", "shop", members(200, visitor=302, seller=404), members(422, visitor=401, seller=404)),
    ("report-board", "board", members(200, visitor=302, author=404), members(422, visitor=401, author=404)),
    own_page("report-board", "secret board", post=422),
    own_page("report-outcome", "decided case", "reader"),
    own_page("report-outcome", "case"),
    own_page("case-answer", "decided case", "buyer", post=422),
    own_page("case-answer", "case", post=422),
    own_page("report-product", "unpublished product", post=422),
    own_page("moderation-answer", "decided", "author", post=422),
    own_page("moderation-answer", "note", post=422),
    # Accounts.
    ("signup", "", members(302, visitor=200), members(302, visitor=422)),
    ("login", "", members(302, visitor=200), members(302, visitor=422)),
    ("logout", "", members(200, visitor=302), everybody(302)),
    ("password-reset", "", OPEN, everybody(422)),
    page("password-reset-sent"),
    page("account_reset_password_from_key_done"),
    ("account_reset_password_from_key", "reset", OPEN, OPEN),  # no such key: both say so
    page("account_email_verification_sent"),
    ("account_confirm_email", "key", OPEN, NOBODY),
    page("account_inactive"),
    ("interests", "", OPEN, everybody(422)),
    ("language", "", POST_ONLY, everybody(302)),
    ("settings-profile", "", members(200, visitor=302), members(422, visitor=401)),
    ("settings", "", members(200, visitor=302), READ_BY_MEMBERS),
    ("settings-language", "", members(200, visitor=302), members(302, visitor=401)),
    ("settings-privacy", "", members(200, visitor=302), members(302, visitor=401)),
    ("settings-password", "", members(200, visitor=302), members(422, visitor=401)),
    ("settings-email", "", members(200, visitor=302), members(422, visitor=401)),
    ("settings-sessions", "", members(200, visitor=302), members(302, visitor=401)),
    ("session-end", "ticket", OPEN, everybody(302)),
    ("session-end", "forged ticket", NOBODY, NOBODY),
    ("settings-data", "", members(200, visitor=302), members(302, visitor=401, author=422)),
    ("settings-data-file", "export", only("author", status=302, visitor=302), READ_BY_MEMBERS),
    ("settings-picture-removal", "", SENT_BY_MEMBERS, members(302, visitor=401)),
]


def test_every_address_is_in_the_table() -> None:
    assert {name for name, *_rest in TABLE} | set(SAME) == names()


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_is_theirs(places: Places, browser_of: Any, who: str) -> None:
    person = places.people[who]
    wrong = []
    for name, about, *expected in TABLE:
        for method, statuses in zip(("get", "post"), expected, strict=True):
            with transaction.atomic():
                browser = browser_of(person if person.is_authenticated else None)
                status = getattr(browser, method)(places.address(name, about)).status_code
                transaction.set_rollback(True)
            if status != statuses[who]:
                wrong.append(f"{method} {name} ({about}): {status} instead of {statuses[who]}")

    assert wrong == []


def test_outside_a_demo_the_outbox_is_for_nobody(places: Places, browser_of: Any, settings: Any) -> None:
    settings.DEMO = False

    for who in PEOPLE:
        person = places.people[who]
        browser = browser_of(person if person.is_authenticated else None)

        assert browser.get("/outbox").status_code == 404, who


# What the parameters of an address say of the author, who blocks or is blocked; all else is as for any stranger.
OF_THE_AUTHOR = {"note", "friends", "question", "comment", "answer", "board", "person"}
SITEMAPS_AND_FEEDS = {"person-feed"}  # for everybody, signed in or not


@pytest.mark.parametrize("who_blocks", ["the author", "the reader"])
def test_blocking_hides_everything_of_the_author(places: Places, browser_of: Any, who_blocks: str) -> None:
    author, stranger, blocked = places.people["author"], a_person("yue"), a_person("bo")
    block(*((author, blocked) if who_blocks == "the author" else (blocked, author)))
    wrong = []
    for name, about, *_statuses in TABLE:
        for method in ("get", "post"):
            statuses = []
            for person in (stranger, blocked):
                with transaction.atomic():
                    statuses.append(getattr(browser_of(person), method)(places.address(name, about)).status_code)
                    transaction.set_rollback(True)
            is_theirs = about in OF_THE_AUTHOR and name not in SITEMAPS_AND_FEEDS
            right = 404 if is_theirs and statuses[0] in (200, 302, 400, 422) else statuses[0]
            if statuses[1] != right:
                wrong.append(f"{method} {name} ({about}): {statuses[1]} instead of {right}")

    assert wrong == []
