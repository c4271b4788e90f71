"""Folding: the writings that mean the same become one writing, character by character."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def fold(text: str) -> str:
    """`text` in compatibility form, without case, accents and traditional characters.

    Full and half width become one (NFKC), `Café` becomes `cafe`, `國際` becomes `国际`.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    return text if text.isascii() else _bare(text).translate(simplified())


def _bare(text: str) -> str:
    """Without the accents of Latin, Greek and Cyrillic letters; marks of other scripts are part of their letters."""
    if not any("\xc0" <= character < "\u0500" or "\u0300" <= character < "\u0370" for character in text):
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not "\u0300" <= c < "\u0370"))


@cache
def simplified() -> dict[int, str]:
    """Traditional character → the simplified one it is read as."""
    return {ord(old): line[0] for line in lines("traditional.txt") for old in line[1:]}


def lines(name: str) -> list[str]:
    """The lines of a data file that are neither empty nor a comment."""
    text = (DATA / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]
