"""What the composer's form sends, turned into content; and the steps it can take without any script.

Pictures and tags come as lists, the order of the fields being their order. A tag names its picture by id, so that
reordering pictures never moves a tag to another one. Nothing is refused here: what breaks a limit is kept as it was
typed and judged by `notes.content`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from cinnabar.kit import ids
from cinnabar.kit.text import tidy
from cinnabar.notes.content import DraftContent, PlacedPicture, TagContent
from cinnabar.notes.rules import topic_name
from cinnabar.people.channels import BY_SLUG

KEY = re.compile(r"[0-9A-Za-z_-]{1,32}")
MOST_ROWS = 60  # of a list in the form; more than any limit, so that the limit is what is told
BETWEEN_TOPICS = re.compile(r"[#＃,，、;；\n]")
NOBODY = 0  # the id of no row


@dataclass(frozen=True, slots=True)
class Sent:
    """One press of a button."""

    content: DraftContent
    step: str = "save"
    subject: str = ""  # what the step is about: a picture's or product's id, a tag's number
    key: str = ""  # of a blank form: the same one pressed twice makes one draft
    seen: str = ""  # the state of the draft that the form was made from
    query: str = ""


def read(post: QueryDict) -> Sent:
    """What was sent."""
    step, _, subject = post.get("do", "save").partition(":")
    picture_ids = [_id(text) for text in post.getlist("picture")[:MOST_ROWS]]
    channel, key = post.get("channel", ""), post.get("key", "")
    return Sent(
        content=DraftContent(
            title=post.get("title", ""),
            body=post.get("body", ""),
            pictures=_pictures(post, picture_ids),
            tags=[_tag(post, f"t-{row}-", picture_ids) for row in post.getlist("tag")[:MOST_ROWS]],
            topics=_topics(post.get("topics", "")),
            cover_ratio=post.get("cover_ratio", ""),
            cover_words=post.get("cover_words", ""),
            cover_style=_whole(post.get("cover_style", "1")),
            is_question="is_question" in post,
            is_paid="is_paid" in post,
            earns_commission="earns_commission" in post,
            visibility=post.get("visibility", ""),
            city=post.get("city", ""),
            channel=channel if channel in BY_SLUG else "",
            follows_id=_id(post.get("follows", "")) if post.get("follows") else None,
        ),
        step=step,
        subject=subject,
        key=key if KEY.fullmatch(key) else "",
        seen=post.get("seen", ""),
        query=tidy(post.get("q", ""))[:80],
    )


def _topics(text: str) -> tuple[str, ...]:
    """Names between commas or signs: "#a #b c" and "a, b c" are both two."""
    return tuple(name for part in BETWEEN_TOPICS.split(text) if (name := topic_name(part)))


def _pictures(post: QueryDict, picture_ids: Sequence[int]) -> list[PlacedPicture]:
    placed = [
        PlacedPicture(picture_id, alt=post.get(f"alt-{text}", ""))
        for picture_id, text in zip(picture_ids, post.getlist("picture"), strict=False)
    ]
    if placed and "cover_x" in post:
        placed[0] = replace(placed[0], crop_x=_share(post, "cover_x"), crop_y=_share(post, "cover_y"))
    return placed


def _tag(post: QueryDict, prefix: str, picture_ids: Sequence[int]) -> TagContent:
    def said(name: str) -> str:
        return post.get(prefix + name, "")

    on = _id(said("picture"))
    return TagContent(
        product_id=_id(said("product")) if said("product") else None,
        outside_brand=said("brand"),
        outside_name=said("name"),
        picture_position=picture_ids.index(on) if on in picture_ids else 0,
        x=_share(post, prefix + "x"),
        y=_share(post, prefix + "y"),
        provenance=said("provenance"),
        is_paid=bool(said("paid")),
        earns_commission=bool(said("commission")),
        rating=_whole(said("rating")) if said("rating") else None,
        pro=said("pro"),
        con=said("con"),
        used_for=said("used_for"),
    )


def take_step(sent: Sent) -> DraftContent:
    """The content after the step that a button without script asks for; other steps leave it as it is."""
    content = sent.content
    if sent.step in ("earlier", "later", "cover", "out"):
        return _ordered(content, _moved(content.pictures, sent.step, sent.subject))
    if sent.step == "tag":
        return with_product(content, _id(sent.subject))
    if sent.step == "outside":
        return replace(content, tags=[*content.tags, TagContent(outside_name=sent.query)])
    if sent.step == "untag":
        return replace(content, tags=[tag for at, tag in enumerate(content.tags) if str(at) != sent.subject])
    return content


def _moved(pictures: Sequence[PlacedPicture], step: str, picture_id: str) -> list[PlacedPicture]:
    """The pictures with one of them a place earlier or later, in front as the cover, or out."""
    places = [ids.encode(placed.picture_id) for placed in pictures]
    if picture_id not in places:
        return list(pictures)
    at = places.index(picture_id)
    others = [*pictures[:at], *pictures[at + 1 :]]
    if step == "out":
        return others
    place = {"earlier": max(0, at - 1), "later": at + 1, "cover": 0}[step]
    return [*others[:place], pictures[at], *others[place:]]


def with_product(content: DraftContent, product_id: int) -> DraftContent:
    """The content with a tag for the product, once."""
    if product_id == NOBODY or any(tag.product_id == product_id for tag in content.tags):
        return content
    return replace(content, tags=[*content.tags, TagContent(product_id=product_id)])


def with_pictures(content: DraftContent, picture_ids: Sequence[int]) -> DraftContent:
    """The content with these pictures behind its own, each once."""
    known = {placed.picture_id for placed in content.pictures}
    new = [PlacedPicture(picture_id) for picture_id in dict.fromkeys(picture_ids) if picture_id not in known]
    return replace(content, pictures=[*content.pictures, *new])


def _ordered(content: DraftContent, pictures: list[PlacedPicture]) -> DraftContent:
    """Other pictures or another order: tags stay with theirs, and go to the first one when theirs is out."""
    places = {placed.picture_id: at for at, placed in enumerate(pictures)}
    before = [placed.picture_id for placed in content.pictures]
    tags = [
        replace(tag, picture_position=places.get(before[tag.picture_position], 0) if before else 0)
        for tag in content.tags
    ]
    return replace(content, pictures=pictures, tags=tags)


def ids_in(text: str) -> list[int]:
    """The ids in "a.b.c", without what is none."""
    return [number for part in text.split(".")[:MOST_ROWS] if (number := _id(part))]


def _id(text: str) -> int:
    try:
        return ids.decode(text)
    except ValueError:
        return NOBODY


def _share(post: QueryDict, name: str) -> float:
    """A percentage as a share; what is no number stays none and is refused later."""
    try:
        return float(post.get(name, "50")) / 100
    except ValueError:
        return math.nan


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
