"""Notes and comments of the town, written at their time by the actions that everybody uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from cinnabar.kit.clock import at
from cinnabar.moderation.actions import hide_note
from cinnabar.notes import actions as notes
from cinnabar.notes.actions import DraftContent, PlacedPicture, TagContent
from cinnabar.notes.models import Comment, Note, Provenance
from cinnabar.people.models import Person
from cinnabar.shop.models import Product
from cinnabar.town.buying import buy_for
from cinnabar.town.galleries import Gallery
from cinnabar.town.ledger import once, settled
from cinnabar.town.reading import TownComment, TownNote, TownTag, alt_texts

USED_FOR_DAYS = {"": 4, "days": 8, "weeks": 26, "months": 95}
OLDEST = timedelta(days=175)  # nothing in the town is older


@dataclass(frozen=True)
class Scene:
    """Everything a note of the town refers to."""

    people: Mapping[str, Person]
    products: Mapping[str, Product]
    gallery: Gallery
    today: datetime


def write_notes(notes_to_write: list[TownNote], scene: Scene) -> None:
    """Those that do not stand yet, the first of a follow-up before it."""
    for note in sorted(notes_to_write, key=lambda note: -note.days_ago):
        if note.key not in settled("note"):
            once("note", note.key, partial(_write, note, scene))


def _write(told: TownNote, scene: Scene) -> int:
    author = scene.people[told.author]
    published = scene.today - timedelta(days=told.days_ago)
    for tag in told.tags:
        if tag.provenance in ("here", "returned"):
            _come_by(tag, author, published, scene)
    note = notes.start_draft(author, reference=f"town-{told.key}")
    with at(published):
        note = notes.publish_note(notes.save_draft(note, _content(told, author, scene)))
    notes.set_imported_counts(note, likes=told.likes, saves=told.saves)
    for comment in told.comments:
        _say(comment, note, published, scene)
    if told.state == "hidden":
        hide_note(note, moderator=scene.people["ada_checks"], rule="health-claims", reason=told.hidden_reason)
    return note.pk


def _come_by(tag: TownTag, author: Person, published: datetime, scene: Scene) -> None:
    """Buy the product early enough to have used it; send it back where the note says so."""
    used = timedelta(days=USED_FOR_DAYS[tag.used_for])
    delivered = max(published - used, scene.today - OLDEST)
    delivered = min(delivered, published - timedelta(hours=2))
    refunded = published - timedelta(hours=1) if tag.provenance == "returned" else None
    buy_for(author, scene.products[tag.product], delivered=delivered, refunded=refunded)


def _content(told: TownNote, author: Person, scene: Scene) -> DraftContent:
    is_chinese = told.language == "zh-hans"
    return DraftContent(
        title=told.title,
        body=told.body,
        pictures=[
            PlacedPicture(
                scene.gallery.copy(name, owner_id=author.pk, purpose="note").pk, alt=alt_texts()[name][is_chinese]
            )
            for name in told.media
        ],
        tags=[_tag(tag, scene) for tag in told.tags],
        topics=told.topics,
        cover_ratio=told.cover_ratio,
        cover_words=told.cover_words,
        cover_style=told.cover_style,
        is_question=told.kind == "question",
        city=told.city,
        channel=told.channel,
        follows_id=settled("note").get(told.follows) if told.follows else None,
    )


def _tag(tag: TownTag, scene: Scene) -> TagContent:
    return TagContent(
        product_id=scene.products[tag.product].pk,
        picture_position=tag.picture,
        x=tag.x,
        y=tag.y,
        provenance=Provenance(tag.provenance),
        is_paid=tag.paid,
        earns_commission=tag.commission,
        rating=tag.rating,
        pro=tag.pro,
        con=tag.con,
        used_for=tag.used_for,
    )


def _say(told: TownComment, note: Note, published: datetime, scene: Scene, parent: Comment | None = None) -> None:
    moment = min(published + timedelta(hours=told.hours_after), scene.today)
    with at(moment):
        comment = notes.add_comment(scene.people[told.by], note, told.text, parent)
        if told.answers:
            notes.choose_answer(comment)
    notes.set_imported_comment_likes(comment, likes=told.likes)
    for reply in told.replies:
        _say(reply, note, published, scene, comment)
