"""Function words, from a data file: what a question keeps saying whatever it asks about."""

from __future__ import annotations

from functools import cache

import rjieba

from cinnabar.search.text.folding import lines
from cinnabar.search.text.tokens import is_dense, read, triples


@cache
def function_words() -> frozenset[str]:
    """Canonical."""
    return frozenset(read(word).line.strip() for line in lines("function-words.txt") for word in line.split())


def telling_terms(line: str) -> set[str]:
    """The terms of a canonical line without its function words; none where it has no other words."""
    rest = read(" ".join(_telling_words(line)))
    return {term for term, _ in rest.terms}.union(triples(rest.line))


def _telling_words(line: str) -> list[str]:
    """What stands between function words; a character is one only where the dictionary does not see it in a word."""
    found = [""]
    for run in line.split():
        for word in rjieba.cut(run) if is_dense(run) else [run]:
            if word in function_words():
                found.append("")
            else:
                found[-1] += word
        found.append("")
    return [words for words in found if words]
