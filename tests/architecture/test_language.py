"""Words: one way to set the language, one translation for a word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from tests.architecture.shape import ROOT

SETS_LANGUAGE = re.compile(
    r"\btranslation\.(override|activate)\(|from django\.utils\.translation import .*\b(override|activate)\b"
)


def test_the_language_is_set_by_speaking_only() -> None:
    """`kit.language.spoken` answers quickly because nothing else changes the language."""
    sources = [file for file in (ROOT / "cinnabar").rglob("*.py") if "tests" not in file.parts]
    setting = [str(file.relative_to(ROOT)) for file in sources if SETS_LANGUAGE.search(file.read_text())]

    assert setting == ["cinnabar/kit/language.py"]


ASKS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}


def words_in_f_strings(file: Path) -> Iterator[str]:
    for text in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.JoinedStr)):
        for call in (node for node in ast.walk(text) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in ASKS:
                yield f"{file.relative_to(ROOT)}:{call.lineno} {ast.unparse(call)}"


def test_no_word_hides_in_an_f_string() -> None:
    """Babel does not look into them, so such a word is lost to every language but English."""
    sources = [file for file in (ROOT / "cinnabar").rglob("*.py") if "tests" not in file.parts]

    assert [found for file in sources for found in words_in_f_strings(file)] == []


def test_a_word_has_the_same_translation_in_every_module() -> None:
    """Django merges all catalogues into one: of two translations of a word one would win everywhere.

    A word that means two things gets a context: `pgettext("channel", "Home")`.
    """
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for file in (ROOT / "cinnabar").glob("*/locale/zh_Hans/LC_MESSAGES/django.po"):
        with file.open("rb") as opened:
            for message in read_po(opened):
                if message.id and message.string:
                    module = file.relative_to(ROOT / "cinnabar").parts[0]
                    said.setdefault((message.context, str(message.id)), {})[str(message.string)] = module

    assert {word: by for word, by in said.items() if len(by) > 1} == {}
