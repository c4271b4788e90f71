"""A folder of real products and reviews, row by row: what can be read becomes a record, what cannot says why."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cinnabar.kit.text import clause, length, tidy, units

CHANNEL_OF = {  # a folder's category → channel
    name: name for name in ("beauty", "skincare", "baby", "health", "fashion", "food", "home", "travel", "digital")
}
CURRENCIES = {"CNY", "USD", "EUR", "GBP", "JPY", "AUD", "NZD"}
IN_GALLERIES = {"exact", "source_demo"}  # an illustrative picture shows the kind of product only
BODY_LENGTH = 1000
TITLE_UNITS = 20


class BadRow(Exception):
    """This row cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class RealProduct:
    sku: str
    brand: str
    name_en: str
    name_zh: str
    channel: str
    kind: str  # the folder's subcategory
    price_minor: int
    currency: str
    origin: str
    description: str
    attributes: dict[str, str]
    pictures: tuple[str, ...]  # for the gallery


@dataclass(frozen=True, slots=True)
class RealReview:
    key: str
    sku: str
    channel: str
    title: str
    body: str
    rating: int | None
    is_chinese: bool


@dataclass(frozen=True, slots=True)
class RealClip:
    """A video and what it shows."""

    file: str
    subject: str
    channel: str


def products_of(folder: Path) -> Iterator[tuple[int, RealProduct | BadRow]]:
    """Line number and product of each row of products.csv."""
    with (folder / "products.csv").open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield line, _product(row, folder)
            except BadRow as problem:
                yield line, problem


def reviews_of(folder: Path) -> Iterator[tuple[int, RealReview | BadRow]]:
    """Line number and review of each line of reviews.jsonl."""
    with (folder / "reviews.jsonl").open(encoding="utf-8") as file:
        for line, text in enumerate(file, start=1):
            try:
                yield line, _review(text)
            except BadRow as problem:
                yield line, problem


def photos_of(folder: Path) -> dict[str, list[str]]:
    """Channel → photos that may stand for it."""
    found: dict[str, list[str]] = {}
    with (folder / "photos" / "photos.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["category"] in CHANNEL_OF and (folder / row["file"]).is_file():
                found.setdefault(CHANNEL_OF[row["category"]], []).append(row["file"])
    return found


def clips_of(folder: Path) -> list[RealClip]:
    """The videos of the folder; it may have none."""
    file = folder / "videos" / "videos.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [
            RealClip(row["file"], tidy(row["subject"]), CHANNEL_OF[row["category"]])
            for row in csv.DictReader(opened)
            if row["category"] in CHANNEL_OF and _is_inside(folder, row["file"])
        ]


def home_countries(folder: Path) -> dict[str, str]:
    """Brand → country of its home."""
    file = folder / "reference" / "brands.csv"
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return {row["brand"]: row["home_country"] for row in csv.DictReader(opened)}


def _product(row: dict[str, Any], folder: Path) -> RealProduct:
    if None in row or None in row.values():
        raise BadRow("the row has more or fewer fields than the head")
    name, name_zh = tidy(row["name"])[:160], tidy(row["name_zh"])[:160]
    if not name and not name_zh:
        raise BadRow("no name")
    if row["category"] not in CHANNEL_OF:
        raise BadRow(f"unknown category {row['category']!r}")
    if row["currency"] not in CURRENCIES:
        raise BadRow(f"unknown currency {row['currency']!r}")
    pictures = [name for name in row["images"].split(";") if name] if row["image_match"] in IN_GALLERIES else []
    return RealProduct(
        sku=_filled(row, "sku")[:80],
        brand=tidy(row["brand"])[:80],
        name_en=name,
        name_zh=name_zh,
        channel=CHANNEL_OF[row["category"]],
        kind=tidy(row["subcategory"]) or "other",
        price_minor=_minor(row["price"], row["currency"]),
        currency=row["currency"],
        origin=row["origin_country"] if len(row["origin_country"]) == 2 else "",
        description=tidy(row["description"]),
        attributes=_attributes(row["attributes"]),
        pictures=tuple(name for name in pictures if _is_inside(folder, name)),
    )


def _filled(row: dict[str, Any], name: str) -> str:
    value = tidy(row[name])
    if not value:
        raise BadRow(f"no {name}")
    return value


def _minor(price: str, currency: str) -> int:
    try:
        amount = Decimal(price)
    except InvalidOperation:
        raise BadRow(f"not a price: {price!r}") from None
    minor = amount * (1 if currency == "JPY" else 100)
    if not amount.is_finite() or minor != minor.to_integral_value() or not 0 < minor < 10**10:
        raise BadRow(f"not a price: {price!r}")
    return int(minor)


def _attributes(text: str) -> dict[str, str]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        raise BadRow("attributes are not JSON") from None
    if not isinstance(value, dict):
        raise BadRow("attributes are not a JSON object")
    return {str(key): _as_text(part) for key, part in value.items() if part not in (None, "", [])}


def _as_text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_inside(folder: Path, name: str) -> bool:
    file = (folder / name).resolve()
    return file.is_relative_to(folder.resolve()) and file.is_file()


def _review(text: str) -> RealReview:
    try:
        row = json.loads(text)
    except ValueError:
        raise BadRow("not JSON") from None
    if not isinstance(row, dict):
        raise BadRow("not a JSON object")
    body = tidy(str(row.get("text") or ""))
    if not body:
        raise BadRow("no text")
    if length(body) > BODY_LENGTH:
        raise BadRow(f"the text is longer than {BODY_LENGTH} characters")
    if row.get("category") not in CHANNEL_OF:
        raise BadRow(f"unknown category {row.get('category')!r}")
    rating = row.get("rating")
    if rating is not None and rating not in (1, 2, 3, 4, 5):
        raise BadRow(f"not a rating: {rating!r}")
    title = tidy(str(row.get("title") or ""))
    return RealReview(
        key=str(row.get("id") or ""),
        sku=str(row.get("product_sku") or ""),
        channel=CHANNEL_OF[row["category"]],
        title=title if title and units(title) <= TITLE_UNITS else clause(title or body, most=TITLE_UNITS),
        body=body,
        rating=rating,
        is_chinese=row.get("language") == "zh",
    )


def seeded(*parts: object) -> random.Random:
    """Chance that is the same for the same parts, so that a second import decides the same."""
    return random.Random("·".join(map(str, parts)))
