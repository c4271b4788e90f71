"""From a text to tokens: words of letters, and of Chinese, which has no spaces, single characters and pairs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

PIECES = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]{2,}")
LONGEST = 2_000  # characters of a text that are read


def tokens_of(text: str) -> Iterator[str]:
    """Character 1- and 2-grams of Chinese, words of everything else, in lower case and in one width."""
    for piece in PIECES.findall(unicodedata.normalize("NFKC", text[:LONGEST]).lower()):
        if piece[0] < "\u3400" or piece[0] > "\ufaff":
            yield piece
        else:
            yield from piece
            yield from (piece[at : at + 2] for at in range(len(piece) - 1))
