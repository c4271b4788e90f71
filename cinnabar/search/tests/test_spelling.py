"""Other spellings of words that occur nowhere. Without a database, but for the last."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.notes.tests.props import a_note
from cinnabar.people.models import Person
from cinnabar.search import census
from cinnabar.search.text.pinyin import heard, sound
from cinnabar.search.text.spelling import Vocabulary, respell

WORDS = Vocabulary(
    latin=["lipstick", "sunscreen"],
    sounds={"kouhong": "口红", "jiemaogao": "睫毛膏", "naiping": "奶瓶", "shise": "试色"},
    initials={"kh": "口红", "jmg": "睫毛膏"},
)
KNOWN = {*WORDS.latin, *WORDS.sounds.values(), "睫毛", "毛膏", "试色", "tea"}


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        *[("kouhong", "口红"), ("kh", "口红"), ("jmg", "睫毛膏"), ("naip", "奶瓶")],
        *[("lipstik", "lipstick"), ("sunscren", "sunscreen"), ("口虹试色", "口红试色"), ("睫毛高", "睫毛膏")],
        *[("kouhongshise", "口红试色"), ("kouhongdenaiping", "口红的奶瓶"), ("kouhongx", "kouhongx")],
        *[("tea", "tea"), ("lipstick", "lipstick"), ("zebra", "zebra"), ("x", "x"), ("口红", "口红"), ("", "")],
    ],
)
def test_an_unknown_word_becomes_the_one_that_was_meant(asked: str, meant: str) -> None:
    assert respell(f" {asked} ", KNOWN.__contains__, WORDS) == meant


def test_a_question_needs_no_dictionary_of_sounds_in_the_web_process() -> None:
    assert [heard(word) for word in ("口虹", "睫毛高", "绿a")] == ["kouhong", "jiemaogao", "lva"]
    assert all(heard(word) == sound(word) for word in KNOWN)


@pytest.mark.parametrize("asked", ["口红官网微信", "口红西红柿减肥", "相声", "口红奶瓶"])
def test_two_words_that_nobody_wrote_beside_each_other_are_no_mistake(asked: str) -> None:
    words = Vocabulary(sounds={"guanwangwei": "官王维", "shijian": "时间", "xiangsheng": "相生", "hongnai": "红奶"})

    known = {*KNOWN, "官网", "微信"}
    assert respell(f" {asked} ", known.__contains__, words) == asked


def test_a_question_that_is_answered_well_is_not_respelt(mei: Person, found: Any) -> None:
    note = a_note(mei, title="五支口红试色 lipstick swatches, zebra")
    a_note(mei, title="donut")
    census.take()

    assert found("lipstick zebra swatches dount") == [note.pk]


def test_pinyin_initials_and_slips_find_the_same_note(mei: Person, found: Any) -> None:
    note = a_note(mei, title="五支口红试色", body="lipstick swatches")
    census.take()

    for words in ("kouhong", "kh", "口虹", "lipstik"):
        assert found(words) == [note.pk], words
