"""How long a text is, counted the same way here and in the browser (`assets/units.ts`)."""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import takewhile

_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
# What belongs to the sign before it: joiners, variation selectors, skin tones; combining marks are asked for.
_CLINGS = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


def tidy(text: str) -> str:
    """`text` with one kind of line end, without control characters and outer white space, composed (NFC)."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", _LINE_ENDS.sub("\n", text))).strip()


def length(text: str) -> int:
    """Code points after line ends are made one: what "1,000 characters" means everywhere."""
    return len(_LINE_ENDS.sub("\n", text))


def units(text: str) -> int:
    """Title units: an ASCII character counts one half, any other code point one; rounded up."""
    return math.ceil(sum(0.5 if ord(character) < 128 else 1 for character in text))


def clause(text: str, *, most: int) -> str:
    """The first clause of `text` that fits `most` units, for a text without a title."""
    first = re.split(r"[\n。！？!?；;]|[.,，、](?:\s|$)|，", text.strip(), maxsplit=1)[0].strip() or text.strip()
    while units(first) > most:
        shorter = first[:-1].rsplit(" ", 1)[0] if " " in first[:-1] and first.isascii() else first[:-1]
        first = shorter.rstrip()
    return first


def excerpt(text: str, *, most: int = 160) -> str:
    """The beginning of `text` in one line of at most `most` code points, cut between words or signs, never in one."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    end = most - 1
    while end > most // 2 and _is_inside(text, end):
        end -= 1
    space = text.rfind(" ", end - 20, end + 1)
    return text[: space if space > 0 else end].rstrip() + "…"


def _is_inside(text: str, place: int) -> bool:
    """Whether a cut at `place` would part what is seen as one sign."""
    if text[place - 1] == "\u200d" or _CLINGS.match(text[place]) or unicodedata.combining(text[place]):
        return True
    flags = len(list(takewhile(_is_flag_letter, reversed(text[:place]))))
    return flags % 2 == 1 and _is_flag_letter(text[place])


def _is_flag_letter(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
