"""When a question means one product, and what to ask instead of one that finds nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person
from cinnabar.search.alternatives import fewer_words
from cinnabar.search.naming import Named, the_named
from cinnabar.search.text.question import ask

LIPSTICK = Named(1, ("Petal Melt Lipstick", "花瓣融唇膏"), "Petal Theory")
OTHER = Named(2, ("Velvet Hour Lipstick", "丝绒时刻口红"), "Maison Ombrelle")
SUITCASE = Named(3, ("Cabin 38 Suitcase", ""), "Nord")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        *[("petal melt", 1), ("花瓣融", 1), ("petal theory petal melt lipstick", 1), ("cabin suitcase", 3)],
        *[
            ("lipstick", None),
            ("petal theory", None),
            ("petal melt cushion", None),
            ("唇膏", None),
            ("", None),
            ("?!", None),
        ],
    ],
)
def test_a_question_names_a_product_or_a_kind_of_it(words: str, named: int | None) -> None:
    assert the_named(ask(words), [LIPSTICK, OTHER, SUITCASE]) == named


def test_a_name_that_three_products_bear_is_a_kind() -> None:
    assert the_named(ask("petal melt"), [LIPSTICK, Named(4, LIPSTICK.names, ""), OTHER]) == 1
    assert the_named(ask("petal melt"), [LIPSTICK, *(Named(n, LIPSTICK.names, "") for n in (4, 5))]) is None


def test_fewer_words_that_find_something_are_offered(mei: Person, tom: Person) -> None:
    a_note(mei, title="zebra one")
    a_note(mei, title="zebra two")
    a_note(mei, title="giraffe", visibility="friends")

    def offered(text: str) -> list[tuple[str, int]]:
        return [(one.words, one.found) for one in fewer_words(text, AnonymousUser())]

    assert offered("zebra quagga") == [("zebra", 2)]
    assert offered("zebra #nothing") == [("zebra", 2)]
    assert offered("giraffe quagga") == offered("quagga") == offered("") == offered("?! ?!") == []


def test_chinese_is_taken_apart_by_its_words(mei: Person) -> None:
    a_note(mei, title="口红试色")

    assert [one.words for one in fewer_words("口红航天飞机", AnonymousUser())] == ["口红"]
