"""Another spelling of a question whose words occur nowhere: pinyin, initials, homophones, slips of the finger. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import rjieba
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from cinnabar.search.text.pinyin import heard
from cinnabar.search.text.tokens import is_dense

SHORTEST = 4  # letters of a word that may be a slip of another
ALIKE = 0.72  # of 1; a slip in five letters, two in eight
LONGEST = 5  # characters of a word that may be written by its sound
LONGEST_SOUND = 30  # letters of them
MOST_WORDS = 4  # written as one by their sounds
PARTICLES = {"de": "的"}  # the only word of one syllable that is looked for between others


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the index: Latin ones as they stand, Chinese ones by how they sound."""

    latin: Sequence[str] = ()
    sounds: Mapping[str, str] = field(default_factory=dict)  # kouhong → 口红, the most frequent of its homophones
    initials: Mapping[str, str] = field(default_factory=dict)  # kh → 口红


def respell(line: str, is_known: Callable[[str], bool], vocabulary: Vocabulary) -> str:
    """The canonical line with every unknown word in the most likely spelling; the same line where none is."""
    return " ".join(
        _dense(word, is_known, vocabulary) if is_dense(word) else _latin(word, is_known, vocabulary)
        for word in line.split()
    )


def _latin(word: str, is_known: Callable[[str], bool], vocabulary: Vocabulary) -> str:
    if is_known(word) or not word.isalpha() or not word.isascii() or len(word) < 2:
        return word
    for said in (word, f"{word}ing"):  # the stemmer takes `naiping` for a verb
        if chinese := vocabulary.sounds.get(said) or vocabulary.initials.get(said):
            return chinese
    if len(word) < SHORTEST:
        return word
    if chinese := _by_sound(word, vocabulary.sounds):
        return chinese
    near = process.extractOne(
        word, vocabulary.latin, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=ALIKE
    )
    return near[0] if near else word


def _by_sound(word: str, sounds: Mapping[str, str]) -> str:
    """The fewest Chinese words whose sounds make up the whole word, or nothing: `kouhongshise`."""
    best: list[tuple[int, str] | None] = [(0, "")]
    for end in range(1, len(word) + 1):
        made = [
            (before[0] + 1, before[1] + said)
            for begin in range(max(0, end - LONGEST_SOUND), end)
            if (before := best[begin]) and (said := sounds.get(word[begin:end]) or PARTICLES.get(word[begin:end]))
        ]
        best.append(min(made, default=None))
    whole = best[-1]
    return whole[1] if whole and whole[0] <= MOST_WORDS else ""


def _dense(run: str, is_known: Callable[[str], bool], vocabulary: Vocabulary) -> str:
    """Words of the same sound in place of those with an odd character, the longest first.

    A dictionary's word is never cut, and two words that nobody wrote beside each other are no mistake.
    """
    ends = [0, *accumulate(map(len, rjieba.cut(run, hmm=False)))]
    odd = _odd_ones(run, ends, is_known)
    if not odd:
        return run
    place, said = 0, ""
    while place < len(run):
        for size in range(min(LONGEST, len(run) - place), 1, -1):
            is_whole = place in ends and place + size in ends
            other = vocabulary.sounds.get(heard(run[place : place + size]), "") if is_whole else ""
            if len(other) == size and not odd.isdisjoint(range(place, place + size)):
                said += other
                place += size
                break
        else:
            said += run[place]
            place += 1
    return said


def _odd_ones(run: str, ends: Sequence[int], is_known: Callable[[str], bool]) -> set[int]:
    """The places of characters that are no part of a longer word and of no pair that occurs."""
    pairs = [is_known(run[at : at + 2]) for at in range(len(run) - 1)]
    single = {begin for begin, end in pairwise(ends) if end - begin == 1}
    return {place for place in single if not any(pairs[max(0, place - 1) : place + 1])}
