"""What is understood of a question: operators, prices, and everything else that can be typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cinnabar.search.text.prices import Price
from cinnabar.search.text.wishes import MOST_OPERATORS, understand


def parts(text: str) -> list[tuple[str, str]]:
    return [(part.kind.value, part.value) for part in understand(text).parts]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ('"petal melt" lips', "petal melt lips", [("phrase", "petal melt")]),
        ("“花瓣融”好用吗", "花瓣融 好用吗", [("phrase", "花瓣融")]),
        ("「花瓣融」", "花瓣融", [("phrase", "花瓣融")]),
        ("lipstick -sample", "lipstick", [("without", "sample")]),
        ("口红 －小样", "口红", [("without", "小样")]),
        ('tea −"green tea"', "tea", [("without", "green tea")]),
        ("#早八妆 口红", "口红", [("topic", "早八妆")]),
        ("＃早八妆＃口红", "口红", [("topic", "早八妆")]),
        ("口红#早八妆", "口红", [("topic", "早八妆")]),
        ("@mei 口红", "口红", [("person", "mei")]),
        ('brand:"Petal Theory" lips', "lips", [("brand", "Petal Theory")]),
        ("品牌：花瓣理论 口红", "口红", [("brand", "花瓣理论")]),
        ("under 200 lipstick", "lipstick", [("price", "under 200")]),
        (
            "#早八妆 @mei -小样 500以下",
            "",
            [("topic", "早八妆"), ("person", "mei"), ("without", "小样"), ("price", "500以下")],
        ),
    ],
)
def test_operators_are_understood_in_every_writing(text: str, words: str, found: list[tuple[str, str]]) -> None:
    assert (understand(text).words, parts(text)) == (words, found)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "vitamin-c",
            "SPF50-100",
            "30-50ml",
            "<50ml serum",
            "under 18 years",
            "under 5 minutes",
            "25岁以下",
            "2024-2025",
        ),
        *(
            "a@b.com",
            "#05 coral",
            '15" laptop',
            "-",
            "--",
            "- tea",
            "#",
            "@",
            "brand:",
            "品牌 花",
            '"',
            '""',
            "no.5",
            "-50",
        ),
        *(
            "' OR 1=1 --",
            "-'",
            "-🙏",
            "brand:?",
            "a & b | !c:*",
            "?!…",
            "🙏",
            "ابجد",
            "24/7",
            "5折起",
            "iPhone 16",
            "0-3 months",
        ),
    ],
)
def test_what_is_no_operator_is_words(text: str) -> None:
    assert (understand(text).words, parts(text)) == (text, [])


CNY, EUR = ("CNY",), ("EUR",)


@pytest.mark.parametrize(
    ("text", "low", "high", "currencies"),
    [
        ("under 200", None, 200, ()),
        ("Over 50", 50, None, ()),
        ("50-100", 50, 100, ()),
        ("100 - 50", 50, 100, ()),
        ("５０～１００", 50, 100, ()),
        ("500以下", None, 500, ()),
        ("200元以上", 200, None, CNY),
        ("¥100~300", 100, 300, ("CNY", "JPY")),
        ("￥100～300", 100, 300, ("CNY", "JPY")),
        ("口红100到200元", 100, 200, CNY),
        ("2千以内", None, 2000, ()),
        ("1.5万以上", 15_000, None, ()),
        ("under €15.50", None, Decimal("15.5"), EUR),
        ("between 50 and 100 euros", 50, 100, EUR),
        ("from 50 to 100", 50, 100, ()),
        ("over 50 under 200", 50, 200, ()),
        ("under 200 under 100", None, 100, ()),
        ("< £20", None, 20, ("GBP",)),
        ("不超过300块", None, 300, CNY),
    ],
)
def test_price_words_are_bounds(
    text: str, low: Decimal | None, high: Decimal | None, currencies: tuple[str, ...]
) -> None:
    assert understand(text).price == Price(low, high, currencies)


WRITTEN = st.text(alphabet='ab口红 "“”-－#＃@:：brand品牌0123456789¥€以下under~.<>\u202e\u0600🙏\n', max_size=60)


@given(WRITTEN)
def test_whatever_is_typed_is_understood_and_each_part_can_be_taken_away(text: str) -> None:
    wish = understand(text)

    assert len(wish.parts) <= MOST_OPERATORS
    assert len(wish.words) <= len(text) + len(wish.parts)
    assert all(part.value for part in wish.parts)
    assert all(len(part.rest) < len(text) for part in wish.parts)


@pytest.mark.parametrize("sign", ["x", "#", '"', "-a ", "1-", "¥", "1", "<", "@a ", "brand:"])
def test_ten_thousand_characters_are_understood_at_once(sign: str) -> None:
    wish = understand((sign * 10_000)[:10_000])

    assert len(wish.parts) <= MOST_OPERATORS
