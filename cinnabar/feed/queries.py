"""The queries of the home page: gather candidates, dress the chosen ones; the latest of whom one follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cinnabar.feed.recipe import PAGE, Candidate
from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.kit.paging import pack_key, unpack_key
from cinnabar.notes.only import only_sql
from cinnabar.notes.queries.walls import BEGINNING, Card, CardPage, columns
from cinnabar.notes.rules import TENFOLD_SECONDS
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql

HOTTEST = 160
OF_AN_INTEREST = 60

MOST_NEWS = 20

# Of "not interested". The arrays are asked for once a statement and are mostly empty.
TURNED_AWAY = "ARRAY(SELECT about_id FROM feed_notinterested WHERE person_id = %(viewer)s AND kind = '{kind}')"
WANTED = """
      AND c.note_id <> ALL({note}) AND c.author_id <> ALL({author})
      AND ({topic} = '{{}}' OR NOT EXISTS (
          SELECT FROM notes_notetopic t WHERE t.note_id = c.note_id AND t.topic_id = ANY({topic})))
      AND ({product} = '{{}}' OR NOT EXISTS (
          SELECT FROM notes_producttag g WHERE g.note_id = c.note_id AND g.product_id = ANY({product})))
""".format(**{kind: TURNED_AWAY.format(kind=kind) for kind in ("note", "author", "topic", "product")})

# The literal conditions on state and visibility let the partial indexes answer; the predicate does the rest.
GATHER = """
WITH allowed AS NOT MATERIALIZED (
    SELECT c.note_id, c.author_id, c.channel, c.language, c.money_mark, c.hot, {seen} AS is_seen
    FROM notes_notecard c
    WHERE c.state = 'published' AND c.visibility = 'public' AND {visible}
      AND c.note_id <> ALL(%(served)s) {only} {wanted}
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
  AND c.note_id <> ALL(%(served)s) {only} {wanted}
ORDER BY s.at DESC LIMIT %(hottest)s
"""

IS_SEEN = """EXISTS (SELECT 1 FROM activity_seennote s
    WHERE s.person_id = %(viewer)s AND s.note_id = c.note_id AND s.at > now() - interval '30 days')"""


def candidates(
    viewer: Viewer, *, served: Sequence[int], interests: Sequence[str] = (), channel: str = "", only: str = ""
) -> list[Candidate]:
    """Unseen public notes that `viewer` may see: the hottest, and the hottest of each chosen interest.

    `only` is the one kind of notes that was asked for (notes/only.py).
    """
    statement = GATHER.format(
        seen=IS_SEEN if viewer.is_authenticated else "false",
        visible=visible_sql("c", viewer),
        only=("AND c.channel = %(channel)s" if channel else "") + only_sql(only),
        wanted=WANTED if viewer.is_authenticated else "",
        interests=OF_INTERESTS if interests and not channel else "",
    )
    return sql.rows(Candidate, statement, _parameters(viewer, served, channel, interests))


def seen_candidates(viewer: Viewer, *, served: Sequence[int], channel: str = "", only: str = "") -> list[Candidate]:
    """What `viewer` opened before, the latest first: what follows when nothing new is left."""
    statement = SEEN_AGAIN.format(
        visible=visible_sql("c", viewer),
        only=("AND c.channel = %(channel)s" if channel else "") + only_sql(only),
        wanted=WANTED,
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


# A few of each author by that author's own index, then the latest of all of them.
OF_FOLLOWED = """
SELECT {columns} FROM people_follow f, LATERAL (
    SELECT c.* FROM notes_notecard c
    WHERE c.author_id = f.followed_id AND c.state = 'published' AND {visible} {wanted}
      AND (c.published_at, c.note_id) < (%(before)s::timestamptz, %(before_id)s::bigint)
    ORDER BY c.published_at DESC, c.note_id DESC LIMIT %(limit)s) c
WHERE f.follower_id = %(viewer)s
ORDER BY c.published_at DESC, c.note_id DESC LIMIT %(limit)s
"""


def following_page(viewer: Viewer, *, cursor: str = "", limit: int = PAGE) -> CardPage:
    """The notes of whom `viewer` follows, the latest first; BadCursor when the cursor is of another list."""
    before, before_id = BEGINNING
    if cursor:
        seconds, before_id = unpack_key(cursor, of="following")
        before = datetime.fromtimestamp(seconds, UTC)
    asked = viewer_parameters(viewer) | {"before": before, "before_id": before_id, "limit": limit + 1}
    statement = OF_FOLLOWED.format(columns=columns(viewer), visible=visible_sql("c", viewer), wanted=WANTED)
    found = sql.rows(Card, statement, asked)
    last = found[limit - 1] if len(found) > limit else None
    return CardPage(
        found[:limit], pack_key(last.published_at.timestamp(), last.note_id, of="following") if last else ""
    )


class Suggestion(NamedTuple):
    """Somebody one might follow."""

    person_id: int
    handle: str
    name: str
    avatar: str
    tint: int
    bio: str


# Who writes what is read now, and blocks nobody here; before them those who are `near`, in their order.
TO_FOLLOW = """
SELECT p.id AS person_id, p.handle, p.name, p.avatar, p.tint, p.bio FROM (
    SELECT author_id, max(hot) AS hot, max(place) AS place FROM (
        (SELECT c.author_id, c.hot, NULL::int AS place FROM notes_notecard c
         WHERE c.state = 'published' AND c.visibility = 'public' AND {visible} {wanted}
         ORDER BY c.hot DESC, c.note_id DESC LIMIT 200)
        UNION ALL SELECT near.author_id, NULL, near.place FROM unnest(%(near)s::bigint[])
            WITH ORDINALITY near(author_id, place)) each
    GROUP BY author_id) known
JOIN people_person p ON p.id = known.author_id
WHERE p.is_active AND p.id <> %(viewer)s
  AND NOT EXISTS (SELECT FROM people_follow f WHERE f.follower_id = %(viewer)s AND f.followed_id = p.id)
ORDER BY known.place, known.hot DESC, p.id LIMIT %(limit)s
"""


def people_to_follow(viewer: Viewer, *, near: Sequence[int] = (), limit: int = 8) -> list[Suggestion]:
    """Authors whose notes are read now and whom `viewer` does not follow yet, those who are `near` to them first."""
    wanted = WANTED if viewer.is_authenticated else ""
    statement = TO_FOLLOW.format(visible=visible_sql("c", viewer), wanted=wanted)
    return sql.rows(Suggestion, statement, viewer_parameters(viewer) | {"near": list(near), "limit": limit})


# Nothing published since then is colder than `hottest`, so that the index of the hottest answers.
NEWS = """
SELECT count(*) FROM (
    SELECT FROM notes_notecard c
    WHERE c.state = 'published' AND c.visibility = 'public' AND c.hot >= %(hot)s AND c.published_at > %(since)s
      AND c.author_id <> %(viewer)s AND {visible} {only} {wanted}
    LIMIT %(limit)s) news
"""
OF_WHOM_I_FOLLOW = """AND EXISTS (
    SELECT FROM people_follow f WHERE f.follower_id = %(viewer)s AND f.followed_id = c.author_id)"""


def news(viewer: Viewer, *, seconds: int, channel: str = "", is_following: bool = False) -> int:
    """How many notes of others came out within the last `seconds`, counted up to MOST_NEWS."""
    since = now() - timedelta(seconds=seconds)
    statement = NEWS.format(
        visible=visible_sql("c", viewer),
        only=("AND c.channel = %(channel)s " if channel else "") + (OF_WHOM_I_FOLLOW if is_following else ""),
        wanted=WANTED if viewer.is_authenticated else "",
    )
    asked = {"since": since, "hot": since.timestamp() / TENFOLD_SECONDS, "channel": channel, "limit": MOST_NEWS}
    return sql.values(statement, viewer_parameters(viewer) | asked)[0]


def readable(note_ids: Sequence[int]) -> set[int]:
    """Those of `note_ids` that stand on walls: what a browser says it showed is not taken on trust."""
    return set(
        sql.values(
            "SELECT note_id FROM notes_notecard WHERE note_id = ANY(%(ids)s) AND state = 'published'",
            {"ids": list(note_ids)},
        )
    )
