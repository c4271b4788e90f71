"""Amounts as people type them: never ten or a hundred times as much."""

from __future__ import annotations

import pytest

from cinnabar.kit.money import NotAnAmount, minor_of, typed

READ = [
    ("12.50", "EUR", 1250),
    ("12.5", "EUR", 1250),
    ("12", "EUR", 1200),
    ("０.０５", "EUR", 5),
    (" 1250 ", "JPY", 1250),
]
REFUSED = [("12,50", "EUR"), ("1,250.00", "EUR"), ("12.505", "EUR"), ("12.", "EUR"), (".5", "EUR"), ("-1", "EUR")]
REFUSED += [
    ("1e3", "EUR"),
    ("", "EUR"),
    ("12.0", "JPY"),
    ("€12", "EUR"),
    ("1 250", "EUR"),
    ("9" * 30, "EUR"),
    ("٣", "EUR"),
]


@pytest.mark.parametrize(("text", "currency", "minor"), READ)
def test_what_is_read(text: str, currency: str, minor: int) -> None:
    assert minor_of(text, currency) == minor


@pytest.mark.parametrize(("text", "currency"), REFUSED)
def test_what_is_refused(text: str, currency: str) -> None:
    with pytest.raises(NotAnAmount):
        minor_of(text, currency)


@pytest.mark.parametrize(("minor", "currency", "text"), [(1250, "EUR", "12.50"), (1250, "JPY", "1250")])
def test_what_is_shown_is_read_again(minor: int, currency: str, text: str) -> None:
    assert typed(minor, currency) == text
    assert minor_of(text, currency) == minor
