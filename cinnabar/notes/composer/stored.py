"""What a note's rows say, as content: the form shows it, and a draft is compared with it."""

from __future__ import annotations

from cinnabar.notes.content import DraftContent, PlacedPicture, TagContent
from cinnabar.notes.models import Note
from cinnabar.notes.rules import hashtags, topic_slug


def content_of(note: Note) -> DraftContent:
    """The content that, saved again, changes nothing."""
    tags = [
        TagContent(
            product_id=tag.product_id,
            outside_brand=tag.outside_brand,
            outside_name=tag.outside_name,
            picture_position=tag.picture_position,
            x=tag.x,
            y=tag.y,
            provenance=tag.provenance,
            is_paid=tag.is_paid,
            earns_commission=tag.earns_commission,
            rating=tag.rating,
            pro=tag.pro,
            con=tag.con,
            used_for=tag.used_for,
        )
        for tag in note.tags.order_by("position")
    ]
    in_body = {topic_slug(name) for name in hashtags(note.body)}
    topics = note.note_topics.order_by("position").values_list("topic__slug", "topic__name")
    return DraftContent(
        title=note.title,
        body=note.body,
        pictures=tuple(
            PlacedPicture(placed.picture_id, placed.alt, placed.crop_x, placed.crop_y)
            for placed in note.pictures.order_by("position")
        ),
        tags=tuple(tags),
        topics=tuple(name for slug, name in topics if slug not in in_body),
        cover_ratio=note.cover_ratio,
        cover_words=note.cover_words,
        cover_style=note.cover_style,
        is_question=note.is_question,
        is_paid=note.is_paid,
        earns_commission=note.earns_commission,
        visibility=note.visibility,
        city=note.city,
        # A product decides the channel; without one the author may, and then it is kept.
        channel="" if any(tag.product_id for tag in tags) else note.channel,
        language="",
        follows_id=note.follows_id,
    )


def stamp_of(note: Note) -> str:
    """Which state of the note a form was made from."""
    return note.changed_at.isoformat()
