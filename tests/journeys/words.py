"""The languages of the pages: stories are told in English words and look for what the page says instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

MODULES = Path(__file__).resolve().parents[2] / "cinnabar"
GAP = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True)
class Language:
    """`say("Log in as %(handle)s", handle="mei")` is what a page in this language says."""

    lang: str  # of the page
    locale: str  # of the browser that asks for it
    button: str  # at the foot of every page

    def __call__(self, words: str, context: str = "", **values: str) -> str:
        said = words if self.lang == "en" else _catalogue()[context, words]
        return said % values if values else said

    def like(self, words: str) -> re.Pattern[str]:
        """The same words whatever stands in their gaps."""
        return re.compile(f"^{'.+'.join(map(re.escape, GAP.split(self(words))))}$")


@cache
def _catalogue() -> dict[tuple[str, str], str]:
    """Every sentence of the product in Chinese, which has no plural, by its context and its English singular."""
    said: dict[tuple[str, str], str] = {}
    for file in sorted(MODULES.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        with file.open("rb") as source:
            for word in read_po(source):
                said[word.context or "", _first(word.id)] = _first(word.string)
    return said


def _first(words: str | list[str] | tuple[str, ...] | None) -> str:
    return words if isinstance(words, str) else (words or [""])[0]


english = Language("en", "en-GB", "English")
chinese = Language("zh-Hans", "zh-CN", "简体中文")
