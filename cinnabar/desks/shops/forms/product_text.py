"""What the product form sends, as it was typed, and the steps that its buttons take without writing anything.

Rows come as lists of keys, the order of the fields being their order: a variant's key is its id, or "n1" for a new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product as combinations

from django.http import QueryDict

from cinnabar.kit.ids import decode_or_none, encode
from cinnabar.kit.money import typed
from cinnabar.kit.text import tidy
from cinnabar.shop.models import Product, Variant
from cinnabar.shop.specs import MOST_OPTIONS

KEY = re.compile(r"[0-9A-Za-z]{1,16}")
BETWEEN = re.compile(r"[,，、;；\n]")
MOST_ROWS = 60
MOST_PICTURES = 12
PLAIN = (
    *("brand", "category", "name_en", "name_zh", "origin", "ships_from"),
    *("description_en", "description_zh"),
)


@dataclass(slots=True)
class OptionText:
    name_en: str = ""
    name_zh: str = ""
    values: str = ""


@dataclass(slots=True)
class VariantText:
    key: str
    labels: list[tuple[str, str]] = field(default_factory=list)  # English, Chinese; one per option
    price: str = ""
    was: str = ""
    stock: str = ""
    seen: str = ""
    picture: str = ""

    @property
    def variant_id(self) -> int | None:
        return None if self.key.startswith("n") else decode_or_none(self.key)


@dataclass(slots=True)
class PictureText:
    key: str
    alt_en: str = ""
    alt_zh: str = ""


@dataclass(slots=True)
class ProductText:
    """The whole form."""

    plain: dict[str, str] = field(default_factory=lambda: dict.fromkeys(PLAIN, ""))
    attributes: dict[str, tuple[str, str]] = field(default_factory=dict)
    options: list[OptionText] = field(default_factory=list)
    variants: list[VariantText] = field(default_factory=lambda: [VariantText("n1")])
    pictures: list[PictureText] = field(default_factory=list)
    is_too_long: bool = False  # more rows were asked for than there may be


def read(post: QueryDict) -> ProductText:
    """What was sent."""
    options = [
        OptionText(*(post.get(f"o-{at}-{name}", "") for name in ("en", "zh", "values")))
        for at in range(min(len(post.getlist("option")), MOST_OPTIONS))
    ]
    keys = [key for key in dict.fromkeys(post.getlist("variant")[:MOST_ROWS]) if KEY.fullmatch(key)]
    if not keys:  # of what cannot be read as a row its cells are still there
        cells = (re.fullmatch("v-([0-9A-Za-z]{1,16})-price", name) for name in post)
        keys = [cell[1] for cell in cells if cell][:MOST_ROWS] or ["n1"]
    pictures = [key for key in dict.fromkeys(post.getlist("picture")[:MOST_PICTURES]) if decode_or_none(key)]
    told = (re.fullmatch("a-([a-z_]{1,40})-(en|zh)", name) for name in post)
    listed = [*post.getlist("attribute"), *(name[1] for name in told if name)]
    attributes = [key for key in dict.fromkeys(listed) if re.fullmatch("[a-z_]{1,40}", key)][:40]
    return ProductText(
        plain={name: post.get(name, "") for name in PLAIN},
        attributes={key: (post.get(f"a-{key}-en", ""), post.get(f"a-{key}-zh", "")) for key in attributes},
        options=options,
        variants=[_variant(post, key, len(options)) for key in keys],
        pictures=[PictureText(key, post.get(f"alt-{key}-en", ""), post.get(f"alt-{key}-zh", "")) for key in pictures],
    )


def _variant(post: QueryDict, key: str, options: int) -> VariantText:
    def said(name: str) -> str:
        return post.get(f"v-{key}-{name}", "")

    labels = [(said(f"en-{at}"), said(f"zh-{at}")) for at in range(options)]
    return VariantText(key, labels, *(said(name)[:40] for name in ("price", "was", "stock", "seen", "picture")))


def stored(product: Product) -> ProductText:
    """The form of a product that is there."""
    variants = [one for one in product.variants.order_by("position") if not one.is_withdrawn]
    pictures = list(product.pictures.order_by("position"))
    keys = [encode(picture.picture_id) for picture in pictures]
    text = {name: getattr(product, name) for name in PLAIN if hasattr(product, name)}
    return ProductText(
        plain=text
        | {
            "brand": product.brand.name,
            "category": product.category.slug,
            "origin": product.origin_country,
        },
        attributes={key: _both(value) for key, value in product.attributes.items()},
        options=[
            OptionText(option["name_en"], option["name_zh"], _values(variants, at))
            for at, option in enumerate(product.options)
        ],
        variants=[
            VariantText(
                encode(one.pk),
                [*zip(one.labels_en, one.labels_zh, strict=False)],
                typed(one.price_minor, one.currency),
                "" if one.compare_at_minor is None else typed(one.compare_at_minor, one.currency),
                str(one.in_stock),
                str(one.in_stock),
                keys[one.picture_position]
                if one.picture_position is not None and one.picture_position < len(keys)
                else "",
            )
            for one in variants
        ],
        pictures=[
            PictureText(key, picture.alt_en, picture.alt_zh) for key, picture in zip(keys, pictures, strict=True)
        ],
    )


def copied(text: ProductText) -> ProductText:
    """The same for a new product: every row is a new one, nothing is in stock yet."""
    for at, row in enumerate(text.variants, start=1):
        row.key, row.stock, row.seen = f"n{at}", "0", ""
    return text


def _values(variants: Sequence[Variant], at: int) -> str:
    """What an option says in the variants, as it is typed for making rows; nothing where it could not be read back."""
    both = dict.fromkeys((one.labels_en[at], one.labels_zh[at]) for one in variants if at < len(one.labels_en))
    if any(BETWEEN.search(part) or "/" in part for pair in both for part in pair):
        return ""
    return ", ".join(english if english == chinese else f"{english} / {chinese}" for english, chinese in both)


def _both(value: object) -> tuple[str, str]:
    if isinstance(value, dict):
        return str(value.get("en", "")), str(value.get("zh", ""))
    return str(value), ""


def take_step(text: ProductText, step: str, subject: str) -> None:
    """Change the form as a button asks; an unknown step changes nothing."""
    if step == "add-option" and len(text.options) < MOST_OPTIONS:
        text.options.append(OptionText())
        _fit(text)
    elif step == "drop-option" and subject.isdecimal() and len(subject) < 3 and int(subject) < len(text.options):
        del text.options[int(subject)]
        for row in text.variants:
            del row.labels[int(subject)]
    elif step == "add-variant" and len(text.variants) < MOST_ROWS:
        text.variants.append(_blank(text))
    elif step == "drop-variant" and len(text.variants) > 1:
        text.variants = [row for row in text.variants if row.key != subject] or text.variants[:1]
    elif step == "combine":
        _combine(text)
    elif step in ("earlier", "later", "out"):
        _move(text.pictures, step, subject)


def with_pictures(text: ProductText, keys: Sequence[str]) -> None:
    """Pictures that a plain form has uploaded, behind those that are there."""
    known = {picture.key for picture in text.pictures}
    new = [key for key in dict.fromkeys(keys) if decode_or_none(key) and key not in known]
    text.pictures = [*text.pictures, *map(PictureText, new)][:MOST_PICTURES]


def _fit(text: ProductText) -> None:
    for row in text.variants:
        row.labels = (row.labels + [("", "")] * MOST_OPTIONS)[: len(text.options)]


def _blank(text: ProductText, *, like: tuple[str, str] | None = None) -> VariantText:
    """A new row at the price of the first one that is `like` it, else of the last."""
    number = 1 + max((int(row.key[1:]) for row in text.variants if re.fullmatch("n[0-9]{1,6}", row.key)), default=0)
    near = next((row for row in text.variants if row.labels[:1] == [like]), text.variants[-1])
    return VariantText(f"n{number}", [("", "")] * len(text.options), near.price, near.was, "0")


def _combine(text: ProductText) -> None:
    """A row for every combination of the values that the options name; rows that are there stay.

    A row that says a part of a combination, because an option is new, becomes its first one and keeps price and stock.
    """
    named = [[_value(part) for part in BETWEEN.split(option.values) if tidy(part)] for option in text.options]
    if not named or not all(named):
        return
    known = {_same(row.labels) for row in text.variants}
    wanted = list(combinations(*named))
    for labels in wanted:
        if _same(labels) in known:
            continue
        begun = next((row for row in text.variants if _begins(row, labels)), None)
        if begun is None and len(text.variants) >= MOST_ROWS:
            text.is_too_long = True
            break
        row = begun or _blank(text, like=labels[0])
        row.labels = list(labels)
        if begun is None:
            text.variants.append(row)
    places = {_same(labels): place for place, labels in enumerate(wanted)}
    text.variants.sort(key=lambda row: places.get(_same(row.labels), len(places)))


def _begins(row: VariantText, labels: Sequence[tuple[str, str]]) -> bool:
    """Whether a row leaves something of a combination open and says nothing else."""
    said = _same(row.labels)
    return "" in said and all(mine in ("", whole) for mine, whole in zip(said, _same(labels), strict=False))


def _value(part: str) -> tuple[str, str]:
    """ "Coral / 珊瑚橘" as both; a value in one language only is shown to everybody."""
    english, _sign, chinese = tidy(part).replace("／", "/").partition("/")
    return tidy(english), tidy(chinese)


def _same(labels: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(tidy(english or chinese).casefold() for english, chinese in labels)


def _move(pictures: list[PictureText], step: str, key: str) -> None:
    at = next((place for place, picture in enumerate(pictures) if picture.key == key), None)
    if at is None:
        return
    picture = pictures.pop(at)
    if step != "out":
        pictures.insert(max(0, at - 1) if step == "earlier" else at + 1, picture)
