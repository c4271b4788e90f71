"""What a person wrote, liked and kept, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.exports import AT_A_TIME, Part, Row, address, plain
from cinnabar.kit.ids import encode
from cinnabar.notes.models import (
    Board,
    Comment,
    CommentLike,
    Like,
    Note,
    ProductTag,
    PurchaseProof,
    Save,
    SavedProduct,
    Voice,
)

OF_A_NOTE = (
    "state visibility title body language channel city reference cover_ratio cover_words cover_style"
    " is_question is_paid earns_commission hidden_reason"
    " created_at changed_at published_at edited_at deleted_at likes saves comments_count"
).split()
OF_A_TAG = "outside_brand outside_name provenance is_paid earns_commission rating pro con used_for x y".split()


def _notes(person_id: int) -> Iterator[Row]:
    """Every note that is not erased yet, drafts too, each with its pictures, topics, and products with provenance."""
    rows = Note.objects.filter(author_id=person_id).order_by("pk")
    rows = rows.prefetch_related("pictures", "tags__product", "note_topics__topic")
    for note in rows.iterator(chunk_size=AT_A_TIME):
        yield {
            **_place(note.pk),
            **{name: getattr(note, name) for name in OF_A_NOTE},
            "follows": note.follows_id and encode(note.follows_id),
            "answer": note.chosen_comment_id and encode(note.chosen_comment_id),
            "topics": [row.topic.name for row in sorted(note.note_topics.all(), key=lambda row: row.position)],
            "pictures": [
                {"picture": encode(row.picture_id), "alt": row.alt}
                for row in sorted(note.pictures.all(), key=lambda row: row.position)
            ],
            "products": [_tag(row) for row in sorted(note.tags.all(), key=lambda row: row.position)],
        }


def _tag(tag: ProductTag) -> Row:
    told: Row = {name: getattr(tag, name) for name in OF_A_TAG}
    if tag.product is not None:
        told |= {"product": tag.product.name_en, "address": address("product", product_id=tag.product.pk)}
    return told


def _comments(person_id: int) -> Iterator[Row]:
    """What a moderator removed too, for they wrote it."""
    rows = Comment.objects.filter(author_id=person_id).order_by("pk")
    for row in plain(rows, "id", "note_id", "parent_id", "body", "likes", "at", "removed_at"):
        row["parent"] = row["parent_id"] and encode(row.pop("parent_id"))
        yield _named(row) | {"id": encode(row["id"])}


def _likes(person_id: int) -> Iterator[Row]:
    return map(_named, plain(Like.objects.filter(person_id=person_id).order_by("at", "note_id"), "at", "note_id"))


def _comment_likes(person_id: int) -> Iterator[Row]:
    rows = CommentLike.objects.filter(person_id=person_id).order_by("comment_id")
    return map(_named, plain(rows, "comment_id", note_id=F("comment__note_id")))


def _boards(person_id: int) -> Iterator[Row]:
    columns = "id name description is_private is_default created_at".split()
    for row in plain(Board.objects.filter(owner_id=person_id).order_by("pk"), *columns):
        yield {"address": address("board", board_id=row["id"])} | row | {"id": encode(row["id"])}


def _saves(person_id: int) -> Iterator[Row]:
    rows = Save.objects.filter(person_id=person_id).order_by("at", "note_id")
    return map(_named, plain(rows, "at", "note_id", board_name=F("board__name")))


def _saved_products(person_id: int) -> Iterator[Row]:
    """Each with what it cost when it was saved."""
    rows = SavedProduct.objects.filter(person_id=person_id).order_by("at", "product_id")
    names = {"product_name": F("product__name_en"), "board_name": F("board__name")}
    for row in plain(rows, "product_id", "at", "price_minor", "currency", **names):
        yield {"address": address("product", product_id=row.pop("product_id"))} | row


def _proofs(person_id: int) -> Iterator[Row]:
    rows = PurchaseProof.objects.filter(person_id=person_id).order_by("pk")
    for row in plain(rows, "product_id", "since", "withdrawn_at", product_name=F("product__name_en")):
        yield {"address": address("product", product_id=row.pop("product_id"))} | row


def _voice(person_id: int) -> Iterable[Row]:
    return plain(Voice.objects.filter(person_id=person_id), "weight")


def _named(row: Row) -> Row:
    """Numbers in the form that addresses have."""
    if comment_id := row.pop("comment_id", None):
        row["comment"] = encode(comment_id)
    return _place(row.pop("note_id")) | row


def _place(note_id: int) -> dict[str, Any]:
    return {"note": encode(note_id), "address": address("note", note_id=note_id)}


NOTES = Part("notes", _("Notes"), _notes, ("notes.Note", "notes.NotePicture", "notes.ProductTag", "notes.NoteTopic"))
COMMENTS = Part("comments", _("Comments"), _comments, ("notes.Comment",))
LIKES = Part("likes", _("Notes you liked"), _likes, ("notes.Like",))
COMMENT_LIKES = Part("liked-comments", _("Comments you liked"), _comment_likes, ("notes.CommentLike",))
BOARDS = Part("boards", _("Boards"), _boards, ("notes.Board",))
SAVES = Part("saved-notes", _("Notes you saved"), _saves, ("notes.Save",))
SAVED_PRODUCTS = Part("saved-products", _("Products you saved"), _saved_products, ("notes.SavedProduct",))
PROOFS = Part("purchase-proofs", _("Proofs of purchase"), _proofs, ("notes.PurchaseProof",))
VOICE = Part("voice", _("How far your likes count for what others see"), _voice, ("notes.Voice",))
