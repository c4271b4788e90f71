"""Who wants what: people and notes as hidden points, and what somebody does in front of a page.

Nothing here is known to the engine, and nothing of the engine is known here: it is given the words of a note, its
author, and what people did. Examination falls with the place on the page (Craswell et al., "An Experimental
Comparison of Click Position-Bias Models", WSDM 2008); what is not looked at is not opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

WORTH = {"open": 0.2, "like": 1.5, "save": 3.0, "comment": 3.0, "follow": 3.0, "share": 4.0}
LARGE = 1_000  # followers from which on a creator is a large one
CREATORS = 100_000  # their ids begin here; those of readers and bots at 0


@dataclass(frozen=True, slots=True)
class Scale:
    """How much there is of everything."""

    people: int = 240
    creators: int = 80
    kinds: int = 8  # of taste
    hidden: int = 10  # dimensions of taste
    notes_at_first: int = 500
    notes_a_day: int = 12
    days: int = 8
    pages_a_day: float = 2.0
    words: int = 600  # of the language in which notes are written
    bots: int = 0  # accounts that write a note each and like one another's every day, besides the people
    bots_like: bool = True  # else they only write
    bots_stray: float = 0.0  # for each like among themselves, so many of what anybody else wrote


@dataclass(frozen=True, slots=True)
class Seen:
    """A note as it was answered: what was done, the strongest deed last; nothing when it was passed over."""

    place: int
    deeds: tuple[str, ...]

    @property
    def worth(self) -> float:
        return sum(WORTH[deed] for deed in self.deeds)


class World:
    """`taste` of people, `matter` and `quality` of notes; all of it follows from the seed."""

    def __init__(self, scale: Scale, seed: int) -> None:
        self.scale = scale
        self.random = np.random.default_rng(seed)
        self._kinds = self._unit((scale.kinds, scale.hidden))
        self.likings = self.random.dirichlet(np.full(scale.kinds, 0.25), scale.people)
        self.taste = self._blurred(self.likings @ self._kinds, 0.25)
        self.followers = np.sort(10 ** self.random.uniform(0.5, 5.0, scale.creators))[::-1].astype(np.int64)
        self._home_kind = self.random.integers(0, scale.kinds, scale.creators)
        self._sayings = self.random.dirichlet(np.full(scale.words, 0.03), scale.kinds)
        self._chatter = self.random.dirichlet(np.full(scale.words, 0.5))
        self.authors: list[int] = []
        self.kinds: list[int] = []
        self.born: list[float] = []
        self.words: list[tuple[str, ...]] = []
        most = scale.notes_at_first + scale.notes_a_day * scale.days + scale.bots
        self._matter, self._quality = np.zeros((most, scale.hidden)), np.zeros(most)
        for born in np.sort(self.random.uniform(-20, 0, scale.notes_at_first)):
            self.write(float(born))

    def __len__(self) -> int:
        return len(self.authors)

    def ages(self, day: float) -> dict[int, float]:
        """Of accounts that act, in days: readers were there before the first note, bots came with the first day."""
        scale = self.scale
        return {person: day + (30.0 if person < scale.people else 0.0) for person in range(scale.people + scale.bots)}

    def write(self, born: float, *, quality: float | None = None) -> int:
        """A new note; large creators write half of all. Its number."""
        is_large = self.random.random() < 0.5
        author = int(self.random.choice(np.flatnonzero((self.followers >= LARGE) == is_large)))
        kind = int(self._home_kind[author] if self.random.random() < 0.8 else self.random.integers(self.scale.kinds))
        return self._published(CREATORS + author, kind, born, quality)

    def write_as_bot(self, bot: int, born: float) -> int:
        """A note of nothing in particular, by an account that also acts."""
        return self._published(bot, int(self.random.integers(self.scale.kinds)), born, -0.5)

    def is_small(self, note: int) -> bool:
        """Whether its author is a creator with few followers."""
        author = self.authors[note] - CREATORS
        return author >= 0 and bool(self.followers[author] < LARGE)

    def is_large(self, note: int) -> bool:
        """Whether its author is a creator with many followers; bots have none."""
        return not self.is_by_bot(note) and not self.is_small(note)

    def is_by_bot(self, note: int) -> bool:
        return self.authors[note] < CREATORS

    def _published(self, author: int, kind: int, born: float, quality: float | None) -> int:
        note = len(self)
        self._matter[note] = self._blurred(self._kinds[kind][None, :], 0.35)[0]
        self._quality[note] = self.random.normal(0, 0.6) if quality is None else quality
        self.authors.append(author)
        self.kinds.append(kind)
        self.born.append(born)
        self.words.append(self._said(kind))
        return note

    def answer(self, person: int, page: Sequence[int]) -> list[Seen]:
        """What `person` does with each note of `page`."""
        wanted = self.wanted(person, np.array(page, np.int64))
        answers = []
        for place, (want, dice) in enumerate(zip(wanted, self.random.random((len(page), 7)), strict=True)):
            is_examined = dice[0] < 1 / (1 + 0.08 * place)
            answers.append(Seen(place, self._deeds(want, dice[1:]) if is_examined else ()))
        return answers

    def wanted(self, person: int, notes: Counts) -> Numbers:
        """How much each note moves that person, as a logit."""
        moved: Numbers = 4.5 * (self._matter[notes] @ self.taste[person]) + 1.2 * self._quality[notes] - 3.0
        return moved

    def apart(self, notes: Sequence[int]) -> float:
        """How little the notes have in common: one minus the mean cosine of two of them."""
        matter, count = self._matter[list(notes)], len(notes)
        return float(1 - ((matter @ matter.T).sum() - count) / max(count * (count - 1), 1))

    def expected(self, person: int, notes: Counts) -> Numbers:
        """The worth that each note would have for that person if it was looked at."""
        want = self.wanted(person, notes)
        opens = _chance(want)
        after = sum(WORTH[deed] * _chance(want - harder) for deed, harder in HARDER.items())
        expected: Numbers = opens * (WORTH["open"] + after)
        return expected

    def _deeds(self, want: float, dice: Numbers) -> tuple[str, ...]:
        if dice[0] >= _chance(want):
            return ()
        more = (
            deed for (deed, harder), luck in zip(HARDER.items(), dice[1:], strict=True) if luck < _chance(want - harder)
        )
        return ("open", *more)

    def _said(self, kind: int) -> tuple[str, ...]:
        mixed = 0.5 * self._sayings[kind] + 0.5 * self._chatter
        return tuple(f"w{word}" for word in self.random.choice(self.scale.words, size=14, p=mixed))

    def _unit(self, shape: tuple[int, int]) -> Numbers:
        points = self.random.standard_normal(shape)
        unit: Numbers = points / np.linalg.norm(points, axis=1, keepdims=True)
        return unit

    def _blurred(self, points: Numbers, much: float) -> Numbers:
        blurred = points + much * self._unit(points.shape)
        unit: Numbers = blurred / np.linalg.norm(blurred, axis=1, keepdims=True)
        return unit


# How much more somebody must be moved than for opening.
HARDER = {"like": 1.0, "save": 2.0, "comment": 3.0, "share": 3.5, "follow": 3.5}


def _chance(logit: Numbers | float) -> Numbers:
    chance: Numbers = 1 / (1 + np.exp(-np.asarray(logit, np.float64)))
    return chance
