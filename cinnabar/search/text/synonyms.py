"""Synonyms, translations and names of brands, from data files: who asks for 口红 also means lipstick."""

from __future__ import annotations

from functools import cache

from cinnabar.search.text.folding import lines
from cinnabar.search.text.tokens import read


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Canonical phrase → the other phrases that mean it, each canonical."""
    found: dict[str, list[str]] = {}
    for line in (*lines("synonyms.txt"), *lines("brands.txt")):
        is_one_way = " > " in line
        phrases = [read(phrase).line.strip() for phrase in line.replace(" > ", " = ").split(" = ")]
        for phrase in phrases[:1] if is_one_way else phrases:
            others = found.setdefault(phrase, [])
            others += [other for other in phrases if other != phrase and other not in others]
    return {phrase: tuple(others) for phrase, others in found.items()}


@cache
def longest_synonym() -> int:
    """Characters of the longest phrase that has synonyms."""
    return max(map(len, synonyms()))
