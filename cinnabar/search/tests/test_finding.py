"""What is found, by whom, and from when on."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.notes.actions import delete_note, edit_note, hide_note, restore_note, undelete_note
from cinnabar.notes.tests.props import a_note, a_tag, content
from cinnabar.people.actions import block
from cinnabar.people.models import Person
from cinnabar.search import actions, census, index
from cinnabar.search.models import Document, Kind
from cinnabar.search.text.tokens import VERSION
from cinnabar.shop.actions import close_shop, reopen_shop, set_status
from cinnabar.shop.models import Product, ProductStatus, Shop


@pytest.mark.parametrize("words", "青花 茶杯 开箱 釉面 瓷 手工烧制 iphone16 随手".split())
def test_chinese_words_inside_a_text_are_found(mei: Person, found: Any, words: str) -> None:
    note = a_note(mei, title="青花瓷茶杯开箱", body="景德镇手工烧制，釉面很润 iPhone16随手拍")

    assert found(words) == [note.pk]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        *[
            ("ＩＰＨＯＮＥ１６ 手机壳", "iphone16"),
            ("ＩＰＨＯＮＥ１６ 手机壳", "iPhone 16"),
            ("iphone16", "ＩＰＨＯＮＥ"),
        ],
        *[("國際論壇 茶葉展", "国际论坛"), ("國際論壇 茶葉展", "茶叶"), ("茶叶展", "茶葉"), ("Café", "Cafe\u0301")],
        *[("口红试色", "lipstick"), ("My lipsticks", "口红"), ("Sunscreen", "防曬")],
    ],
)
def test_another_writing_or_language_is_found(mei: Person, found: Any, title: str, words: str) -> None:
    note = a_note(mei, title=title)

    assert found(words) == [note.pk]


def test_a_note_is_found_from_its_publication_on_and_gone_when_hidden(mei: Person, found: Any) -> None:
    note = a_note(mei, title="zebra-91xk", topics={"斑马91": "斑马91"})
    assert found("zebra-91xk") == found("斑马91") == [note.pk]

    hide_note(note, reason="x")
    assert found("zebra-91xk") == found("斑马91") == found("斑马91", kind=Kind.TOPIC) == []
    restore_note(note)
    assert found("zebra-91xk") == [note.pk]
    delete_note(note)
    assert found("zebra-91xk") == []
    undelete_note(note)
    assert found("zebra-91xk") == [note.pk]


def test_words_follow_an_edit(mei: Person, found: Any) -> None:
    note = a_note(mei, title="zebra")
    edit_note(note, content(mei, title="giraffe"))

    assert (found("zebra"), found("giraffe")) == ([], [note.pk])


def test_a_note_for_friends_is_found_by_its_author_only_and_not_by_whom_they_block(
    mei: Person, tom: Person, found: Any
) -> None:
    private = a_note(mei, title="zebra", visibility="friends")
    public = a_note(mei, title="giraffe")
    assert (found("zebra", mei), found("zebra", tom), found("zebra")) == ([private.pk], [], [])
    assert found("giraffe", tom) == [public.pk]

    block(mei, tom)
    assert found("giraffe", tom) == found("mei", tom, Kind.PERSON) == []
    assert found("giraffe") == [public.pk]


def test_a_product_is_found_by_name_brand_and_shade_while_it_is_on_sale(
    hanok: Shop, lipstick: Product, mei: Person, found: Any
) -> None:
    index.renew(Kind.PRODUCT, [lipstick.pk])
    note = a_note(mei, title="珊瑚橘到底挑不挑皮", tags=(a_tag(lipstick),))
    for words in ("petal melt", "花瓣融唇膏", "花瓣理论", "珊瑚橘", "lipstick"):
        assert found(words, kind=Kind.PRODUCT) == [lipstick.pk], words
    assert found("petal melt") == [note.pk]

    set_status(lipstick, ProductStatus.PAUSED)
    assert found("petal melt", kind=Kind.PRODUCT) == []
    set_status(lipstick, ProductStatus.ACTIVE)
    close_shop(hanok)
    assert found("petal melt", kind=Kind.PRODUCT) == []
    reopen_shop(hanok)
    assert found("petal melt", kind=Kind.PRODUCT) == [lipstick.pk]


@pytest.mark.parametrize(
    "words", ["", "?!…", "' OR 1=1 --", "a & b | !c:*", "x" * 10_000, "茶" * 10_000, "🙏", "ابجد", "\\"]
)
def test_any_question_is_answered(mei: Person, found: Any, words: str) -> None:
    a_note(mei, title="tea")

    assert found(words) == []


def test_the_drift_check_mends_a_lost_and_a_stale_document(mei: Person, found: Any) -> None:
    note, other = a_note(mei, title="zebra"), a_note(mei, title="giraffe")
    index.renew(Kind.PERSON, [mei.pk])
    Document.objects.filter(subject_id=note.pk).delete()
    Document.objects.filter(subject_id=other.pk).update(version=0)
    Document.objects.create(subject_id=7, kind=Kind.NOTE, version=VERSION, head_terms="", body_terms="")

    assert index.drift(repair=True) == index.Drift(missing=1, surplus=1, outdated=1)
    assert index.drift().is_none
    assert found("zebra") == [note.pk]


def test_another_word_for_the_same_counts_only_as_a_whole(mei: Person, found: Any) -> None:
    whole = a_note(mei, title="Which sun cream?")
    a_note(mei, title="Sun on the windowsill")

    assert found("防晒") == [whole.pk]


def test_what_an_older_tokeniser_read_still_answers_until_a_rebuild_that_tells_how_far_it_is(
    mei: Person, found: Any
) -> None:
    note, other = a_note(mei, title="zebra"), a_note(mei, title="zebras")
    Document.objects.filter(subject_id=note.pk).update(version=VERSION - 1)
    census.take()
    assert census.is_outdated()
    assert found("zebra") == [other.pk, note.pk]

    told: list[str] = []
    actions.rebuild(say=told.append)

    assert "Note: 2 of 2" in told
    assert not census.is_outdated()
    assert found("zebra") == [other.pk, note.pk]
