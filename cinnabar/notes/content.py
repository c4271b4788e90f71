"""What an author wrote, as values; and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import gettext as _

from cinnabar.kit.fields import too_many
from cinnabar.kit.text import length, tidy, units
from cinnabar.notes.models import Provenance, Ratio, Visibility
from cinnabar.notes.rules import (
    OVER_PICTURE,
    TEXT_CARDS,
    card_size,
    cover_units,
    hashtags,
    topic_name,
    topic_slug,
)

ALT_LENGTH = 500
LINE_LENGTH = 60  # one pro, one con
NAME_LENGTH = 60  # a topic, a city
BRAND_LENGTH, PRODUCT_LENGTH = 80, 160
USED_FOR = ("", "days", "weeks", "months")


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    picture_id: int
    alt: str = ""
    crop_x: float = 0.5
    crop_y: float = 0.5


@dataclass(frozen=True, slots=True)
class TagContent:
    """A product of a shop here (`product_id`), or an outside one by name. `provenance` is what the author says."""

    product_id: int | None = None
    outside_brand: str = ""
    outside_name: str = ""
    picture_position: int = 0
    x: float = 0.5
    y: float = 0.5
    provenance: str = ""
    is_paid: bool = False
    earns_commission: bool = False
    rating: int | None = None
    pro: str = ""
    con: str = ""
    used_for: str = ""


@dataclass(frozen=True, slots=True)
class DraftContent:
    title: str = ""
    body: str = ""
    pictures: Sequence[PlacedPicture] = ()
    tags: Sequence[TagContent] = ()
    topics: Sequence[str] = ()
    cover_ratio: str = Ratio.TALL
    cover_words: str = ""
    cover_style: int = 1
    is_question: bool = False
    is_paid: bool = False
    earns_commission: bool = False
    visibility: str = Visibility.PUBLIC
    city: str = ""
    channel: str = ""  # empty: from the first product, else the first topic
    language: str = ""  # empty: read from the words
    follows_id: int | None = None

    def all_topics(self) -> dict[str, str]:
        """Slug → name of the listed topics and of those named in the body, each once."""
        named = (topic_name(name) for name in [*self.topics, *hashtags(self.body)])
        found: dict[str, str] = {}
        for name in named:
            if slug := topic_slug(name):
                found.setdefault(slug, name)
        return found


@dataclass(frozen=True, slots=True)
class Problem:
    """What to mend: the field of DraftContent, for a tag or picture its index, and the sentence for its author."""

    field: str
    message: str
    index: int | None = None


@dataclass
class CannotSave(Exception):
    """The content breaks a limit; nothing was written."""

    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join(problem.message for problem in self.problems)


class CannotPublish(CannotSave):
    """The note is not ready for readers; nothing was changed."""


def tidied(content: DraftContent) -> DraftContent:
    """The same content with clean texts. A text card has one shape."""
    is_card = content.cover_style in TEXT_CARDS
    return replace(
        content,
        title=_one_line(content.title),
        body=tidy(content.body),
        cover_words=tidy(content.cover_words) if is_card else _one_line(content.cover_words),
        cover_ratio=Ratio.TALL if is_card else content.cover_ratio,
        city=_one_line(content.city),
        pictures=tuple(replace(picture, alt=tidy(picture.alt)) for picture in content.pictures),
        tags=tuple(
            replace(
                tag,
                outside_brand=tidy(tag.outside_brand),
                outside_name=tidy(tag.outside_name),
                pro=tidy(tag.pro),
                con=tidy(tag.con),
            )
            for tag in content.tags
        ),
    )


def _one_line(text: str) -> str:
    return " ".join(tidy(text).split("\n"))


def check_limits(content: DraftContent) -> None:
    """Raise CannotSave with everything that breaks a limit."""
    if problems := [*_wrong_words(content), *_wrong_pictures(content), *_wrong_tags(content)]:
        raise CannotSave(problems)


def _wrong_words(content: DraftContent) -> Iterator[Problem]:
    title, most = units(content.title), settings.TITLE_UNITS
    if title > most:
        yield Problem("title", over(_("The title is longer than %(most)s characters."), title, most))
    body, most = length(content.body), settings.BODY_LENGTH
    if body > most:
        yield Problem("body", over(_("The text is longer than %(most)s characters."), body, most))
    most = cover_units(content.cover_style)
    words = units(content.cover_words)
    if words > most:
        sentence = _("The words on the cover are longer than %(most)s characters.")
        yield Problem("cover_words", over(sentence, words, most))
    elif content.cover_style in TEXT_CARDS and not card_size(content.cover_words):
        yield Problem("cover_words", _("The card has more lines than it can hold."))
    if content.cover_style not in (*OVER_PICTURE, *TEXT_CARDS):
        yield Problem("cover_style", _("Please choose one of the styles."))
    if content.cover_ratio not in Ratio.values:
        yield Problem("cover_ratio", _("Please choose one of the shapes."))
    if content.visibility not in Visibility.values:
        yield Problem("visibility", _("Please choose who may see it."))
    if length(content.city) > NAME_LENGTH:
        sentence = _("The place is longer than %(most)s characters.")
        yield Problem("city", over(sentence, length(content.city), NAME_LENGTH))
    topics = content.all_topics()
    if len(topics) > settings.TOPICS_A_NOTE:
        yield Problem("topics", _("At most %(most)s topics, please.") % {"most": settings.TOPICS_A_NOTE})
    longest = max((max(length(name), length(slug)) for slug, name in topics.items()), default=0)
    if longest > NAME_LENGTH:
        yield Problem("topics", over(_("A topic is longer than %(most)s characters."), longest, NAME_LENGTH))


def _wrong_pictures(content: DraftContent) -> Iterator[Problem]:
    if len(content.pictures) > settings.PICTURES_A_NOTE:
        yield Problem("pictures", _("At most %(most)s pictures, please.") % {"most": settings.PICTURES_A_NOTE})
    if len({picture.picture_id for picture in content.pictures}) < len(content.pictures):
        yield Problem("pictures", _("A picture is there twice."))
    for index, picture in enumerate(content.pictures):
        if length(picture.alt) > ALT_LENGTH:
            sentence = _("The description is longer than %(most)s characters.")
            yield Problem("pictures", over(sentence, length(picture.alt), ALT_LENGTH), index)
        if not (_is_share(picture.crop_x) and _is_share(picture.crop_y)):
            yield Problem("pictures", _("The crop is outside the picture."), index)


def _wrong_tags(content: DraftContent) -> Iterator[Problem]:
    if len(content.tags) > settings.TAGS_A_NOTE:
        yield Problem("tags", _("At most %(most)s products, please.") % {"most": settings.TAGS_A_NOTE})
    products = [tag.product_id for tag in content.tags if tag.product_id]
    for index, tag in enumerate(content.tags):
        for message in _wrong_tag(tag):
            yield Problem("tags", message, index)
    if len(set(products)) < len(products):
        yield Problem("tags", _("A product is tagged twice."))


def _wrong_tag(tag: TagContent) -> Iterator[str]:
    if tag.product_id is None and not tag.outside_name:
        yield _("Please name the product.")
    for text, most in ((tag.outside_brand, BRAND_LENGTH), (tag.outside_name, PRODUCT_LENGTH)):
        if length(text) > most:
            yield over(_("The name of the product is longer than %(most)s characters."), length(text), most)
    if not (_is_share(tag.x) and _is_share(tag.y)):
        yield _("The point is outside the picture.")
    if tag.rating is not None and tag.rating not in (1, 2, 3, 4, 5):
        yield _("A rating is 1 to 5 stars.")
    longest = max(length(tag.pro), length(tag.con))
    if longest > LINE_LENGTH:
        yield over(_("A line for or against is longer than %(most)s characters."), longest, LINE_LENGTH)
    if tag.used_for not in USED_FOR:
        yield _("Please choose how long you have used it.")
    if tag.provenance not in ("", *Provenance.values):
        yield _("Please say how you got this product.")


def over(sentence: str, count: int, most: int) -> str:
    """A sentence that names the limit `most`, and how far above it `count` is."""
    return f"{sentence % {'most': most}} {too_many(count, most)}"


def _is_share(number: float) -> bool:
    return math.isfinite(number) and 0 <= number <= 1
