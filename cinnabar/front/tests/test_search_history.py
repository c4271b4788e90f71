"""What is kept of a search, for whom, and what is not."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from cinnabar.activity.jobs import forget_old_searches
from cinnabar.activity.models import Deed, SearchClick, Searched
from cinnabar.activity.searches import clear_searches, forget_search, last_searches
from cinnabar.front import suggesting
from cinnabar.kit.clock import at, now
from cinnabar.kit.ids import encode
from cinnabar.notes.tests.props import a_note
from cinnabar.people.actions import set_search_keeping
from cinnabar.people.models import Person
from cinnabar.search.actions import catch_up
from cinnabar.shop.models import Product


def test_a_search_is_kept_with_what_answered_it(mei: Person, tom: Person, lipstick: Product, browser_of: Any) -> None:
    note = a_note(mei, title="Petal Melt, honestly", topics={"petal": "petal"})
    catch_up()
    browser = browser_of(tom)
    browser.get("/search", {"q": "  Petal   MELT "})
    browser.get("/search", {"q": "petal melt", "tab": "notes"})  # another page of the same

    kept = Searched.objects.get()
    assert (kept.person_id, kept.words, kept.line) == (tom.pk, "Petal MELT", "petal melt")
    assert (kept.note_ids, kept.product_ids, kept.brand_ids) == ([note.pk], [lipstick.pk], [lipstick.brand_id])
    assert kept.topic_ids == [note.note_topics.get().topic_id]
    assert kept.found == 4


def test_of_visitors_and_of_who_wants_no_history_nothing_is_kept(mei: Person, tom: Person, browser_of: Any) -> None:
    note = a_note(mei, title="zebra")
    set_search_keeping(tom, keeps_searches=False)
    for browser in (browser_of(), browser_of(tom)):
        browser.get("/search?q=zebra")
        browser.get(f"/notes/{encode(note.pk)}", headers={"Referer": "http://testserver/search?q=zebra"})

    assert not Searched.objects.exists()
    assert not SearchClick.objects.exists()


@pytest.mark.parametrize(("place", "position"), [("", 1), ("7", 7)])
def test_what_is_opened_from_a_search_is_kept_with_its_place(
    mei: Person, tom: Person, browser_of: Any, place: str, position: int
) -> None:
    notes = [a_note(mei, title="zebra"), a_note(mei, title="zebra")]
    browser = browser_of(tom)
    browser.get("/search?q=Zebra")
    headers = {"Referer": "http://testserver/search?q=Zebra&tab=notes"} | ({"X-Position": place} if place else {})
    browser.get(f"/notes/{encode(notes[0].pk)}", headers=headers)
    browser.get(f"/notes/{encode(notes[1].pk)}", headers={"Referer": "http://elsewhere.test/search?q=Zebra"})

    click = SearchClick.objects.get()
    assert (click.search.line, click.kind, click.subject_id, click.position) == ("zebra", "note", notes[0].pk, position)
    assert list(Deed.objects.order_by("id").values_list("source", flat=True)) == ["search", ""]


def test_products_brands_topics_and_people_count_as_opened_too(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    topic = a_note(mei, title="petal", topics={"petal": "petal"}).note_topics.get().topic
    catch_up()
    browser = browser_of(tom)
    browser.get("/search?q=petal")
    for address in (f"/products/{encode(lipstick.pk)}", "/brands/petal-theory", "/topics/petal", "/@mei"):
        assert browser.get(address, headers={"Referer": "http://testserver/search?q=petal"}).status_code == 200

    kept = SearchClick.objects.order_by("id").values_list("kind", "subject_id", "position")
    assert list(kept) == [
        ("product", lipstick.pk, 0),
        ("brand", lipstick.brand_id, 0),
        ("topic", topic.pk, 0),
        ("person", mei.pk, None),
    ]


def test_searches_are_forgotten_one_by_one_all_at_once_and_by_age(mei: Person, tom: Person, browser_of: Any) -> None:
    note = a_note(mei, title="zebra")
    browser = browser_of(tom)
    for days, words in ((100, "old"), (3, "zebra"), (2, "giraffe"), (1, "ZEBRA")):
        with at(now() - timedelta(days=days)):
            browser_of(tom).get("/search", {"q": words})
    browser.get(f"/notes/{encode(note.pk)}", headers={"Referer": "http://testserver/search?q=zebra"})

    assert [one.words for one in last_searches(tom.pk)] == ["ZEBRA", "giraffe", "old"]
    forget_old_searches(0)
    assert [one.words for one in last_searches(tom.pk)] == ["ZEBRA", "giraffe"]
    forget_search(tom.pk, "zebra")
    assert [one.words for one in last_searches(tom.pk)] == ["giraffe"]
    clear_searches(tom.pk)
    assert not Searched.objects.exists()


def test_ones_own_searches_are_offered_again_removed_and_cleared(mei: Person, tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom)
    for words in ("Zebra", "giraffe", "zebra crossing"):
        browser.get("/search", {"q": words})

    def offered(query: str = "", who: Any = browser) -> list[str]:
        page = who.get(f"/search/suggestions?q={query}").content.decode()
        return re.findall("<span>(.*?)</span><small>searched before", page)

    assert offered() == ["zebra crossing", "giraffe", "Zebra"]
    assert offered("ZEB") == ["zebra crossing", "Zebra"]
    assert offered(who=browser_of(mei)) == offered(who=browser_of()) == []
    assert browser.post("/search/history/removal", {"words": "ZEBRA"}).status_code == 302
    assert re.findall('<li><a href="/search[^"]*">(.*?)</a>', browser.get("/search").content.decode()) == [
        "zebra crossing",
        "giraffe",
    ]
    browser_of(mei).post("/search/history/clearing")
    assert offered() == ["zebra crossing", "giraffe"]
    set_search_keeping(tom, keeps_searches=False)
    assert offered() == []
    set_search_keeping(tom, keeps_searches=True)
    browser.post("/search/history/clearing")
    assert offered() == []


def test_suggestions_have_addresses_and_are_limited(
    mei: Person, lipstick: Product, monkeypatch: pytest.MonkeyPatch, browser_of: Any, django_assert_num_queries: Any
) -> None:
    catch_up()
    with django_assert_num_queries(2):  # limit, suggestions
        page = browser_of().get("/search/suggestions?q=petal").content.decode()
    assert f'href="/products/{encode(lipstick.pk)}"' in page
    assert 'href="/brands/petal-theory"' in page
    assert page.count('role="option"') == 2

    monkeypatch.setattr(suggesting, "TIMES", 1)
    monkeypatch.setattr(suggesting, "SECONDS", 3600)
    assert browser_of().get("/search/suggestions?q=petal").status_code == 429
