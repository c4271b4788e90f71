"""What a text is read as. Without a database."""

from __future__ import annotations

import pytest

from cinnabar.search.text.english import stem
from cinnabar.search.text.folding import fold
from cinnabar.search.text.marking import snippet, spans_of
from cinnabar.search.text.question import ask
from cinnabar.search.text.tokens import read


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＩＰＨＯＮＥ１６", "iphone16"),
        ("國際論壇 茶葉展", "国际论坛 茶叶展"),
        ("Cafe\u0301 CAFÉ", "cafe cafe"),
        ("Straße", "strasse"),
        ("Ёлка", "елка"),
        ("が", "が"),
    ],
)
def test_writings_that_mean_the_same_become_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("口红", "口 口红 红"),
        ("睫毛膏", "睫 睫毛 毛 毛膏 膏 睫毛膏"),
        ("iPhone16", "iphone 16"),
        ("SPF 50+", "spf spf50"),
        ("SPF50+", "spf spf50"),
        ("30 ml", "30ml"),
        ("30ml", "30ml"),
        ("#05", "05"),
        ("It's Olivia’s", "it olivia"),
        ("packing, packed", "pack pack"),
        ("🙏", "🙏"),
        ("…!?", ""),
        ("", ""),
    ],
)
def test_a_text_is_read_as_terms(text: str, terms: str) -> None:
    assert " ".join(term for term, _ in read(text).terms) == terms


def test_what_is_read_of_a_question_stands_in_the_line_of_a_text() -> None:
    line = read("Ｇｏｌｄ hoops，娃拽了一下午 30 ML").line

    assert line == " gold hoop 娃拽了一下午 30ml "


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        *[("empties", "empty"), ("candles", "candle"), ("boxes", "box"), ("running", "run"), ("chipped", "chip")],
        *[
            ("glass", "glass"),
            ("serum", "serum"),
            ("lens", "lens"),
            ("bus", "bus"),
            ("red", "red"),
            ("string", "string"),
        ],
    ],
)
def test_english_words_lose_number_and_verb_ending_only(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_a_question_knows_translations() -> None:
    assert {"lipstick", "唇膏"} <= set(ask("口红").terms)
    assert "口红" in ask("best LIPSTICKS").terms
    assert "雅诗兰黛" in ask("Estée Lauder").terms


def test_words_that_every_question_has_count_less_beside_others() -> None:
    weights = {concept.alternatives[0].phrase: concept.weight for concept in ask("宸是什么意思").concepts}

    assert {word for word, weight in weights.items() if weight == 1} == {"宸"}
    assert {concept.weight for concept in ask("为什么").concepts} == {1.0}


def test_the_words_of_a_question_are_marked_as_their_author_wrote_them() -> None:
    text = "她的口紅和 LIPSTICKS at the Cafe\u0301"

    marked = [text[begin:end] for begin, end in spans_of(text, ask("口红 lipstick café"))]

    assert marked == ["口紅", "LIPSTICKS", "Cafe\u0301"]


def test_a_snippet_begins_a_little_before_the_word() -> None:
    passage = snippet("一" * 80 + "口红" + "二" * 80, ask("口红"))

    assert passage is not None
    assert passage.text == "…" + "一" * 7 + "口红" + "二" * 23 + "…"
    assert [passage.text[begin:end] for begin, end in passage.spans] == ["口红"]
    assert snippet("nothing of it", ask("口红")) is None
