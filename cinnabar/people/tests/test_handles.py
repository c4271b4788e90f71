"""What a handle may look like."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cinnabar.people.actions import HandleTaken, create_person
from cinnabar.people.handles import check_handle, tidy_handle
from cinnabar.people.models import Person
from cinnabar.people.profiles import NewPerson


@pytest.mark.parametrize(
    "handle",
    [
        "桃子不熬夜",
        "notyourtoner",
        "油皮阿may",
        "priya.shades",
        "hello_hoku",
        "a-b",
        "_zoe_",
        "Łódź",
        "ไทยแลนด์",
        "हिन्दी",
        "さくら",
        "정유진",
        "Анна",
        "茶" * 24,
        "x2",
    ],
)
def test_handles_of_all_scripts_may_be_had(handle: str) -> None:
    check_handle(tidy_handle(handle))


@pytest.mark.parametrize(
    ("handle", "why"),
    [
        ("", "length"),
        ("茶", "length"),
        ("茶" * 25, "length"),
        ("two words", "characters"),
        ("桃子🍑", "characters"),
        ("a/b", "characters"),
        ("a\u200db", "characters"),
        ("a\u202eb", "characters"),
        ("<b>", "characters"),
        (".zoe", "shape"),
        ("zoe.", "shape"),
        ("z..e", "shape"),
        ("--", "shape"),
        ("12345", "shape"),
        ("pаypal", "mixed"),  # the second letter is Cyrillic
        ("\u0301ab", "mixed"),
        ("Admin", "reserved"),
        ("a.d-m_in", "reserved"),
        ("官方", "reserved"),
        ("CinnabarTeam", "reserved"),
        ("__", "reserved"),
    ],
)
def test_handles_that_mislead_are_refused(handle: str, why: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_handle(tidy_handle(handle))

    assert refusal.value.code == why


@pytest.mark.parametrize(
    ("typed", "stored"), [("@tom", "tom"), ("ＴＯＭ", "TOM"), (" 桃子 ", "桃子"), ("e\u0301a", "éa")]
)
def test_the_same_handle_is_stored_the_same_however_it_is_typed(typed: str, stored: str) -> None:
    assert tidy_handle(typed) == stored


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "second"), [("Zoé", "ZOÉ"), ("Анна", "анна"), ("notyourtoner", "NotYourToner")])
def test_a_handle_is_had_once_in_any_capitals(first: str, second: str) -> None:
    create_person(NewPerson(first, "one@example.com"))

    with pytest.raises(HandleTaken):
        create_person(NewPerson(second, "two@example.com"))

    assert Person.objects.get().handle == first
    assert Person.objects.by_handle(second).handle == first
