"""Days in the made-up town, the same for each home, and what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
from scipy.stats import t as student

from cinnabar.feed.engine.rules import PAGE
from cinnabar.feed.engine.simulate.homes import FreshPopular, Home, Learning
from cinnabar.feed.engine.simulate.world import Scale, Seen, World

HOMES: Mapping[str, Callable[[World, int], Home]] = {
    "fresh-popular": lambda world, _seed: FreshPopular(world),
    "learned": Learning,
    "learned, no places kept": partial(Learning, small_share=0.0),
}
WARM_DAYS = 2  # of the first home for everybody, so that there is something to learn from
PROMISED, WITHIN = 100, 1_000  # impressions of a good new note, pages of people it could be for


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of the days that count. Worth is of a page of 20; shares are of impressions; the best notes are the 20 of most
    worth to that person then."""

    worth: float
    recall: float  # of the best notes
    ndcg: float  # of the page, against the best notes in order
    small_share: float
    bot_share: float
    coverage: float
    novelty: float
    diversity: float  # kinds of taste on a page, of all
    apart: float  # of the notes of a page
    gini: float
    regret: float
    first_audience: float | None  # pages until a good new note had its promised impressions; None when none had
    kept_promises: float | None  # of good new notes: had them within as many pages as promised; None where none is due

    def told(self) -> dict[str, float | None]:
        return {name: None if value is None else round(value, 4) for name, value in asdict(self).items()}


def run(name: str, seed: int, scale: Scale | None = None) -> Outcome:
    """One town, one home."""
    scale = scale or Scale()
    world, log = World(scale, seed), _Log()
    home = HOMES[name](world, seed)
    visits = np.random.default_rng(seed + 10_000)
    _grow(world, home, visits)
    for day in range(scale.days):
        home.begin(float(day))
        log.watched |= _write(world, home, day)
        _plot(world, home, day)
        for person, moment in _visits(scale, visits, day):
            page = home.page(person, moment)
            answers = world.answer(person, page)
            home.heard(person, page, answers)
            log.add(world, person, page, answers)
    return log.outcome(world)


def _grow(world: World, home: Home, visits: np.random.Generator) -> None:
    """The days before: everybody looks at a few notes at random."""
    for _round in range(WARM_DAYS * 2):
        for person in range(world.scale.people):
            page = visits.choice(len(world), size=PAGE, replace=False).tolist()
            home.heard(person, page, world.answer(person, page))


def _visits(scale: Scale, visits: np.random.Generator, day: int) -> Sequence[tuple[int, float]]:
    people = np.repeat(np.arange(scale.people), visits.poisson(scale.pages_a_day, scale.people))
    moments = np.sort(visits.random(len(people)))
    order = visits.permutation(people)
    return [(int(person), day + float(moment)) for person, moment in zip(order, moments, strict=True)]


def _write(world: World, home: Home, day: int) -> set[int]:
    """The new notes of a day; the first of them is a good one of a small creator."""
    good = set()
    for number in range(world.scale.notes_a_day):
        note = world.write(day + number / world.scale.notes_a_day / 1000, quality=1.2 if number == 0 else None)
        home.came_out(note)
        if number == 0:
            good.add(note)
    return good


def _plot(world: World, home: Home, day: int) -> None:
    """Every bot writes a note on the first day, and likes a third of the others' notes every day, and some more."""
    bots = range(world.scale.people, world.scale.people + world.scale.bots)
    for bot in bots if day == 0 else ():
        home.came_out(world.write_as_bot(bot, day + 0.01))
    others = [note for note in range(len(world)) if not world.is_by_bot(note)]
    theirs = [note for note in range(len(world)) if world.is_by_bot(note)]
    for bot in bots if world.scale.bots_like else ():
        for note in theirs:
            if world.authors[note] != bot and world.random.random() < 0.3:
                home.liked(bot, note)
                if world.random.random() < world.scale.bots_stray:
                    home.liked(bot, int(world.random.choice(others)))


class _Log:
    def __init__(self) -> None:
        self.watched: set[int] = set()
        self._pages = 0
        self._worth, self._possible = 0.0, 0.0
        self._shown: Counter[int] = Counter()
        self._kinds: list[int] = []
        self._recall: list[float] = []
        self._ndcg: list[float] = []
        self._apart: list[float] = []
        self._novelty: list[float] = []
        self._waited: dict[int, int] = {}
        self._had: dict[int, int] = {}

    def add(self, world: World, person: int, page: Sequence[int], answers: Sequence[Seen]) -> None:
        self._pages += 1
        self._worth += sum(answer.worth for answer in answers)
        everything = world.expected(person, np.arange(len(world)))
        looked = 1 / (1 + 0.08 * np.arange(len(page)))
        best = np.argsort(-everything)[: len(page)]
        self._possible += float((everything[best] - everything[list(page)]) @ looked)
        self._recall.append(len(set(best.tolist()) & set(page)) / len(page))
        gains = 1 / np.log2(2 + np.arange(len(page)))
        self._ndcg.append(float(everything[list(page)] @ gains / (everything[best] @ gains)))
        self._apart.append(world.apart(page))
        seen_by = np.array([self._shown[note] for note in page])
        self._novelty.append(float(-np.log2((1 + seen_by) / (1 + self._pages)).mean()))
        self._shown.update(page)
        self._kinds.append(len({world.kinds[note] for note in page}))
        self._wait(world, person, page)

    def _wait(self, world: World, person: int, page: Sequence[int]) -> None:
        """A page counts for a watched note when it could be for that person: it is of their strongest kind of taste."""
        kind = int(world.likings[person].argmax())
        for note in self.watched:
            if self._had.get(note, 0) < PROMISED:
                self._waited[note] = self._waited.get(note, 0) + (world.kinds[note] == kind)
                self._had[note] = self._had.get(note, 0) + (note in page)

    def outcome(self, world: World) -> Outcome:
        total = sum(self._shown.values())
        small = sum(count for note, count in self._shown.items() if world.is_small(note))
        bots = sum(count for note, count in self._shown.items() if world.is_by_bot(note))
        each = np.sort([self._shown[note] for note in range(len(world))])
        ranks = np.arange(1, len(each) + 1)
        done = [self._waited[note] for note, had in self._had.items() if had >= PROMISED]
        due = [had >= PROMISED for note, had in self._had.items() if had >= PROMISED or self._waited[note] >= WITHIN]
        return Outcome(
            worth=self._worth / self._pages,
            recall=float(np.mean(self._recall)),
            ndcg=float(np.mean(self._ndcg)),
            small_share=small / total,
            bot_share=bots / total,
            coverage=len(self._shown) / len(world),
            novelty=float(np.mean(self._novelty)),
            diversity=float(np.mean(self._kinds)) / world.scale.kinds,
            apart=float(np.mean(self._apart)),
            gini=float((2 * ranks - len(each) - 1) @ each / (len(each) * each.sum())),
            regret=self._possible / self._pages,
            first_audience=float(np.mean(done)) if done else None,
            kept_promises=float(np.mean([how <= WITHIN for how in done] + [False] * due.count(False))) if due else None,
        )


def compare(seeds: Sequence[int], *, bots: int = 0) -> dict[str, object]:
    """Every home on every seed: means, by how much the learned one is better, and what its kept places cost, each with
    a 95 % interval."""
    outcomes = {name: [run(name, seed, Scale(bots=bots)) for seed in seeds] for name in HOMES}
    plain, learned, unkept = ([one.worth for one in outcomes[name]] for name in HOMES)
    told = {name: _mean([outcome.told() for outcome in each]) for name, each in outcomes.items()}
    gain, loss = np.divide(learned, plain) - 1, 1 - np.divide(learned, unkept)
    return {"seeds": len(seeds), **_interval("gain", gain), **_interval("loss", loss), **told}


def _interval(name: str, values: np.ndarray) -> dict[str, float | None]:
    """By Student's t of few seeds."""
    mean, count = float(values.mean()), len(values)
    spread = float(student.ppf(0.975, count - 1) * values.std(ddof=1) / count**0.5) if count > 1 else None
    ends = (None, None) if spread is None else (round(mean - spread, 4), round(mean + spread, 4))
    return {name: round(mean, 4), f"{name}_from": ends[0], f"{name}_to": ends[1]}


def _mean(told: Sequence[Mapping[str, float | None]]) -> dict[str, float | None]:
    known = {name: [value for one in told if (value := one[name]) is not None] for name in told[0]}
    return {name: round(float(np.mean(values)), 4) if values else None for name, values in known.items()}
