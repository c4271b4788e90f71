"""The words of the index, as each process keeps them until terms are counted again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import rjieba

from cinnabar.search.models import Term, Word
from cinnabar.search.text.pinyin import initials, sound
from cinnabar.search.text.spelling import Vocabulary
from cinnabar.search.text.synonyms import synonyms
from cinnabar.search.text.tokens import TRIPLE, is_dense


def write_words() -> None:
    """Keep which of the counted terms are words, with their sounds. Runs with the count."""
    Word.objects.all().delete()
    Word.objects.bulk_create(_words(), batch_size=1000)


def _words() -> Iterator[Word]:
    """Latin words, the dictionary's words, and the trade's words (its synonyms) whose pairs occur."""
    counted = dict(Term.objects.exclude(term__startswith=TRIPLE).values_list("term", "documents"))
    chinese = {term: counted[term] for term in counted if len(term) > 1 and is_dense(term) and rjieba.has_word(term)}
    for word in filter(is_dense, synonyms()):
        if len(word) > 1 and " " not in word:
            chinese[word] = min(counted.get(word[at : at + 2], 0) for at in range(len(word) - 1))
    yield from (Word(word=term, documents=counted[term]) for term in counted if term.isalpha() and not is_dense(term))
    for word, documents in chinese.items():
        if documents:
            yield Word(word=word, documents=documents, sound=sound(word)[:64], initials=initials(word)[:8])


@lru_cache(maxsize=2)
def vocabulary(census: int) -> Vocabulary:
    """The words as they were at the count of that number."""
    latin: list[str] = []
    sounds: dict[str, str] = {}
    short: dict[str, str] = {}
    wished = synonyms()
    rows = Word.objects.order_by("word").values_list("word", "documents", "sound", "initials")
    # The most frequent homophone wins; among initials a word of the town's trade wins over any other.
    for word, _documents, said, first in sorted(rows, key=lambda row: (row[0] in wished, row[1])):
        if said:
            sounds[said] = word
            short[first] = word
        else:
            latin.append(word)
    return Vocabulary(latin, sounds, short)
