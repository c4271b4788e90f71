"""The demo town as data: TOML files beside this one, read into plain records and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
DATA = FOLDER / "data"
PICTURES = FOLDER / "pictures"
CLIPS = FOLDER / "clips"

LANGUAGES = {"zh": "zh-hans", "en": "en", "mixed": "zh-hans"}


@dataclass(frozen=True, slots=True)
class TownPerson:
    handle: str
    name: str
    language: str
    tint: int
    bio: str = ""
    gender: str = ""
    birth_year: int | None = None
    country: str = ""
    region: str = ""
    city: str = ""
    tier: str = ""
    avatar: str = ""
    avatar_box: tuple[float, float, float] = (0.0, 0.0, 1.0)
    followers: int = 0
    interests: tuple[str, ...] = ()
    traits: dict[str, str] = field(default_factory=dict)
    role: str = ""


@dataclass(frozen=True, slots=True)
class TownTag:
    product: str
    picture: int
    x: float
    y: float
    provenance: str
    paid: bool = False
    commission: bool = False
    rating: int | None = None
    pro: str = ""
    con: str = ""
    used_for: str = ""


@dataclass(frozen=True, slots=True)
class TownComment:
    by: str
    text: str
    likes: int
    hours_after: float
    answers: bool = False  # chosen by whoever asked
    replies: tuple[TownComment, ...] = ()


@dataclass(frozen=True, slots=True)
class TownNote:
    key: str
    author: str
    kind: str
    language: str
    title: str
    body: str
    topics: tuple[str, ...]
    channel: str
    cover_ratio: str
    pictures: tuple[str, ...]
    days_ago: float
    likes: int
    saves: int
    clip: str = ""  # its video
    state: str = "published"
    hidden_reason: str = ""
    follows: str = ""
    city: str = ""
    cover_words: str = ""
    cover_style: int = 1
    tags: tuple[TownTag, ...] = ()
    comments: tuple[TownComment, ...] = ()

    @property
    def media(self) -> tuple[str, ...]:
        """The files that it shows, in order."""
        return (*self.pictures, self.clip) if self.clip else self.pictures


@dataclass(frozen=True, slots=True)
class Town:
    """Everything, in the order of the files. Brands, shops and products stay the tables they are."""

    people: tuple[TownPerson, ...]
    brands: tuple[dict[str, Any], ...]
    shops: tuple[dict[str, Any], ...]
    products: tuple[dict[str, Any], ...]
    notes: tuple[TownNote, ...]


@cache
def town() -> Town:
    """The town's records. Wrong references are a mistake of ours: a test reads them all."""
    return Town(
        people=tuple(_person(table) for table in _tables("people.toml", "person")),
        brands=tuple(_tables("brands.toml", "brand")),
        shops=tuple(_tables("shops.toml", "shop")),
        products=tuple(_tables("products*.toml", "product")),
        notes=tuple(_note(table) for table in _tables("notes-*.toml", "note")),
    )


@cache
def alt_texts() -> dict[str, tuple[str, str]]:
    """What is on each picture, English and Chinese."""
    with (DATA / "pictures.toml").open("rb") as file:
        return {name: (row["en"], row["zh"]) for name, row in tomllib.load(file).items()}


def in_both_languages(attributes: dict[str, str]) -> dict[str, str | dict[str, str]]:
    """The attributes of a product, with the Chinese beside what needs it."""
    chinese = _attributes_zh()
    return {key: {"en": said, "zh": chinese[said]} if said in chinese else said for key, said in attributes.items()}


@cache
def _attributes_zh() -> dict[str, str]:
    with (DATA / "attributes-zh.toml").open("rb") as file:
        return tomllib.load(file)


def _tables(pattern: str, name: str) -> Iterator[dict[str, Any]]:
    for file in sorted(DATA.glob(pattern)):
        with file.open("rb") as opened:
            yield from tomllib.load(opened)[name]


def _person(table: dict[str, Any]) -> TownPerson:
    table = {**table, "language": LANGUAGES[table["language"]], "interests": tuple(table.get("interests", ()))}
    table["avatar_box"] = tuple(table.get("avatar_box", (0.0, 0.0, 1.0)))
    return TownPerson(**table)


def _note(table: dict[str, Any]) -> TownNote:
    tags = tuple(TownTag(**tag) for tag in table.pop("tag", ()))
    comments = tuple(_comment(comment) for comment in table.pop("comment", ()))
    topics, pictures = tuple(table.pop("topics")), tuple(table.pop("pictures"))
    table["body"] = table["body"].strip()
    table["language"] = LANGUAGES[table["language"]]
    return TownNote(**table, topics=topics, pictures=pictures, tags=tags, comments=comments)


def _comment(table: dict[str, Any]) -> TownComment:
    replies = tuple(_comment(reply) for reply in table.pop("reply", ()))
    return TownComment(**table, replies=replies)
