"""What can be reported, as one reader sees it, and what is kept of it as evidence."""

from __future__ import annotations

from dataclasses import dataclass

from cinnabar.design.formats import pick
from cinnabar.moderation.models import Subject
from cinnabar.notes.models import Comment, Note, NoteState
from cinnabar.notes.queries import board_front
from cinnabar.notes.visibility import comments_visible_to, visible_to
from cinnabar.people.models import Block, Person
from cinnabar.shop.models import Product, ProductStatus, Shop, ShopStaff


@dataclass(frozen=True, slots=True)
class Thing:
    subject: Subject
    id: int
    title: str
    evidence: str
    concerned_id: int | None = None
    note_id: int | None = None


def note_to_report(viewer: Person, note_id: int) -> Thing | None:
    """A published note of somebody else that `viewer` may read."""
    readable = Note.objects.filter(visible_to(viewer), pk=note_id, state=NoteState.PUBLISHED).select_related("author")
    note = readable.exclude(author=viewer).first()
    if note is None:
        return None
    evidence = "\n".join(filter(None, [f"@{note.author.handle}", note.title, note.cover_words, note.body]))
    return Thing(Subject.NOTE, note.pk, note.headline, evidence, note.author_id, note.pk)


def comment_to_report(viewer: Person, note_id: int, comment_id: int) -> Thing | None:
    """A comment of somebody else under a note that `viewer` may read."""
    if not Note.objects.filter(visible_to(viewer), pk=note_id, state=NoteState.PUBLISHED).exists():
        return None
    comments = Comment.objects.filter(comments_visible_to(viewer), pk=comment_id, note_id=note_id)
    comment = comments.exclude(author=viewer).select_related("author", "product").first()
    if comment is None:
        return None
    shown = pick(comment.product.name_en, comment.product.name_zh) if comment.product else ""
    evidence = "\n".join(filter(None, [f"@{comment.author.handle}", comment.body, shown]))
    return Thing(Subject.COMMENT, comment.pk, comment.body or shown, evidence, comment.author_id, note_id)


def person_to_report(viewer: Person, handle: str) -> Thing | None:
    """Somebody else whose profile `viewer` may see."""
    try:
        person = Person.objects.by_handle(handle)
    except Person.DoesNotExist:
        return None
    if person.pk == viewer.pk or _are_apart(viewer, person.pk):
        return None
    evidence = "\n".join(filter(None, [f"@{person.handle}", person.name, person.bio]))
    return Thing(Subject.PERSON, person.pk, person.name, evidence, person.pk)


def product_to_report(viewer: Person, product_id: int) -> Thing | None:
    """A product that readers find, of a shop where `viewer` does not work."""
    shown = Product.objects.filter(pk=product_id, status__in=[ProductStatus.ACTIVE, ProductStatus.PAUSED])
    product = shown.exclude(shop__staff__person=viewer).select_related("shop").first()
    if product is None:
        return None
    told = [product.shop.name, product.name_en, product.name_zh, product.description_en, product.description_zh]
    return Thing(Subject.PRODUCT, product.pk, product.name_en or product.name_zh, "\n".join(filter(None, told)))


def shop_to_report(viewer: Person, slug: str) -> Thing | None:
    """A shop where `viewer` does not work."""
    shop = Shop.objects.filter(slug=slug).first()
    if shop is None or ShopStaff.objects.filter(shop=shop, person=viewer).exists():
        return None
    told = [shop.name, shop.name_zh, shop.story_en, shop.story_zh, shop.legal_name, shop.legal_address]
    return Thing(Subject.SHOP, shop.pk, pick(shop.name, shop.name_zh), "\n".join(filter(None, told)))


def board_to_report(viewer: Person, board_id: int) -> Thing | None:
    """A public board of somebody else."""
    board = board_front(board_id, viewer)
    if board is None or board.is_private or board.owner_id == viewer.pk:
        return None
    evidence = "\n".join(filter(None, [f"@{board.owner_handle}", board.name, board.description]))
    return Thing(Subject.BOARD, board.id, board.name, evidence, board.owner_id)


def _are_apart(viewer: Person, other_id: int) -> bool:
    blocks = Block.objects.filter(blocker=viewer, blocked_id=other_id)
    return (blocks | Block.objects.filter(blocker_id=other_id, blocked=viewer)).exists()
