"""What the composer shows, from content: stored, or as it was just typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cinnabar.design.formats import widths_for
from cinnabar.kit.ids import encode
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.problems import message
from cinnabar.media.tickets import private_address
from cinnabar.notes.composer.offers import OfferedProduct
from cinnabar.notes.content import DraftContent, PlacedPicture, Problem, TagContent
from cinnabar.notes.models import Note, NoteState, Provenance
from cinnabar.notes.provenance import Choices, choices_for_tags
from cinnabar.notes.rules import CARD_SIZES, TEXT_CARDS, card_size
from cinnabar.people.models import Person
from cinnabar.shop.models import ProductCard

CAME_BY = {
    Provenance.HERE: _("Bought here"),
    Provenance.ELSEWHERE: _("Bought elsewhere"),
    Provenance.GIFTED: _("Gifted to me"),
    Provenance.OWN_SHOP: _("From my own shop"),
    Provenance.RETURNED: _("Bought here, returned"),
}


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of the form; `address` is empty until its sizes are made."""

    id: str
    number: int
    state: str
    address: str
    width: int
    height: int
    tone: str
    alt: str
    is_still: bool
    is_video: bool = False
    problems: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to have come by a product."""

    value: str
    name: str | Promise
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownTag:
    """A tag of the form. `card` is None for an outside product."""

    key: str
    said: TagContent
    card: ProductCard | None
    picture_id: str
    x: float
    y: float
    ways: Sequence[Way]
    problems: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ComposerPage:
    """Everything the template needs of the note itself."""

    note: Note | None
    content: DraftContent
    pictures: Sequence[ShownPicture]
    tags: Sequence[ShownTag]
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    offers: Sequence[OfferedProduct] | None = None  # None: nothing was searched
    query: str = ""

    @property
    def is_published(self) -> bool:
        return self.note is not None and self.note.state == NoteState.PUBLISHED

    @property
    def pictures_left(self) -> int:
        return max(0, settings.PICTURES_A_NOTE - len(self.pictures))

    @property
    def cover(self) -> ShownPicture | None:
        return self.pictures[0] if self.pictures else None

    @property
    def is_card(self) -> bool:
        """Whether a text card was chosen for the cover, though nothing may stand on it yet."""
        return self.content.cover_style in TEXT_CARDS

    @property
    def card_size(self) -> int:
        return card_size(self.content.cover_words) or len(CARD_SIZES)

    @property
    def cover_at(self) -> tuple[float, float]:
        """The middle of the cover crop in per cent."""
        placed = self.content.pictures[0] if self.content.pictures else PlacedPicture(0)
        return round(placed.crop_x * 100, 1), round(placed.crop_y * 100, 1)


def composer_page(
    author: Person,
    note: Note | None,
    content: DraftContent,
    *,
    problems: Iterable[Problem] = (),
    offers: Sequence[OfferedProduct] | None = None,
    query: str = "",
) -> ComposerPage:
    """The page for `content`, which need not be what is stored, with what is wrong with it."""
    problems = list(problems)
    whole: dict[str, list[str]] = {}
    for problem in problems:
        if problem.index is None:
            whole.setdefault(problem.field, []).append(problem.message)
    return ComposerPage(
        note=note,
        content=content,
        pictures=_shown_pictures(author, content, problems),
        tags=_shown_tags(author, content, problems),
        problems=whole,
        offers=offers,
        query=query,
    )


def blank_tag(author: Person, tag: TagContent, *, key: str) -> ShownTag:
    """A tag that a script puts into the form."""
    content = DraftContent(tags=[tag])
    (shown,) = _shown_tags(author, content, [], keys=[key])
    return shown


def _shown_pictures(author: Person, content: DraftContent, problems: Sequence[Problem]) -> list[ShownPicture]:
    ids = [placed.picture_id for placed in content.pictures]
    found = Picture.objects.filter(owner_id=author.pk).in_bulk(ids) if ids else {}
    return [
        _shown_picture(placed, found.get(placed.picture_id), at, _told(problems, "pictures", at))
        for at, placed in enumerate(content.pictures)
    ]


def _shown_picture(placed: PlacedPicture, picture: Picture | None, at: int, problems: list[str]) -> ShownPicture:
    is_ready = picture is not None and picture.state == PictureState.READY
    if picture is not None and picture.problem:
        problems = [message(picture.problem), *problems]
    return ShownPicture(
        id=encode(placed.picture_id),
        number=at + 1,
        state=picture.state if picture else PictureState.FAILED,
        address=private_address(picture, _preview_width(picture.width)) if picture and is_ready else "",
        width=picture.width if picture else 0,
        height=picture.height if picture else 0,
        tone=picture.tone if picture else "",
        alt=placed.alt,
        is_still=picture is not None and picture.is_animated_still,
        is_video=picture is not None and picture.is_video,
        problems=problems,
    )


def _preview_width(width: int) -> int:
    widths = widths_for(width)
    return widths[min(1, len(widths) - 1)]


def _shown_tags(
    author: Person, content: DraftContent, problems: Sequence[Problem], *, keys: Sequence[str] = ()
) -> list[ShownTag]:
    products = [tag.product_id for tag in content.tags if tag.product_id]
    cards = ProductCard.objects.in_bulk(products) if products else {}
    choices = choices_for_tags(author, content.tags)
    return [
        _shown_tag(
            tag,
            content,
            key=keys[at] if keys else str(at),
            card=cards.get(tag.product_id) if tag.product_id else None,
            choices=choices[at],
            problems=_told(problems, "tags", at),
        )
        for at, tag in enumerate(content.tags)
    ]


def _shown_tag(
    tag: TagContent,
    content: DraftContent,
    *,
    key: str,
    card: ProductCard | None,
    choices: Choices,
    problems: list[str],
) -> ShownTag:
    on = tag.picture_position
    return ShownTag(
        key=key,
        said=tag,
        card=card,
        picture_id=encode(content.pictures[on].picture_id) if on < len(content.pictures) else "",
        x=round(tag.x * 100, 1),
        y=round(tag.y * 100, 1),
        ways=_ways(tag, choices),
        problems=problems,
    )


def _ways(tag: TagContent, choices: Choices) -> list[Way]:
    """What may be said; a proof of purchase is the first of the offers, and chosen unless the author said otherwise."""
    settled = choices.settle(tag.provenance)
    if settled is None and choices.offered[0] == Provenance.HERE:
        settled = Provenance.HERE
    return [Way(way.value, CAME_BY[way], way == settled) for way in choices.offered]


def _told(problems: Iterable[Problem], name: str, at: int) -> list[str]:
    return [problem.message for problem in problems if problem.field == name and problem.index == at]
