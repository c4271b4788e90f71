"""The home page as data: which cards, and how to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cinnabar.feed import queries
from cinnabar.feed.recipe import PAGE, Candidate, Taste, pick, rank
from cinnabar.kit.paging import pack_ids, unpack_ids
from cinnabar.notes.queries import Card, cards_of
from cinnabar.notes.visibility import Viewer

LONGEST_VISIT = 400  # notes a cursor remembers; more than anybody scrolls through page by page


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Cards in order; from `seen_from` on the viewer has opened them before. `cursor` is empty at the end."""

    cards: list[Card]
    seen_from: int
    cursor: str
    first: int = 0  # place of the first card in the visit


def home_page(viewer: Viewer, taste: Taste, *, channel: str = "", only: str = "", cursor: str = "") -> FeedPage:
    """The next page of a visit: gather → rank → rules → dress. What the visit served never comes again.

    `cursor` is the former page's; BadCursor when it is not ours.
    """
    visit = f"visit-{channel}-{only}" if only else f"visit-{channel}"
    served = unpack_ids(cursor, of=visit) if cursor else []
    gathered = queries.candidates(viewer, served=served, interests=tuple(taste.interests), channel=channel, only=only)
    if len(gathered) < PAGE and viewer.is_authenticated:
        gathered += queries.seen_candidates(viewer, served=served, channel=channel, only=only)
    chosen = pick(rank(gathered, taste))
    cards = cards_of([candidate.note_id for candidate in chosen], viewer)
    more = len({candidate.note_id for candidate in gathered}) > len(chosen)
    first = len(served)
    served = [*served, *(candidate.note_id for candidate in chosen)]
    return FeedPage(cards, _seen_from(chosen, cards), _cursor(served, visit) if more else "", first)


def _seen_from(chosen: Sequence[Candidate], cards: Sequence[Card]) -> int:
    seen = {candidate.note_id for candidate in chosen if candidate.is_seen}
    return next((place for place, card in enumerate(cards) if card.note_id in seen), len(cards))


def _cursor(served: Sequence[int], visit: str) -> str:
    return pack_ids(served, of=visit) if len(served) < LONGEST_VISIT else ""
