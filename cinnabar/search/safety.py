"""Which questions may be offered to others: nothing rude or dangerous, nothing that looks like somebody's data."""

from __future__ import annotations

import re
from functools import cache

from cinnabar.search.text.folding import fold, lines

PRIVATE = re.compile(r"[@/\\]|\d{5}|\d[\d\s-]{7,}")
LONGEST = 40


def is_safe(words: str) -> bool:
    """Whether `words` may stand among the completions."""
    folded = fold(words)
    if not 2 <= len(folded) <= LONGEST or PRIVATE.search(folded) or not any(map(str.isalpha, folded)):
        return False
    return _unsafe().search(folded) is None


@cache
def _unsafe() -> re.Pattern[str]:
    words = [fold(line) for line in lines("unsafe.txt")]
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    dense = "|".join(re.escape(word) for word in words if not word.isascii())
    return re.compile(rf"\b(?:{latin})\b|{dense}")
