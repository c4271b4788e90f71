"""What is offered while somebody types."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from cinnabar.activity.searches import Answer, record_search
from cinnabar.notes.actions import hide_note
from cinnabar.notes.tests.props import a_note
from cinnabar.people.actions import block
from cinnabar.people.models import Person
from cinnabar.search.actions import catch_up
from cinnabar.search.completions import LEAST_PEOPLE, count_popular, suggestions
from cinnabar.search.models import PopularQuery
from cinnabar.search.safety import is_safe
from cinnabar.search.text.completing import beginnings, sounds, typed
from cinnabar.shop.actions import close_shop, set_status
from cinnabar.shop.models import Product, ProductStatus, Shop


def offered(text: str, viewer: Any = None) -> list[tuple[str, int]]:
    return [(one.kind, one.subject_id) for one in suggestions(text, viewer or AnonymousUser())]


def test_a_name_is_offered_from_each_of_its_words_on() -> None:
    assert beginnings("Petal  Melt 30 ML") == [("petal melt 30 ml", True), ("melt 30 ml", False), ("30 ml", False)]
    assert beginnings("花瓣融") == [("花瓣融", True), ("瓣融", False), ("融", False)]
    assert sounds("花瓣融唇膏") == [
        *[("huabanrongchungao", True), ("hbrcg", True)],
        *[("rongchungao", False), ("rcg", False), ("chungao", False), ("cg", False)],
    ]
    assert sounds("Petal") == []
    assert typed("  ＰETAL\u3000 m\0") == "petal m"


@pytest.mark.parametrize("text", "p pe petal PETAL ＰＥＴ melt 花 花瓣 融 花瓣融唇 h hu huaban hbr rong".split())
def test_a_product_is_offered_in_chinese_english_pinyin_and_initials(lipstick: Product, text: str) -> None:
    catch_up()

    assert ("product", lipstick.pk) in offered(text)
    assert ("product", lipstick.pk) not in offered("x" + text)


def test_people_brands_and_topics_are_offered_too(mei: Person, lipstick: Product) -> None:
    note = a_note(mei, title="x", topics={"早八妆": "早八妆"})
    catch_up()

    assert ("person", mei.pk) in offered("me")
    assert ("brand", lipstick.brand_id) in offered("petal th")
    assert [kind for kind, _id in offered("zaoba")] == ["topic"]
    hide_note(note, reason="x")
    assert offered("早八") == offered("zaoba") == []


def test_what_may_not_be_seen_is_not_offered_from_that_moment_on(
    mei: Person, tom: Person, hanok: Shop, lipstick: Product
) -> None:
    catch_up()
    set_status(lipstick, ProductStatus.PAUSED)
    assert ("product", lipstick.pk) not in offered("petal")
    set_status(lipstick, ProductStatus.ACTIVE)
    assert ("product", lipstick.pk) in offered("petal")
    close_shop(hanok)
    assert ("product", lipstick.pk) not in offered("petal")

    block(mei, tom)
    assert (offered("mei", tom), offered("tom", mei)) == ([], [])
    assert offered("mei") == [("person", mei.pk)]


def test_queries_are_offered_when_five_people_asked_and_found(db: None) -> None:
    for person in range(LEAST_PEOPLE):
        record_search(person, "Silk Scarf", "silk scarf", Answer(found=3))
        record_search(person, "quagga", "quagga", Answer(found=0))
        record_search(person, "nude silk", "nude silk", Answer(found=3))
        record_search(person, "silk 13800138000", "silk 13800138000", Answer(found=3))
    for person in range(LEAST_PEOPLE - 1):
        record_search(person, "silk tie", "silk tie", Answer(found=3))
    for _ in range(2):
        count_popular()

    assert [one.shown["words"] for one in suggestions("si", AnonymousUser())] == ["Silk Scarf"]
    assert list(PopularQuery.objects.values_list("line", "people")) == [("silk scarf", 5)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *[("口红", True), ("spf50 sunscreen", True), ("Essex tea", True), ("sex", False), ("裸体", False)],
        *[("me@mail.example", False), ("x", False), ("12345", False), ("138 0013 8000", False), ("?!", False)],
        ("x" * 50, False),
    ],
)
def test_only_safe_words_are_offered(words: str, expected: bool) -> None:
    assert is_safe(words) is expected


@pytest.mark.parametrize("text", ["", " ", "%", "_", "'", "\\", "🙏", "\0", "x" * 10_000, "\U0010ffff", "ابجد"])
def test_anything_may_be_typed(lipstick: Product, text: str) -> None:
    catch_up()

    assert offered(text) == []


def test_suggesting_asks_once(lipstick: Product, django_assert_num_queries: Any) -> None:
    catch_up()
    with django_assert_num_queries(1):
        offered("petal")
