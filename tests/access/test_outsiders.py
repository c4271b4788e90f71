"""Every public listing × every kind of thing that is not public: no word, id or picture (PRV-1, PRV-3, PRV-5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from cinnabar.kit.clock import now
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import add_comment, create_board, like, save_note, save_thing
from cinnabar.notes.models import Board, Comment, Note
from cinnabar.notes.tests.props import a_deleted_note, a_draft, a_hidden_note, a_note, a_tag
from cinnabar.people.actions import block, unblock
from cinnabar.people.models import Follow, Person
from cinnabar.shop.actions import close_shop, set_status
from cinnabar.shop.models import Product, ProductStatus
from tests.cast import a_person, a_picture, a_product, a_shop

pytestmark = pytest.mark.django_db
OPEN, SECRET = "KEY-open", "KEY-secret"
# What is off sale for now keeps its page, and its place where somebody saved it.
MAY_SHOW = {"product of a closed shop": ("/boards/", "/@lover?tab=boards")}


@dataclass
class Scene:
    """What is public, and by kind what is not: its words and the names that lead to it."""

    mei: Person
    product: Product
    note: Note
    board: Board
    secrets: dict[str, list[str]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)  # of what is not public, which must be no page at all

    def add(self, kind: str, *words: str, address: str = "") -> None:
        self.secrets[kind] = list(words)
        if address:
            self.addresses[kind] = address

    def add_note(self, kind: str, note: Note) -> None:
        pictures = [picture.secret for picture in note.pictures.all()]
        self.add(kind, f"{SECRET} {kind}", encode(note.pk), *pictures, address=f"/notes/{encode(note.pk)}")

    def listings(self) -> list[str]:
        """Every page and file that shows several things, or one thing and what belongs to it."""
        note, product = f"/notes/{encode(self.note.pk)}", f"/products/{encode(self.product.pk)}"
        shop, brand = f"/shops/{self.product.shop.slug}", f"/brands/{self.product.brand.slug}"
        board, category = f"/boards/{encode(self.board.pk)}", f"/categories/{self.product.category.slug}"
        shared = [f"{page}/share" for page in (note, product, shop, brand, board, "/@mei", "/topics/tea")]
        feeds = [f"{page}.rss" for page in (brand, "/@mei", "/topics/tea")]
        tabs = [f"/@{handle}?tab={tab}" for handle in ("mei", "lover") for tab in ("notes", "boards", "liked")]
        pages = [note, f"{note}/comments", product, shop, brand, board, category, "/topics/tea", "/seals", *tabs]
        trends = ["/trends", "/trends.rss", "/trends.json", "/search"]
        tops = ["/", "/following", "/channels", "/c/beauty", *trends]
        return [*tops, *pages, *shared, *feeds, "/robots.txt", "/sitemap.xml"]


@pytest.fixture
def scene(settings: Any, tmp_path: Any) -> Scene:
    settings.MEDIA_FOLDER = tmp_path
    cache.clear()
    mei, lover = a_person("mei", language="en"), a_person("lover", shows_likes=True)
    product = a_product(a_shop(a_person("lin")))
    tagged: dict[str, Any] = {"tags": (a_tag(product, rating=4),), "topics": ("tea",), "channel": "beauty"}
    note = a_note(mei, title=OPEN, body=OPEN, **tagged)
    made = Scene(mei, product, note, create_board(lover, "Everything"))

    def told(kind: str) -> dict[str, Any]:
        return {"title": f"{SECRET} {kind}"[:40], "body": f"{SECRET} {kind}", **tagged}

    made.add_note("draft", a_draft(mei, **told("draft")))
    made.add_note("hidden", a_hidden_note(mei, **told("hidden")))
    made.add_note("deleted", a_deleted_note(mei, **told("deleted")))
    made.add_note("friends", a_note(mei, **told("friends"), visibility="friends"))
    made.add_note("only_me", a_note(mei, **told("only_me"), visibility="only_me"))
    for each in Note.objects.all():
        save_note(lover, each, made.board)
        like(lover, each)
    _private_board(made)
    _unseen_products(made, lover)
    _comments(made)
    _closed_account(made, tagged)
    return made


def _private_board(made: Scene) -> None:
    private = create_board(made.mei, f"{SECRET} board", description=f"{SECRET} board", is_private=True)
    save_note(made.mei, made.note, private)
    made.add("private board", f"{SECRET} board", encode(private.pk), address=f"/boards/{encode(private.pk)}")


def _unseen_products(made: Scene, lover: Person) -> None:
    closing = a_shop(a_person("rob"), "riverside", name=f"{SECRET} shop")
    for kind, shop in (("draft product", made.product.shop), ("product of a closed shop", closing)):
        unseen = a_product(shop, f"{SECRET} {kind}")
        save_thing(lover, unseen, made.board)
        if shop is made.product.shop:
            set_status(unseen, ProductStatus.DRAFT)
        pictures = [picture.secret for picture in unseen.pictures.all()]
        made.add(kind, f"{SECRET} {kind}", encode(unseen.pk), *pictures)
    made.addresses["draft product"] = f"/products/{made.secrets['draft product'][1]}"
    close_shop(closing)


def _comments(made: Scene) -> None:
    removed = add_comment(a_person("rude"), made.note, f"{SECRET} removed")
    Comment.objects.filter(pk=removed.pk).update(removed_at=now(), removed_by_id=made.mei.pk)
    made.add("removed comment", f"{SECRET} removed", "@rude")


def _closed_account(made: Scene, tagged: dict[str, Any]) -> None:
    gone = a_person("gone", name="KEY-name")
    add_comment(gone, made.note, f"{SECRET} of the closed")
    create_board(gone, f"{SECRET} board of the closed")
    picture = a_picture(gone, purpose="avatar")
    Person.objects.filter(pk=gone.pk).update(is_active=False, avatar=picture.secret)
    made.add("closed account", "KEY-name", f"{SECRET} of the closed", f"{SECRET} board of", picture.secret)
    made.addresses["closed account"] = "/@gone"


def read(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def everything_on(browser: Client, path: str) -> str:
    """The page, and every page of a sitemap."""
    text = read(browser, path)
    if path != "/sitemap.xml":
        return text
    places = re.findall("<loc>(.*?)</loc>", text)
    return text + "".join(read(browser, place.removeprefix(settings.ADDRESS)) for place in places)


@pytest.mark.parametrize("who", ["visitor", "stranger", "follower only"])
def test_no_listing_tells_of_what_is_not_public(scene: Scene, browser_of: Any, who: str) -> None:
    viewer = None if who == "visitor" else a_person("stranger")
    if viewer and who == "follower only":
        Follow.objects.create(follower=viewer, followed=scene.mei)
    browser, wrong = browser_of(viewer), []

    for path in scene.listings():
        text = everything_on(browser, path)
        for kind, words in scene.secrets.items():
            if not path.startswith(MAY_SHOW.get(kind, "/none")):
                wrong += [f"{path}: {kind}: {word}" for word in words if word in text]

    assert wrong == []
    for kind, address in scene.addresses.items():
        for page in (address, f"{address}/share", f"{address}.rss"):
            answer = browser.get(page)
            assert answer.status_code == 404, (kind, page)
            assert "KEY-" not in answer.content.decode()


SHOWN_ON = (
    "/ /c/beauty /@mei?tab=notes /@lover?tab=liked /topics/tea /topics/tea.rss /@mei.rss /brands/petal-theory.rss"
    " /sitemap.xml"
).split()


def test_the_same_thing_in_public_is_on_those_listings(scene: Scene, browser_of: Any) -> None:
    """Else the table above would see nothing anywhere."""
    for path in set(SHOWN_ON) | {path for path in scene.listings() if path.startswith(("/boards/", "/products/"))}:
        text = everything_on(browser_of(), path)
        what = encode(scene.note.pk) if path == "/sitemap.xml" else OPEN
        if not path.endswith("/share"):
            assert what in text, path


def test_nothing_of_people_who_are_apart_is_listed(scene: Scene, browser_of: Any) -> None:
    """Field report FEED-4, for every listing: in both directions, with what was said and made before."""
    viewer, other = a_person("viewer", language="en"), a_person("apart", name="KEY-apart")
    add_comment(other, scene.note, "KEY-said")
    a_note(other, title="KEY-theirs", tags=(a_tag(scene.product),), topics=("tea",))
    create_board(other, "KEY-board")
    browser = browser_of(viewer)
    pages = [path for path in scene.listings() if not path.endswith(("share", ".rss", ".txt", ".xml"))]
    assert "KEY-theirs" in read(browser, "/topics/tea")

    for one, two in ((viewer, other), (other, viewer)):
        block(one, two)
        for path in pages:
            text = read(browser, path)
            assert not re.findall("KEY-(?:apart|said|theirs|board)", text), path
        for path in ("/@apart", "/@apart/share"):
            assert browser.get(path).status_code == 404
        unblock(one, two)


def test_a_feed_is_asked_for_again_for_nothing(scene: Scene, browser_of: Any) -> None:
    for path in ("/@mei.rss", "/topics/tea.rss", "/brands/petal-theory.rss", "/sitemap.xml", "/robots.txt"):
        first = browser_of().get(path)
        again = browser_of().get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert not first.cookies

    first_tag = browser_of().get("/@mei.rss")["ETag"]
    a_note(scene.mei, title="Another", topics=("tea",), on=now() + timedelta(seconds=5))
    former = browser_of().get("/@mei.rss", headers={"If-None-Match": first_tag})
    assert former.status_code == 200
    assert "Another" in former.content.decode()
