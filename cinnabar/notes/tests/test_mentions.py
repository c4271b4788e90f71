"""Who is named with an @: only people who are there, in any writing, with or without a space behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from cinnabar.notes.mentions import handles_named_in, people_named_in
from cinnabar.notes.rules import handles_meant
from cinnabar.people.models import Block, Person
from tests.cast import a_person


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("mei", ["mei"]),
        ("mei.", ["mei"]),
        ("mei你好", ["mei你好", "mei你", "mei"]),
        ("桃子真", ["桃子真", "桃子"]),
        ("x" * 25, []),
        ("notyourtoner", ["notyourtoner"]),
    ],
)
def test_a_handle_ends_where_a_word_may_end(written: str, meant: list[str]) -> None:
    assert handles_meant(written) == meant


def test_the_longest_handle_that_somebody_has_is_meant(mei: Person, tom: Person) -> None:
    peach, ripe = a_person("桃子"), a_person("桃子熟了")
    a_person("gone", is_active=False)

    assert people_named_in("谢谢@桃子熟了吗") == [ripe.pk]
    assert people_named_in("@桃子 @桃子好 @桃子") == [peach.pk]
    assert set(people_named_in("@MEI、@tom！@nobody @gone a@mei.example")) == {mei.pk, tom.pk}


def test_only_people_whom_the_reader_sees_are_linked(mei: Person, tom: Person, zoe: Person) -> None:
    Block.objects.create(blocker=tom, blocked=zoe)
    texts = ["hello @Mei", "and @tom"]

    assert handles_named_in(texts, zoe) == {"MEI": "mei"}
    assert handles_named_in(texts, AnonymousUser()) == {"MEI": "mei", "TOM": "tom"}


def test_a_page_without_an_at_asks_nothing(mei: Person, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert handles_named_in(["hello", "a@"], mei) == {}
