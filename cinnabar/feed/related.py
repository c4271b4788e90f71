"""More like this, below a note: from what was learned, else by the same products and topics."""

from __future__ import annotations

import logging

from cinnabar.feed.serving import served
from cinnabar.notes.queries import Card, cards_of, related_cards
from cinnabar.notes.visibility import Viewer

log = logging.getLogger(__name__)

SPARE = 6  # asked for more than are shown: some may not be seen by this viewer
FEWEST = 4


def related_notes(note_id: int, viewer: Viewer, *, limit: int = 8) -> list[Card]:
    """Cards that `viewer` may see, the best first."""
    found = cards_of(ids, viewer)[:limit] if (ids := _learned(note_id, limit + SPARE)) else []
    return found if len(found) >= FEWEST else related_cards(note_id, viewer, limit=limit)


def _learned(note_id: int, count: int) -> list[int]:
    engine = served.engine()
    try:
        return engine.related(note_id, count=count) if engine else []
    except Exception:
        log.exception("the engine knows nothing related")
        return []
