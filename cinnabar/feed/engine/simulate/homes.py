"""Two ways to make a home in the made-up town: what is new and popular, and the engine exactly as it serves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from cinnabar.feed.engine import firsts
from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.firsts import Pool
from cinnabar.feed.engine.fit.building import Actions, Known, build
from cinnabar.feed.engine.fit.learned import Training
from cinnabar.feed.engine.fit.voices import Deeds, Voices, voices_of
from cinnabar.feed.engine.page import Audience, Barred, Delta, Engine, Reader
from cinnabar.feed.engine.rules import NOTES_OF_ONE_AUTHOR, PAGE, SMALL_SHARE
from cinnabar.feed.engine.simulate.world import Seen, World
from cinnabar.feed.engine.snapshot import Snapshot
from cinnabar.feed.engine.valuing import FOLLOWING, FRESH, Offer
from cinnabar.kit.vectors.fit import fit_tokens
from cinnabar.notes.rules import TENFOLD_SECONDS

TENFOLD_DAYS = TENFOLD_SECONDS / 86_400
QUICK = Training(dimensions=16, most_epochs=4, batch=256, rate=0.02)
ENGAGED = {"like": 1, "save": 3, "comment": 2}  # as in notes/rules.py


class Home(Protocol):
    """What the town asks of a home."""

    def begin(self, day: float) -> None: ...

    def came_out(self, note: int) -> None: ...

    def page(self, person: int, day: float) -> list[int]: ...

    def heard(self, person: int, page: Sequence[int], answers: Sequence[Seen]) -> None: ...

    def liked(self, person: int, note: int) -> None:
        """Outside any page, as bots do."""


class FreshPopular:
    """The same for everybody but for what they saw: praise by voices that count, on a logarithm's scale, and age."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.opened: defaultdict[int, set[int]] = defaultdict(set)
        self._praised: list[tuple[int, int, int]] = []  # who, which note, how much that is
        self._praise = np.zeros(0)
        self._voices: Voices | None = None

    def begin(self, day: float) -> None:
        """A night: judge who speaks for others, and count anew."""
        deeds = self._deeds([(person, note) for person, note, _worth in self._praised])
        self._voices = voices_of(deeds, self._world.ages(day))
        self._praise = np.zeros(len(self._world))
        worth = np.array([worth for _person, _note, worth in self._praised], np.float64)
        np.add.at(self._praise, deeds.notes, worth * self._voices.heard(deeds))

    def came_out(self, note: int) -> None: ...

    def hot(self) -> np.ndarray:
        praise = np.zeros(len(self._world))
        praise[: len(self._praise)] = self._praise
        self._praise = praise
        return np.log10(1 + praise) + np.array(self._world.born) / TENFOLD_DAYS

    def page(self, person: int, day: float) -> list[int]:
        page: list[int] = []
        of_author: Counter[int] = Counter()
        for note in np.argsort(-self.hot(), kind="stable").tolist():
            author = self._world.authors[note]
            if note not in self.opened[person] and of_author[author] < NOTES_OF_ONE_AUTHOR:
                page.append(note)
                of_author[author] += 1
            if len(page) == PAGE:
                break
        return page

    def heard(self, person: int, page: Sequence[int], answers: Sequence[Seen]) -> None:
        for note, answer in zip(page, answers, strict=True):
            if answer.deeds:
                self.opened[person].add(note)
            if worth := sum(ENGAGED.get(deed, 0) for deed in answer.deeds):
                self._praises(person, note, worth)

    def liked(self, person: int, note: int) -> None:
        self._praises(person, note, ENGAGED["like"])

    def _praises(self, person: int, note: int, worth: int) -> None:
        self._praised.append((person, note, worth))
        if self._voices is not None:
            self.hot()  # makes room for what came out since
            self._praise[note] += worth * float(self._voices.heard(self._deeds([(person, note)]))[0])

    def _deeds(self, log: Sequence[tuple[int, int]]) -> Deeds:
        told = np.array(log, np.int64).reshape(-1, 2)
        authors = np.array([self._world.authors[note] for note in told[:, 1].tolist()], np.int64)
        return Deeds(told[:, 0], told[:, 1], authors)


class Learning(FreshPopular):
    """The engine, with a snapshot of last night, what came since, and the last hundred actions of each person."""

    def __init__(self, world: World, seed: int, *, small_share: float = SMALL_SHARE) -> None:
        super().__init__(world)
        self._small_share = small_share
        self._seed = seed
        self._random = np.random.default_rng(seed)
        self._actions: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self._shown: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._follows: defaultdict[int, set[int]] = defaultdict(set)
        self._log: list[tuple[int, int]] = []
        self._new: dict[int, list[float]] = {}  # note → step, shown, moved, owed
        self._pages_yesterday, self._pages_today, self._came_today = 0, 0, 0
        self._snapshot: Snapshot | None = None
        self._engine: Engine | None = None

    def begin(self, day: float) -> None:
        """A night: learn, and see how new notes were received."""
        super().begin(day)
        world = self._world
        tokens, looks = fit_tokens(world.words, dimensions=32, seed=self._seed)
        known = Known(self._catalogue(0, looks), tokens, [()] * len(world))
        deeds = self._deeds(sorted(self._log, key=lambda deed: deed[0]))  # stable: in time
        voices = voices_of(deeds, world.ages(day))
        actions = Actions(deeds.people, deeds.notes, voices.heard(deeds))
        self._snapshot = build(known, actions, version=1 + int(day), training=QUICK)
        self._engine = Engine(self._snapshot)
        self._pages_yesterday, self._pages_today, self._came_today = self._pages_today, 0, 0
        for shown in self._shown.values():
            shown.clear()

    def came_out(self, note: int) -> None:
        self._came_today += 1
        places = self._pages_yesterday * firsts.PLACES
        owed = firsts.promise(places_a_day=places, notes_a_day=max(self._came_today, self._world.scale.notes_a_day))
        self._new[note] = [0, 0, 0.0, owed]
        self._look_at_newer()

    def page(self, person: int, day: float) -> list[int]:
        assert self._engine is not None
        self._pages_today += 1
        self._climb(day)
        hot = self.hot()
        best = np.argsort(-hot, kind="stable")
        offers = [Offer(note, FRESH, max(0.0, 1 - (hot[best[0]] - hot[note]) / 2)) for note in best[:60].tolist()]
        offers += [
            Offer(note, FOLLOWING, 1.0)
            for note in range(len(self._world) - 1, max(len(self._world) - 200, -1), -1)
            if self._world.authors[note] in self._follows[person]
        ]
        reader = Reader(
            actions=self._actions[person][-1:-101:-1],
            barred=Barred(self.opened[person], (), lambda ids: dict.fromkeys(ids, 0.0)),
            shown=self._shown[person],
            small_share=self._small_share,
        )
        return [place.note_id for place in self._engine.page(reader, offers=offers, audience=self._audience())]

    def heard(self, person: int, page: Sequence[int], answers: Sequence[Seen]) -> None:
        super().heard(person, page, answers)
        for note, answer in zip(page, answers, strict=True):
            self._shown[person][note] += 1
            if note in self._new:
                self._new[note][1] += 1
                self._new[note][2] += min(1.0, sum(firsts.REWARDS.get(deed, 0.0) for deed in answer.deeds))
            for deed in answer.deeds:
                self._actions[person].append((note, deed))
                if deed == "follow":
                    self._follows[person].add(self._world.authors[note])
            if len(answer.deeds) > 1:
                self._log.append((person, note))

    def liked(self, person: int, note: int) -> None:
        super().liked(person, note)
        self._log.append((person, note))

    def _audience(self) -> Audience | None:
        if not self._new:
            return None
        rows = [(note, *told) for note, told in self._new.items()]
        steps, shown, moved, owed = (np.array([row[at] for row in rows]) for at in (1, 2, 3, 4))
        whole = [np.array([row[0] for row in rows]), shown.astype(np.int64), moved, owed.astype(np.int64)]
        pool = Pool(whole[0], whole[1], whole[2], whole[3], steps.astype(np.int64))
        return Audience(pool, firsts.rate_of(float(shown.sum()), float(moved.sum())), self._random)

    def _climb(self, day: float) -> None:
        usual = firsts.rate_of(*(sum(told[at] for told in self._new.values()) for at in (1, 2)))
        for note, (step, shown, moved, owed) in list(self._new.items()):
            then = firsts.next_step(int(step), shown=int(shown), moved=moved, owed=int(owed), usual=usual)
            if then is None or day - self._world.born[note] > firsts.NEW_DAYS:
                del self._new[note]
            else:
                self._new[note][0] = then

    def _look_at_newer(self) -> None:
        assert self._snapshot is not None
        first = len(self._snapshot.catalogue)
        looks = self._snapshot.placing.looks(self._world.words[first:])
        delta = Delta(self._catalogue(first, looks), self._snapshot.placing.learned(looks))
        self._engine = Engine(self._snapshot, delta)

    def _catalogue(self, first: int, looks: np.ndarray) -> Catalogue:
        size = len(self._world) - first
        none = np.zeros(size, np.int8)
        return Catalogue(
            ids=np.arange(first, first + size, dtype=np.int64),
            authors=np.array(self._world.authors[first:], np.int64),
            is_commercial=none > 0,
            is_small=np.array([not self._world.is_large(note) for note in range(first, first + size)], np.bool_),
            looks=looks,
            born=np.array(self._world.born[first:]),
            languages=none,
            channels=none,
        )
