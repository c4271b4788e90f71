"""A light English stemmer: number, -ing and -ed are taken off, nothing else.

Harman (1991), "How effective is suffixing?": the S-stemmer does most of the good and little of the harm; the two verb
endings are added because notes say "packing" and "packed" where readers ask "pack".
"""

from __future__ import annotations

import re
from functools import lru_cache

VOWEL = re.compile("[aeiouy]")
LETTERS = re.compile("[a-z]+")
DOUBLED = re.compile(r"([bdfgmnprt])\1$")
KEPT = frozenset(
    "series species lens news this his its was has is us plus less yes always thing nothing bed red".split()
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a folded word; what is no English word stays as it is."""
    if len(word) < 4 or word in KEPT or not LETTERS.fullmatch(word):
        return word
    return _verb(_singular(word))


def _singular(word: str) -> str:
    if word.endswith("ies") and not word.endswith(("eies", "aies")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("us", "ss", "is")):
        return word[:-1]
    return word


def _verb(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and VOWEL.search(rest):
            return DOUBLED.sub(r"\1", rest)
    return word
