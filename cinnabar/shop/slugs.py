"""A readable part of an address from any name, in any script."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from itertools import count

LONGEST = 60


def slug_of(name: str) -> str:
    """`name` as one part of an address: letters of any script, words joined by hyphens, never empty.

    A sign without letters is spelled out ("🌸" → "cherry-blossom"); what has no name at all gets a short mark.
    """
    spelled = "".join(_spelled(character) for character in unicodedata.normalize("NFKC", name).casefold())
    return _cut("-".join(spelled.split())) or hashlib.sha256(name.encode()).hexdigest()[:8]


def free_slug(name: str, *, is_taken: Callable[[str], bool]) -> str:
    """The slug of `name`, with the first number behind it that nobody has yet."""
    slug = slug_of(name)
    if not is_taken(slug):
        return slug
    for number in count(2):
        ending = f"-{number}"
        if not is_taken(numbered := slug[: LONGEST - len(ending)].rstrip("-") + ending):
            return numbered
    raise AssertionError("numbers do not end")


def _spelled(character: str) -> str:
    kind = unicodedata.category(character)
    if character.isalnum() or (kind[0] == "M" and not unicodedata.name(character, "").startswith("VARIATION")):
        return character
    if kind == "So":
        return f" {''.join(c if c.isalnum() else ' ' for c in unicodedata.name(character, '').lower())} "
    return "" if character in "'’" or kind == "Cf" else " "


def _cut(slug: str) -> str:
    if len(slug) <= LONGEST:
        return slug
    whole_words = slug[: LONGEST + 1].rpartition("-")[0]
    return whole_words if len(whole_words) > LONGEST // 2 else slug[:LONGEST].rstrip("-")
