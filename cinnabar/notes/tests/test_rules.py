"""Arithmetic, in tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cinnabar.notes.rules import CARD_UNITS, card_size, cover_units, hashtags, hot, language_of, topic_name, topic_slug

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_tenfold_engagement_is_worth_two_and_a_half_days() -> None:
    old = hot(likes=99, saves=0, comments=0, published_at=NOON)
    new = hot(likes=9, saves=0, comments=0, published_at=NOON + timedelta(days=2.5))

    assert round(new - old, 9) == 0


@pytest.mark.parametrize(("likes", "saves", "comments"), [(6, 0, 0), (0, 2, 0), (0, 0, 3), (1, 1, 1)])
def test_a_save_weighs_three_likes_and_a_comment_two(likes: int, saves: int, comments: int) -> None:
    six_likes = hot(likes=6, saves=0, comments=0, published_at=NOON)

    assert hot(likes=likes, saves=saves, comments=comments, published_at=NOON) == six_likes


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("第三支了，还是会回购", "zh"),
        ("Third tube and still buying", "en"),
        ("这支唇膏真的很润 love the color so much", "mixed"),
        ("iPhone16随手拍的照片，釉面很润，景德镇手工烧制", "zh"),
        ("🌸🌸 123", ""),
        ("", ""),
    ],
)
def test_the_language_is_read_from_the_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("written", "name", "slug"),
    [
        ("#空瓶记", "空瓶记", "空瓶记"),
        ("  Lip   Care ", "Lip Care", "lip care"),
        ("ＡＢＣ", "ＡＢＣ", "abc"),
        ("Straße", "Straße", "strasse"),
        ("🌸", "🌸", "🌸"),
        ("a/b", "a b", "a b"),
        ("Ａ／Ｂ", "Ａ／Ｂ", "a b"),
        ("..", "", ""),
        ("#", "", ""),
        ("¨", "¨", ""),
    ],
)
def test_a_topic_has_one_address_for_all_its_writings(written: str, name: str, slug: str) -> None:
    # Field report CAT-4: no empty part, no slash, whatever the script.
    assert (topic_name(written), topic_slug(written)) == (name, slug)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("用完了 #空瓶记 #LipCare，推荐", ["空瓶记", "LipCare"]),
        ("＃成分党。#", ["成分党"]),
        ("https://example.com/#top and a#b", []),
        ("#🌸春天", ["🌸春天"]),
    ],
)
def test_topics_are_found_in_a_text(text: str, found: list[str]) -> None:
    assert hashtags(text) == found


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("退了", 1),
        ("护肤不是比谁买得多，是比谁用得完", 1),
        ("Perfume is what is left when the last bus has gone.", 3),
        ("incomprehensible", 5),  # one word, never broken while a smaller size holds it
        ("字" * 80, 5),
        ("the quick brown fox " * 8, 5),
        ("W" * 160, 6),
        ("👩‍👩‍👧‍👦" * 11, 4),
        ("مرحبا بالعالم", 1),
        ("one\n\n\n\ntwo", 2),
        ("a\n" * 30, 0),
    ],
)
def test_the_words_of_a_card_are_as_large_as_they_fit(text: str, size: int) -> None:
    assert card_size(text) == size


@pytest.mark.parametrize("letter", ["字", "W", "w", "W ", "w w ", "👍", "…", "ß"])
def test_whatever_the_counter_allows_fits_on_a_card(letter: str) -> None:
    # Field report TXT-1: only line breaks, which the writer sees, can make a card too full.
    most = CARD_UNITS * (2 if letter.isascii() else 1) // len(letter)
    assert card_size((letter * most).strip()) > 0


def test_a_card_holds_more_words_than_a_picture() -> None:
    assert [cover_units(style) for style in range(1, 8)] == [24, 24, 24, 80, 80, 80, 80]
