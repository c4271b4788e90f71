"""The home page as data: which cards, and how to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cinnabar.activity.actions import ServedNote, record_page
from cinnabar.feed import queries
from cinnabar.feed.engine.page import Place
from cinnabar.feed.personal import choose
from cinnabar.feed.recipe import PAGE, Candidate, Taste, pick, rank
from cinnabar.feed.records import PLAIN
from cinnabar.feed.state import state_of
from cinnabar.kit.paging import pack_ids, unpack_ids
from cinnabar.notes.queries import Card, cards_of
from cinnabar.notes.visibility import Viewer
from cinnabar.people.models import Person

LONGEST_VISIT = 400  # notes a cursor remembers; more than anybody scrolls through page by page


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Cards in order; from `seen_from` on the viewer has opened them before. `cursor` is empty at the end."""

    cards: list[Card]
    seen_from: int
    cursor: str
    first: int = 0  # place of the first card in the visit
    is_plain: bool = False  # made without a profile, because its reader wants none


def home_page(viewer: Viewer, taste: Taste, *, channel: str = "", only: str = "", cursor: str = "") -> FeedPage:
    """The next page of a visit. What the visit served never comes again.

    For who is signed in the engine chooses, unless they want no profile or there is nothing learned yet; for everybody
    else, in a channel, and where the engine has no more, the recipe: gather → rank → rules → dress. `cursor` is the
    former page's; BadCursor when it is not ours.
    """
    visit = _Visit(channel, only)
    already = unpack_ids(cursor, of=visit.name) if cursor else []
    if viewer.is_authenticated and visit == HOME:
        return _own_page(viewer, taste, already)
    return _page_by_recipe(viewer, taste, already, visit).page


@dataclass(frozen=True, slots=True)
class _Visit:
    """A list that is read page by page: home, or a channel, perhaps one kind of its notes."""

    channel: str = ""
    only: str = ""

    @property
    def name(self) -> str:
        return f"visit-{self.channel}-{self.only}" if self.only else f"visit-{self.channel}"

    def cursor(self, served: Sequence[int]) -> str:
        return pack_ids(served, of=self.name) if len(served) < LONGEST_VISIT else ""


HOME = _Visit()
FEWEST = PAGE // 2  # of a learned page; with less, what was seen before follows, by the recipe


def _own_page(viewer: Person, taste: Taste, already: list[int]) -> FeedPage:
    """The home of a person, with a record of what came and why."""
    state = state_of(viewer.pk)
    chosen = None if state.is_plain else choose(viewer, taste, state, already=already)
    if chosen is None or len(chosen.places) < FEWEST:
        plain = replace(taste, interests=()) if state.is_plain else taste
        made = _page_by_recipe(viewer, plain, already, HOME)
        page, places, version = made.page, made.places(PLAIN if state.is_plain else ""), 0
    else:
        places, version = chosen.places, chosen.version
        ids = [place.note_id for place in places]
        cards = cards_of(ids, viewer)
        page = FeedPage(cards, len(cards), HOME.cursor([*already, *ids]), len(already))
    shown = {card.note_id for card in page.cards}
    told = [ServedNote(one.note_id, one.source, one.because, one.chance) for one in places if one.note_id in shown]
    record_page(viewer.pk, told, version=version, first=len(already))
    return replace(page, is_plain=state.is_plain)


@dataclass(frozen=True, slots=True)
class _Made:
    page: FeedPage
    chosen: list[Candidate]

    def places(self, source: str) -> list[Place]:
        """The page as a record, of `source` where one is given."""
        return [Place(candidate.note_id, candidate.hot, source or candidate.source) for candidate in self.chosen]


def _page_by_recipe(viewer: Viewer, taste: Taste, already: list[int], visit: _Visit) -> _Made:
    within: dict[str, Any] = {"served": already, "channel": visit.channel, "only": visit.only}
    gathered = queries.candidates(viewer, interests=tuple(taste.interests), **within)
    if len(gathered) < PAGE and viewer.is_authenticated:
        gathered += queries.seen_candidates(viewer, **within)
    chosen = pick(rank(gathered, taste))
    cards = cards_of([candidate.note_id for candidate in chosen], viewer)
    more = len({candidate.note_id for candidate in gathered}) > len(chosen)
    cursor = visit.cursor([*already, *(candidate.note_id for candidate in chosen)]) if more else ""
    return _Made(FeedPage(cards, _seen_from(chosen, cards), cursor, len(already)), chosen)


def _seen_from(chosen: Sequence[Candidate], cards: Sequence[Card]) -> int:
    seen = {candidate.note_id for candidate in chosen if candidate.is_seen}
    return next((place for place, card in enumerate(cards) if card.note_id in seen), len(cards))
