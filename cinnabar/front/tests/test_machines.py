"""What machines read: JSON-LD, link previews, sitemaps, robots.txt and RSS; public things only."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as Xml
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache

from cinnabar.kit.ids import encode
from cinnabar.notes.actions import add_comment, choose_answer, create_board, remove_comment, save_note, save_thing
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_deleted_note, a_draft, a_hidden_note, a_note, a_tag
from cinnabar.people.models import Follow, Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus
from tests.access.machines import Head
from tests.cast import a_product

SITE = settings.ADDRESS


@pytest.fixture(autouse=True)
def fresh_cache(db: None) -> None:
    cache.clear()


def text_of(browser: Any, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def graph_in(page: str) -> dict[str, dict[str, Any]]:
    """The page's structured data by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return {node["@type"]: node for text in found for node in json.loads(text)["@graph"]}


def note_path(note: Note) -> str:
    return f"/notes/{encode(note.pk)}"


def everything_a_machine_reads(browser: Any) -> str:
    """Sitemaps with all their pages."""
    index = text_of(browser, "/sitemap.xml")
    return index + "".join(
        text_of(browser, place.removeprefix(SITE)) for place in re.findall("<loc>(.*?)</loc>", index)
    )


def test_a_note_with_a_rating_is_a_review(mei: Person, lipstick: Product, browser_of: Any) -> None:
    tag = a_tag(lipstick, rating=4, pro="Stays on", con="Dries out")
    note = a_note(mei, title="</script><b>", body="A & B", tags=(tag,))

    page = text_of(browser_of(), note_path(note))

    graph = graph_in(page)
    assert graph["SocialMediaPosting"]["headline"] == "</script><b>"
    assert graph["SocialMediaPosting"]["text"] == "A & B"
    assert graph["SocialMediaPosting"]["author"]["url"] == f"{SITE}/@mei"
    review = graph["Review"]
    assert review["reviewRating"]["ratingValue"] == 4
    assert review["itemReviewed"]["url"] == f"{SITE}/products/{encode(lipstick.pk)}"
    assert review["positiveNotes"]["itemListElement"][0]["name"] == "Stays on"
    assert [step["position"] for step in graph["BreadcrumbList"]["itemListElement"]] == [1, 2, 3]
    assert f'<meta property="og:url" content="{SITE}{note_path(note)}">' in page
    assert f'<link rel="canonical" href="{SITE}{note_path(note)}">' in page
    assert f'content="{SITE}/media/' in page


@pytest.mark.parametrize("fields", [{"is_paid": True}, {"rating": None}])
def test_what_was_paid_for_or_not_rated_is_no_review(
    mei: Person, lipstick: Product, browser_of: Any, fields: dict[str, Any]
) -> None:
    note = a_note(mei, tags=(a_tag(lipstick, **{"rating": 5, **fields}),))

    assert "Review" not in graph_in(text_of(browser_of(), note_path(note)))


def test_a_product_tells_its_rating_only_when_there_is_one(mei: Person, lipstick: Product, browser_of: Any) -> None:
    path = f"/products/{encode(lipstick.pk)}"
    bare = graph_in(text_of(browser_of(), path))["Product"]
    assert "aggregateRating" not in bare
    assert bare["offers"]["price"] == "20.00"
    assert bare["offers"]["availability"] == "https://schema.org/InStock"

    a_note(mei, title="Rated", tags=(a_tag(lipstick, rating=3),))

    product = graph_in(text_of(browser_of(), path))["Product"]
    assert (product["aggregateRating"]["ratingValue"], product["aggregateRating"]["ratingCount"]) == (3.0, 1)
    assert [review["name"] for review in product["review"]] == ["Rated"]


def test_other_pages_say_what_they_are(mei: Person, lipstick: Product, browser_of: Any) -> None:
    a_note(mei, topics=("茶",), tags=(a_tag(lipstick),))

    for path, kind, address in (
        (f"/shops/{lipstick.shop.slug}", "OnlineStore", f"{SITE}/shops/{lipstick.shop.slug}"),
        (f"/brands/{lipstick.brand.slug}", "Brand", f"{SITE}/brands/{lipstick.brand.slug}"),
        ("/topics/茶", "CollectionPage", f"{SITE}/topics/%E8%8C%B6"),
        ("/@mei", "ProfilePage", f"{SITE}/@mei"),
    ):
        page = text_of(browser_of(), path)
        assert graph_in(page)[kind]["url"] == address
        assert f'<link rel="canonical" href="{address}">' in page
        assert f'property="og:url" content="{address}"' in page


def test_what_is_not_for_everybody_is_told_to_no_machine(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    """PRV-1 and PRV-5."""
    tags = (a_tag(lipstick, rating=5, pro="KEY-pro"),)
    topics = ("secret-topic",)
    secret = [
        a_note(mei, title="KEY-8R3", body="KEY-8R3", visibility="friends", tags=tags, topics=topics),
        a_note(mei, title="KEY-mine", body="KEY-mine", visibility="only_me", tags=tags, topics=topics),
        a_draft(mei, title="KEY-9X", tags=tags, topics=topics),
        a_hidden_note(mei, title="KEY-hidden", tags=tags, topics=topics),
        a_deleted_note(mei, title="KEY-gone", tags=tags, topics=topics),
    ]
    set_status(a_product(lipstick.shop, "KEY-9Z"), ProductStatus.DRAFT)
    a_note(mei, title="Open", topics=("open-topic",))
    Follow.objects.create(follower=mei, followed=tom)
    Follow.objects.create(follower=tom, followed=mei)

    paths = ["/@mei", "/@mei.rss", "/topics/open-topic.rss", f"/brands/{lipstick.brand.slug}.rss", "/robots.txt"]
    paths += [f"/products/{encode(lipstick.pk)}", f"/shops/{lipstick.shop.slug}"]
    read = everything_a_machine_reads(browser_of()) + "".join(text_of(browser_of(), path) for path in paths)

    assert "KEY-" not in read
    assert "secret-topic" not in read
    for note in secret:
        assert encode(note.pk) not in read
        for picture in note.pictures.all():
            assert picture.secret not in read
    friend = text_of(browser_of(tom), note_path(secret[0]))
    assert "KEY-8R3" in friend
    assert graph_in(friend) == {}
    assert "og:" not in friend
    assert '<meta name="robots" content="noindex">' in friend
    assert graph_in(text_of(browser_of(tom), f"/products/{encode(lipstick.pk)}")) == {}


def preview_of(browser: Any, address: str) -> dict[str, str]:
    """Name or property → content, as a machine reads it."""
    return {name: values[0] for name, values in Head(text_of(browser, address)).told.items()}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_who_paid_is_told_before_the_words(mei: Person, lipstick: Product, browser_of: Any, language: str) -> None:
    browser = browser_of(**{"Accept-Language": language})
    words = {"en": ["paid partnership", "gifted"], "zh-Hans": ["商业合作", "受赠"]}[language]
    note = a_note(mei, body="My first week", is_paid=True, tags=(a_tag(lipstick, "gifted", rating=5),))

    told, graph = preview_of(browser, note_path(note)), graph_in(text_of(browser, note_path(note)))

    assert told["og:description"] == told["description"] == f"{words[0]} · {words[1]} — My first week"
    assert graph["SocialMediaPosting"]["keywords"] == words
    assert graph["SocialMediaPosting"]["sponsor"] == [
        {"@type": "Organization", "description": words[1], "name": "Petal Theory"},
        {"@type": "Organization", "description": words[0]},
    ]
    assert "sponsor" not in graph_in(text_of(browser, note_path(a_note(mei))))["SocialMediaPosting"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('"Quotes" & </script>\n\n<b>lines</b>', '"Quotes" & </script> <b>lines</b>'),
        ("字" * 200, "字" * 159 + "…"),
        ("x" * 200, "x" * 159 + "…"),
        ("👩‍👩‍👧‍👦" * 30, "👩‍👩‍👧‍👦" * 22 + "…"),
        ("word " * 40, "word " * 31 + "word…"),
    ],
)
def test_a_description_is_one_line_and_cuts_no_sign(mei: Person, browser_of: Any, body: str, told: str) -> None:
    note = a_note(mei, body=body)

    assert preview_of(browser_of(), note_path(note))["og:description"] == told
    assert graph_in(text_of(browser_of(), note_path(note)))["SocialMediaPosting"]["text"] == body.strip()


def test_a_text_card_is_told_with_its_words(mei: Person, browser_of: Any) -> None:
    note = a_note(mei, pictures=0, title="", cover_words="Use it up first", cover_style=4)

    told = preview_of(browser_of(), note_path(note))
    assert (told["og:description"], told["twitter:card"]) == ("Use it up first", "summary")
    assert told["og:image"].startswith(f"{SITE}/static/icon-512")


def test_a_talk_is_told_as_everybody_sees_it(mei: Person, tom: Person, zoe: Person, browser_of: Any) -> None:
    note = a_note(mei)
    hidden, first = add_comment(zoe, note, "KEY-gone"), add_comment(tom, note, "字" * 300)
    remove_comment(hidden, by=zoe)

    posting = graph_in(text_of(browser_of(), note_path(note)))["DiscussionForumPosting"]
    assert [comment["author"]["url"] for comment in posting["comment"]] == [f"{SITE}/@tom"]
    assert posting["comment"][0]["text"] == "字" * 159 + "…"
    assert posting["comment"][0]["url"] == f"{SITE}{note_path(note)}?comment={encode(first.pk)}#c-{first.pk}"
    assert graph_in(text_of(browser_of(tom), note_path(note))) == {}


def test_a_question_is_told_with_its_answers(mei: Person, tom: Person, zoe: Person, browser_of: Any) -> None:
    question = a_note(mei, title="Which?", body="For dry lips", is_question=True)
    coral, rose = add_comment(tom, question, "Coral"), add_comment(zoe, question, "Rose")
    add_comment(mei, question, "thanks", parent=coral)

    open_one = graph_in(text_of(browser_of(), note_path(question)))["QAPage"]["mainEntity"]
    assert (open_one["name"], open_one["text"], open_one["answerCount"]) == ("Which?", "For dry lips", 2)
    assert {answer["text"] for answer in open_one["suggestedAnswer"]} == {"Coral", "Rose"}
    assert "acceptedAnswer" not in open_one

    choose_answer(rose)

    answered = graph_in(text_of(browser_of(), note_path(question)))["QAPage"]["mainEntity"]
    assert answered["acceptedAnswer"]["text"] == "Rose"
    assert answered["acceptedAnswer"]["author"]["url"] == f"{SITE}/@zoe"
    assert [answer["text"] for answer in answered["suggestedAnswer"]] == ["Coral"]


def test_a_list_tells_what_everybody_finds_on_it(mei: Person, lipstick: Product, browser_of: Any) -> None:
    note = a_note(mei, topics=("tea",), channel="beauty")
    board = create_board(mei, "Spring")
    save_note(mei, note, board)
    save_thing(mei, lipstick, board)
    note_there, product_there = f"{SITE}{note_path(note)}", f"{SITE}/products/{encode(lipstick.pk)}"
    lists = {
        "/topics/tea": [note_there],
        f"/boards/{encode(board.pk)}": [product_there, note_there],
        "/shops/hanok": [product_there],
        "/brands/petal-theory": [product_there],
        "/categories/lips": [product_there],
    }

    for address, expected in lists.items():
        items = graph_in(text_of(browser_of(), address))["ItemList"]["itemListElement"]
        assert [item["url"] for item in items] == expected, address
        assert "ItemList" not in graph_in(text_of(browser_of(mei), address)), address


def test_sitemaps_name_every_public_page_once(
    mei: Person, lipstick: Product, browser_of: Any, monkeypatch: Any
) -> None:
    """CAT-4: names of any script have addresses of their own."""
    monkeypatch.setattr("cinnabar.front.sitemaps.A_PAGE", 2)
    notes = [a_note(mei, title="T恤 白色", topics=("灵感 🌸",), tags=(a_tag(lipstick),)) for _ in range(5)]

    read = everything_a_machine_reads(browser_of())

    for note in notes:
        assert read.count(f"<loc>{SITE}{note_path(note)}</loc>") == 1
    assert read.count("/sitemaps/notes-") == 3
    assert "/topics/%E7%81%B5%E6%84%9F%20%F0%9F%8C%B8</loc>" in read
    for path in ("/@mei", f"/shops/{lipstick.shop.slug}", f"/products/{encode(lipstick.pk)}", "/brands/petal-theory"):
        assert read.count(f"<loc>{SITE}{path}</loc>") == 1
    assert "//" not in read.replace("http://", "")
    for place in re.findall("<loc>(.*?)</loc>", read):
        assert browser_of().get(place.removeprefix(SITE)).status_code == 200, place
    assert browser_of().get(f"/sitemaps/secrets-{encode(1)}.xml").status_code == 404


def test_the_sitemap_may_be_kept_for_an_hour_and_sets_no_cookie(mei: Person, browser_of: Any) -> None:
    answer = browser_of().get("/sitemap.xml")

    assert answer["Cache-Control"] == "public, max-age=3600"
    assert not answer.cookies
    assert f"Sitemap: {SITE}/sitemap.xml" in text_of(browser_of(), "/robots.txt")


def test_a_feed_is_valid_and_holds_the_latest_thirty(mei: Person, lipstick: Product, browser_of: Any) -> None:
    for number in range(31):
        a_note(mei, title=f"N{number}", body="<b>&\ufffe\U0001f338", topics=("tea",), tags=(a_tag(lipstick),))

    for path in ("/topics/tea.rss", "/@mei.rss", "/brands/petal-theory.rss"):
        answer = browser_of().get(path)
        assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
        items = Xml.fromstring(answer.content).findall("channel/item")
        assert len(items) == 30, path
        assert items[0].findtext("title") == "N30"
        assert items[0].findtext("description").startswith("<b>&🌸")
        assert items[0].findtext("link").startswith(f"{SITE}/notes/")
    assert browser_of().get("/topics/nobody.rss").status_code == 404
    assert browser_of().get("/@nobody.rss").status_code == 404
    assert browser_of().get("/brands/nobody.rss").status_code == 404
    assert 'type="application/rss+xml"' in text_of(browser_of(), "/topics/tea")
