"""Turning content into rows: the note's own columns, its pictures, product tags and topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import connection
from django.utils.translation import gettext as _

from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id
from cinnabar.kit.text import clause
from cinnabar.media.models import Picture, PicturePurpose
from cinnabar.notes.content import CannotSave, DraftContent, Problem, TagContent, check_limits, tidied
from cinnabar.notes.models import Note, NotePicture, NoteState, NoteTopic, ProductTag, Topic
from cinnabar.notes.provenance import Choices, choices_for_tags
from cinnabar.notes.rules import TEXT_CARDS, language_of
from cinnabar.shop.models import Product

HEADLINE_UNITS = 20


def write_content(note: Note, content: DraftContent) -> None:
    """Make the rows of a locked `note` say what `content` says, or raise CannotSave and write nothing."""
    content = tidied(content)
    check_limits(content)
    pictures = _own_pictures(note, content)
    products = _taggable_products(note, content)
    _check_first_note(note, content)
    _write_columns(note, content, products)
    _write_pictures(note, content, pictures)
    _write_tags(note, content)
    _write_topics(note, content)


def _own_pictures(note: Note, content: DraftContent) -> dict[int, Picture]:
    ids = [placed.picture_id for placed in content.pictures]
    if not ids:
        return {}
    found = Picture.objects.filter(pk__in=ids, owner_id=note.author_id, purpose=PicturePurpose.NOTE).in_bulk()
    elsewhere = set(
        NotePicture.objects.filter(picture_id__in=ids).exclude(note=note).values_list("picture_id", flat=True)
    )
    lost = [index for index, picture_id in enumerate(ids) if picture_id not in found or picture_id in elsewhere]
    if lost:
        raise CannotSave([Problem("pictures", _("This picture is not there any more."), index) for index in lost])
    return found


def _taggable_products(note: Note, content: DraftContent) -> dict[int, Product]:
    ids = [tag.product_id for tag in content.tags if tag.product_id is not None]
    if not ids:
        return {}
    products = Product.objects.select_related("category").filter(pk__in=ids)
    known = set(note.tags.filter(product__in=ids).values_list("product_id", flat=True))
    on_sale = set(Product.objects.on_sale().filter(pk__in=ids).values_list("pk", flat=True))
    found = {product.pk: product for product in products if product.pk in known | on_sale}
    lost = [
        index for index, tag in enumerate(content.tags) if tag.product_id is not None and tag.product_id not in found
    ]
    if lost:
        raise CannotSave([Problem("tags", _("This product is not sold here any more."), index) for index in lost])
    return found


def _check_first_note(note: Note, content: DraftContent) -> None:
    if content.follows_id is None:
        return
    own = Note.objects.filter(pk=content.follows_id, author_id=note.author_id)
    # The first note may be hidden or deleted by now: the follow-up keeps its place behind it, should it come back.
    if content.follows_id != note.follows_id and not own.filter(state=NoteState.PUBLISHED).exists():
        raise CannotSave([Problem("follows_id", _("Please choose one of your published notes."))])
    if _beginning_of(content.follows_id) == note.pk or note.follow_ups.exists():
        raise CannotSave([Problem("follows_id", _("This note is the first of its story already."))])


def _beginning_of(note_id: int | None) -> int | None:
    """The first note of the story: what follows a follow-up follows the first one too."""
    if note_id is None:
        return None
    return Note.objects.filter(pk=note_id).values_list("follows_id", flat=True).first() or note_id


def _write_columns(note: Note, content: DraftContent, products: Mapping[int, Product]) -> None:
    words = f"{content.title}\n{content.body}\n{content.cover_words}"
    card = content.cover_words if content.cover_style in TEXT_CARDS else ""
    Note.objects.filter(pk=note.pk).update(
        title=content.title,
        body=content.body,
        headline=content.title or clause(content.body or card, most=HEADLINE_UNITS),
        language=content.language or language_of(words),
        channel=content.channel or _channel(content, products),
        city=content.city,
        cover_ratio=content.cover_ratio,
        cover_words=content.cover_words,
        cover_style=content.cover_style,
        is_question=content.is_question,
        is_paid=content.is_paid,
        earns_commission=content.earns_commission,
        visibility=content.visibility,
        follows_id=_beginning_of(content.follows_id),
        changed_at=now(),
    )


def _channel(content: DraftContent, products: Mapping[int, Product]) -> str:
    tagged = next((products[tag.product_id] for tag in content.tags if tag.product_id), None)
    if tagged is not None:
        return tagged.category.channel
    known = dict(Topic.objects.filter(slug__in=content.all_topics()).exclude(channel="").values_list("slug", "channel"))
    return next((known[slug] for slug in content.all_topics() if slug in known), "")


def _write_pictures(note: Note, content: DraftContent, pictures: Mapping[int, Picture]) -> None:
    NotePicture.objects.filter(note=note).delete()
    NotePicture.objects.bulk_create(
        NotePicture(
            note=note,
            position=position,
            picture_id=placed.picture_id,
            alt=placed.alt,
            crop_x=placed.crop_x,
            crop_y=placed.crop_y,
            **sizes_of(pictures[placed.picture_id]),
        )
        for position, placed in enumerate(content.pictures)
    )


def sizes_of(picture: Picture) -> dict[str, str | int]:
    """What a note keeps of a picture, so that pages join nothing."""
    return {name: getattr(picture, name) for name in ("secret", "width", "height", "thumbhash", "tone", "seconds")}


def _write_tags(note: Note, content: DraftContent) -> None:
    ProductTag.objects.filter(note=note).delete()
    ProductTag.objects.bulk_create(_tag_rows(note, content))


def _tag_rows(note: Note, content: DraftContent) -> Iterator[ProductTag]:
    choices = choices_for_tags(note.author, content.tags)
    for position, (tag, offered) in enumerate(zip(content.tags, choices, strict=True)):
        yield _tag_row(note, position, tag, offered, pictures=len(content.pictures))


def _tag_row(note: Note, position: int, tag: TagContent, offered: Choices, *, pictures: int) -> ProductTag:
    outside = tag.product_id is None
    return ProductTag(
        note=note,
        product_id=tag.product_id,
        outside_brand=tag.outside_brand if outside else "",
        outside_name=tag.outside_name if outside else "",
        position=position,
        picture_position=tag.picture_position if 0 <= tag.picture_position < pictures else 0,
        x=tag.x,
        y=tag.y,
        provenance=offered.settle(tag.provenance) or "",
        is_paid=tag.is_paid,
        earns_commission=tag.earns_commission,
        rating=tag.rating,
        pro=tag.pro,
        con=tag.con,
        used_for=tag.used_for,
    )


def _write_topics(note: Note, content: DraftContent) -> None:
    topics = content.all_topics()
    _make_topics(topics, channel=content.channel)
    ids = dict(Topic.objects.filter(slug__in=topics).values_list("slug", "pk"))
    NoteTopic.objects.filter(note=note).delete()
    NoteTopic.objects.bulk_create(
        NoteTopic(note=note, topic_id=ids[slug], position=position) for position, slug in enumerate(topics)
    )


def _make_topics(topics: Mapping[str, str], *, channel: str) -> None:
    # Two authors may name the same new topic at once: the second one finds the first one's row.
    with connection.cursor() as cursor:
        for slug in sorted(topics):
            cursor.execute(
                "INSERT INTO notes_topic (id, slug, name, channel, notes) VALUES (%s, %s, %s, %s, 0)"
                " ON CONFLICT (slug) DO NOTHING",
                [new_id(), slug, topics[slug], channel],
            )
