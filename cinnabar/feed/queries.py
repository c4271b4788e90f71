"""The two queries of the home page: gather candidates, dress the chosen ones."""

from __future__ import annotations

from collections.abc import Sequence

from cinnabar.feed.recipe import Candidate
from cinnabar.kit import sql
from cinnabar.notes.queries.walls import Card, columns
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql

HOTTEST = 160
OF_AN_INTEREST = 60

# The literal conditions on state and visibility let the partial indexes answer; the predicate does the rest.
GATHER = """
WITH allowed AS NOT MATERIALIZED (
    SELECT c.note_id, c.author_id, c.channel, c.language, c.money_mark, c.hot, {seen} AS is_seen
    FROM notes_notecard c
    WHERE c.state = 'published' AND c.visibility = 'public' AND {visible}
      AND c.note_id <> ALL(%(served)s) {only}
)
(SELECT *, 'hottest' AS source FROM allowed WHERE NOT is_seen ORDER BY hot DESC, note_id DESC LIMIT %(hottest)s)
{interests}
"""

OF_INTERESTS = """
UNION ALL
SELECT of_channel.* FROM unnest(%(interests)s::text[]) AS chosen(channel), LATERAL (
    SELECT *, 'interest' AS source FROM allowed WHERE allowed.channel = chosen.channel AND NOT is_seen
    ORDER BY hot DESC, note_id DESC LIMIT %(of_an_interest)s) of_channel
"""

SEEN_AGAIN = """
SELECT c.note_id, c.author_id, c.channel, c.language, c.money_mark, c.hot, true AS is_seen, 'seen' AS source
FROM activity_seennote s JOIN notes_notecard c ON c.note_id = s.note_id
WHERE s.person_id = %(viewer)s AND c.state = 'published' AND c.visibility = 'public' AND {visible}
  AND c.note_id <> ALL(%(served)s) {only}
ORDER BY s.at DESC LIMIT %(hottest)s
"""

IS_SEEN = """EXISTS (SELECT 1 FROM activity_seennote s
    WHERE s.person_id = %(viewer)s AND s.note_id = c.note_id AND s.at > now() - interval '30 days')"""


def candidates(
    viewer: Viewer, *, served: Sequence[int], interests: Sequence[str] = (), channel: str = ""
) -> list[Candidate]:
    """Unseen public notes that `viewer` may see: the hottest, and the hottest of each chosen interest."""
    statement = GATHER.format(
        seen=IS_SEEN if viewer.is_authenticated else "false",
        visible=visible_sql("c", viewer),
        only="AND c.channel = %(channel)s" if channel else "",
        interests=OF_INTERESTS if interests and not channel else "",
    )
    return sql.rows(Candidate, statement, _parameters(viewer, served, channel, interests))


def seen_candidates(viewer: Viewer, *, served: Sequence[int], channel: str = "") -> list[Candidate]:
    """What `viewer` opened before, the latest first: what follows when nothing new is left."""
    statement = SEEN_AGAIN.format(
        visible=visible_sql("c", viewer), only="AND c.channel = %(channel)s" if channel else ""
    )
    return sql.rows(Candidate, statement, _parameters(viewer, served, channel, ()))


def _parameters(viewer: Viewer, served: Sequence[int], channel: str, interests: Sequence[str]) -> dict[str, object]:
    return viewer_parameters(viewer) | {
        "served": list(served),
        "channel": channel,
        "interests": list(interests),
        "hottest": HOTTEST,
        "of_an_interest": OF_AN_INTEREST,
    }


DRESS = """
SELECT {columns} FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS chosen(note_id, place)
JOIN notes_notecard c ON c.note_id = chosen.note_id
WHERE {visible} ORDER BY chosen.place
"""


def cards(note_ids: Sequence[int], viewer: Viewer) -> list[Card]:
    """The cards of `note_ids` in that order, without those that `viewer` may no longer see."""
    statement = DRESS.format(columns=columns(viewer), visible=visible_sql("c", viewer))
    return sql.rows(Card, statement, viewer_parameters(viewer) | {"ids": list(note_ids)})
