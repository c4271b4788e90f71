"""How long a text is."""

import pytest

from cinnabar.kit.text import clause, excerpt, length, tidy, units


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("口红", 2), ("lipstick", 4), ("lips", 2), ("lip", 2), ("MAC口红", 4), ("é", 1), ("👩‍👩‍👧‍👦", 7)],
)
def test_a_cjk_character_is_one_unit_and_ascii_half(text: str, count: int) -> None:
    assert units(text) == count


def test_a_line_break_counts_once_however_it_was_sent() -> None:
    assert length("a\r\nb\rc\nd") == 7


def test_tidy_keeps_line_breaks_and_emoji_but_no_controls() -> None:
    assert tidy("  空瓶\r\n记\x00\x07 👍🏽 \n") == "空瓶\n记 👍🏽"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("很好用，会回购。", "很好用"),
        ("I use it a lot. It's a good size.", "I use it a lot"),
        ("一" * 30, "一" * 20),
        (
            "This sentence is quite a bit longer than twenty units allow it to be",
            "This sentence is quite a bit longer than",
        ),
    ],
)
def test_the_first_clause_makes_a_title(text: str, title: str) -> None:
    assert clause(text, most=20) == title
    assert units(clause(text, most=20)) <= 20


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", "short"),
        (" two\n\nlines ", "two lines"),
        ("one two three", "one two…"),
        ("字" * 11, "字" * 9 + "…"),
        ("🇨🇳🇫🇷🇰🇷🇯🇵🇳🇿🇩🇪", "🇨🇳🇫🇷🇰🇷🇯🇵…"),
        ("aaaaa👩\u200d👩\u200d👧bb", "aaaaa…"),
        ("aaaaaaaa👍🏽bb", "aaaaaaaa…"),
        ("aaaaaaaae\u0301bb", "aaaaaaaa…"),
    ],
)
def test_an_excerpt_cuts_between_words_or_signs(text: str, shown: str) -> None:
    assert excerpt(text, most=10) == shown
    assert len(excerpt(text * 50, most=10)) <= 10
