"""Who may see a note: the one predicate, as SQL for hand-written queries and as a filter for QuerySets.

Nobody sees drafts and deleted notes but their author; hidden ones are seen by author and moderators; published ones
follow their visibility; and people who blocked each other, in either direction, see nothing of each other.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from cinnabar.people.models import Block, Follow, Person

Viewer = Person | AnonymousUser

# Whether `person` and the viewer blocked one another.
APART = """EXISTS (SELECT FROM people_block b WHERE (b.blocker_id = %(viewer)s AND b.blocked_id = {person})
                                                  OR (b.blocked_id = %(viewer)s AND b.blocker_id = {person}))"""

ANYBODY = "({row}.state = 'published' AND {row}.visibility = 'public')"

SOMEBODY = """(
    {row}.author_id = %(viewer)s
    OR ({row}.state = 'hidden' AND %(is_moderator)s)
    OR (
        {row}.state = 'published'
        AND ({row}.visibility = 'public' OR %(is_moderator)s OR ({row}.visibility = 'friends'
             AND EXISTS (SELECT 1 FROM people_follow f
                         WHERE f.follower_id = %(viewer)s AND f.followed_id = {row}.author_id)
             AND EXISTS (SELECT 1 FROM people_follow f
                         WHERE f.follower_id = {row}.author_id AND f.followed_id = %(viewer)s)))
        AND NOT EXISTS (SELECT 1 FROM people_block b WHERE b.blocker_id = %(viewer)s AND b.blocked_id = {row}.author_id)
        AND NOT EXISTS (SELECT 1 FROM people_block b WHERE b.blocker_id = {row}.author_id AND b.blocked_id = %(viewer)s)
    )
)"""


def visible_sql(row: str, viewer: Viewer) -> str:
    """The predicate on the alias `row` (a table with state, visibility, author_id); parameters: `viewer_parameters`."""
    return (SOMEBODY if viewer.is_authenticated else ANYBODY).format(row=row)


def viewer_parameters(viewer: Viewer) -> dict[str, object]:
    """What `visible_sql` of the same viewer refers to; for an anonymous one nothing, viewer id 0."""
    if not viewer.is_authenticated:
        return {"viewer": 0}
    return {"viewer": viewer.pk, "is_moderator": viewer.is_moderator}


def visible_to(viewer: Viewer, *, prefix: str = "") -> Q:
    """The same predicate as a Django filter; `prefix` reaches the note from another model ("note__")."""

    def field(**conditions: object) -> Q:
        return Q(**{prefix + name: value for name, value in conditions.items()})

    if not viewer.is_authenticated:
        return field(state="published", visibility="public")
    author = OuterRef(f"{prefix}author_id")
    follows = Exists(Follow.objects.filter(follower_id=viewer.pk, followed_id=author))
    followed = Exists(Follow.objects.filter(follower_id=author, followed_id=viewer.pk))
    blocks = Exists(Block.objects.filter(blocker_id=viewer.pk, blocked_id=author))
    blocked = Exists(Block.objects.filter(blocker_id=author, blocked_id=viewer.pk))
    if viewer.is_moderator:
        return (
            field(author_id=viewer.pk) | field(state="hidden") | (field(state="published") & ~Q(blocks) & ~Q(blocked))
        )
    shown = field(visibility="public") | (field(visibility="friends") & Q(follows) & Q(followed))
    return field(author_id=viewer.pk) | (field(state="published") & shown & ~Q(blocks) & ~Q(blocked))


def comments_visible_to(viewer: Person) -> Q:
    """Comments that `viewer`, who may read their note, can answer, like or report: not removed, of nobody apart."""
    author = OuterRef("author_id")
    blocks = Exists(Block.objects.filter(blocker_id=viewer.pk, blocked_id=author))
    blocked = Exists(Block.objects.filter(blocker_id=author, blocked_id=viewer.pk))
    return Q(removed_at=None, author__is_active=True) & ~Q(blocks) & ~Q(blocked)
