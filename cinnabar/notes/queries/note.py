"""One note with everything around it that belongs to it, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from cinnabar.kit import sql
from cinnabar.notes.rules import cover_size
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture or video of the note at its place."""

    picture_id: int
    secret: str
    width: int
    height: int
    thumbhash: str
    tone: str
    seconds: float  # of a video
    alt: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A product on the note; the card's columns are None for an outside product, and where it was never for sale."""

    product_id: int | None
    outside_brand: str
    outside_name: str
    picture_position: int
    x: float
    y: float
    provenance: str
    is_paid: bool
    earns_commission: bool
    rating: int | None
    pro: str
    con: str
    used_for: str
    name_en: str | None
    name_zh: str | None
    brand_name: str | None
    origin_country: str | None
    price_minor: int | None
    price_varies: bool | None
    compare_at_minor: int | None
    currency: str | None
    in_stock: bool | None
    is_on_sale: bool | None
    secret: str | None
    width: int | None
    height: int | None
    tone: str | None


@dataclass(frozen=True, slots=True)
class NamedTopic:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another note of the same story: the first one, or a later one."""

    note_id: int
    title: str
    published_at: datetime
    is_first: bool


@dataclass(frozen=True)
class NotePage:
    id: int
    author_id: int
    author_handle: str
    author_name: str
    author_avatar: str
    author_tint: int
    author_is_verified: bool  # speaks for a brand
    state: str
    visibility: str
    title: str
    headline: str
    body: str
    language: str
    channel: str
    city: str
    cover_ratio: str
    cover_words: str
    cover_style: int
    is_question: bool
    is_paid: bool
    earns_commission: bool
    follows_id: int | None
    hidden_reason: str
    published_at: datetime | None
    edited_at: datetime | None
    likes: int
    saves: int
    comments: int
    pinned_comment_id: int | None
    chosen_comment_id: int | None  # of a question only
    liked: bool
    saved: bool
    is_following: bool
    picture_rows: list[dict[str, Any]]
    tag_rows: list[dict[str, Any]]
    topic_rows: list[dict[str, Any]]
    sibling_rows: list[dict[str, Any]]

    @cached_property
    def pictures(self) -> list[Shot]:
        return [Shot(**row) for row in self.picture_rows]

    @cached_property
    def video(self) -> Shot | None:
        """Its video; the picture before it, if there is one, is its cover."""
        return next((shot for shot in self.pictures if shot.seconds), None)

    @cached_property
    def tags(self) -> list[Tag]:
        return [Tag(**row) for row in self.tag_rows]

    @cached_property
    def topics(self) -> list[NamedTopic]:
        return [NamedTopic(**row) for row in self.topic_rows]

    @cached_property
    def story(self) -> list[Sibling]:
        """Its other parts, in the order they were told."""
        return [
            Sibling(**row | {"published_at": datetime.fromisoformat(row["published_at"])}) for row in self.sibling_rows
        ]

    @property
    def began_at(self) -> datetime | None:
        """When its story began; None when the first note of it is not there for this viewer."""
        if self.follows_id is None:
            return self.published_at
        return next((part.published_at for part in self.story if part.is_first), None)

    @property
    def card_size(self) -> int:
        """How large the words of its text card stand; 0 when there is none."""
        return cover_size(self.cover_words, self.cover_style)

    @property
    def money_marks(self) -> list[str]:
        """Every money mark of the note and its tags, the strongest first."""
        given = {
            "paid": self.is_paid or any(tag.is_paid for tag in self.tags),
            "own_shop": any(tag.provenance == "own_shop" for tag in self.tags),
            "gifted": any(tag.provenance == "gifted" for tag in self.tags),
            "commission": self.earns_commission or any(tag.earns_commission for tag in self.tags),
        }
        return [mark for mark, is_given in given.items() if is_given]


NOTE = """
SELECT n.id, n.author_id, a.handle AS author_handle, a.name AS author_name, a.avatar AS author_avatar,
    a.tint AS author_tint,
    EXISTS (SELECT FROM shop_brand b WHERE b.keeper_id = n.author_id) AS author_is_verified,
    n.state, n.visibility, n.title, n.headline, n.body, n.language, n.channel, n.city,
    n.cover_ratio, n.cover_words, n.cover_style, n.is_question, n.is_paid, n.earns_commission, n.follows_id,
    n.hidden_reason, n.published_at, n.edited_at, n.likes + n.likes_imported AS likes,
    n.saves + n.saves_imported AS saves, {comments} AS comments, n.pinned_comment_id,
    CASE WHEN n.is_question THEN n.chosen_comment_id END AS chosen_comment_id,
    {liked} AS liked, {saved} AS saved,
    {is_following} AS is_following,
    COALESCE((SELECT json_agg(json_build_object('picture_id', p.picture_id, 'secret', p.secret, 'width', p.width,
        'height', p.height, 'thumbhash', p.thumbhash, 'tone', p.tone, 'seconds', p.seconds,
        'alt', p.alt) ORDER BY p.position)
        FROM notes_notepicture p WHERE p.note_id = n.id), '[]') AS picture_rows,
    COALESCE((SELECT json_agg(json_build_object('product_id', t.product_id, 'outside_brand', t.outside_brand,
        'outside_name', t.outside_name, 'picture_position', t.picture_position, 'x', t.x, 'y', t.y,
        'provenance', t.provenance, 'is_paid', t.is_paid, 'earns_commission', t.earns_commission,
        'rating', t.rating, 'pro', t.pro, 'con', t.con, 'used_for', t.used_for, 'name_en', c.name_en,
        'name_zh', c.name_zh, 'brand_name', c.brand_name, 'origin_country', c.origin_country,
        'price_minor', c.price_minor, 'price_varies', c.price_varies, 'compare_at_minor', c.compare_at_minor,
        'currency', c.currency, 'in_stock', c.in_stock, 'is_on_sale', c.is_on_sale, 'secret', c.secret,
        'width', c.width, 'height', c.height, 'tone', c.tone) ORDER BY t.position)
        FROM notes_producttag t LEFT JOIN shop_productcard c ON c.product_id = t.product_id
        WHERE t.note_id = n.id), '[]') AS tag_rows,
    COALESCE((SELECT json_agg(json_build_object('slug', o.slug, 'name', o.name) ORDER BY t.position)
        FROM notes_notetopic t JOIN notes_topic o ON o.id = t.topic_id WHERE t.note_id = n.id), '[]') AS topic_rows,
    COALESCE((SELECT json_agg(json_build_object('note_id', s.id, 'title', s.headline,
        'published_at', s.published_at, 'is_first', s.id IS NOT DISTINCT FROM n.follows_id) ORDER BY s.published_at)
        FROM notes_note s WHERE (s.id = n.follows_id OR s.follows_id = n.id OR s.follows_id = n.follows_id)
        AND s.id <> n.id AND s.state = 'published' AND {story_visible}), '[]') AS sibling_rows
FROM notes_note n JOIN people_person a ON a.id = n.author_id
WHERE n.id = %(note)s AND n.state <> 'deleted' AND {visible}
"""

# Comments of people whom the viewer does not see are not counted for them either.
OWN_COUNT = """n.comments_count - (SELECT count(*) FROM notes_comment k WHERE k.note_id = n.id AND k.removed_at IS NULL
    AND k.author_id IN (SELECT b.blocked_id FROM people_block b WHERE b.blocker_id = %(viewer)s
                        UNION SELECT b.blocker_id FROM people_block b WHERE b.blocked_id = %(viewer)s))"""
LIKED = "EXISTS (SELECT FROM notes_like l WHERE l.person_id = %(viewer)s AND l.note_id = n.id)"
SAVED = "EXISTS (SELECT FROM notes_save s WHERE s.person_id = %(viewer)s AND s.note_id = n.id)"
FOLLOWING = "EXISTS (SELECT FROM people_follow f WHERE f.follower_id = %(viewer)s AND f.followed_id = n.author_id)"


def note_page(note_id: int, viewer: Viewer) -> NotePage | None:
    """The note as `viewer` sees it: drafts and hidden ones for those who may; None for all others, and when deleted."""
    known = viewer.is_authenticated
    statement = NOTE.format(
        comments=OWN_COUNT if known else "n.comments_count",
        liked=LIKED if known else "false",
        saved=SAVED if known else "false",
        is_following=FOLLOWING if known else "false",
        story_visible=visible_sql("s", viewer),
        visible=visible_sql("n", viewer),
    )
    return sql.row(NotePage, statement, viewer_parameters(viewer) | {"note": note_id})
