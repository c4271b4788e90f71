"""How long a text is, counted the same way here and in the browser (`assets/units.ts`)."""

from __future__ import annotations

import math
import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


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
