"""How Chinese words sound, as it is typed: `kouhong`, and by initials `kh`."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from cinnabar.search.text.folding import lines


@cache
def _library() -> Any:
    """Loaded when it is first needed: its dictionary takes half a second and sixty megabytes."""
    return import_module("pypinyin")


@lru_cache(maxsize=16_384)
def syllables(word: str) -> tuple[str, ...]:
    """The syllables of `word` without tones; what is not Chinese stays as it is."""
    return tuple(said.replace("ü", "v") for said in _library().lazy_pinyin(word))


def sound(word: str) -> str:
    return "".join(syllables(word))


def initials(word: str) -> str:
    return "".join(said[:1] for said in syllables(word))


@cache
def _sounds() -> dict[int, str]:
    return {ord(character): line.split()[0] for line in lines("sounds.txt") for character in line.split()[1]}


def heard(word: str) -> str:
    """The sound of a simplified word character by character: nearly always `sound`, without its library."""
    return word.translate(_sounds())
