"""From the text of the product form to what the action takes, or to a message at each wrong field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cinnabar.desks.shops.forms.amounts import read_compared, read_price, read_stock
from cinnabar.desks.shops.forms.product_text import OptionText, ProductText, VariantText
from cinnabar.kit.fields import PlainText
from cinnabar.kit.ids import decode_or_none
from cinnabar.kit.text import tidy
from cinnabar.media.models import Picture, PictureState
from cinnabar.people.countries import CODES
from cinnabar.shop.attributes import ONE_LANGUAGE
from cinnabar.shop.models import Brand, Category, ProductStatus
from cinnabar.shop.specs import PictureSpec, ProductSpec, VariantSpec

Value = TypeVar("Value")


@dataclass(slots=True)
class Judgement:
    """What is wrong, by the name of the field; `spec` needs a brand still and is there when nothing is."""

    problems: dict[str, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    brand: str = ""

    def spec(self, brand: Brand, *, reference: str = "") -> ProductSpec:
        return ProductSpec(brand=brand, reference=reference, status=ProductStatus.DRAFT, **self.told)

    def reads(self, name: str, read: Callable[[], Value]) -> Value | None:
        """The value, or None with its message kept."""
        try:
            return read()
        except ValidationError as wrong:
            self.problems[name] = wrong.messages[0]
            return None

    def text(self, name: str, text: str, *, most: int, lines: bool = False) -> str:
        read = PlainText(most=most, lines=lines, required=False)
        return self.reads(name, lambda: str(read.clean(text))) or ""


def judge(text: ProductText, *, currency: str, pictures: Mapping[int, Picture], to_publish: bool) -> Judgement:
    """`pictures` are those that this person may put there."""
    judged, plain = Judgement(), text.plain
    judged.brand = judged.text("brand", plain["brand"], most=80)
    if not judged.brand and "brand" not in judged.problems:
        judged.problems["brand"] = _("Please name the brand.")
    category = Category.objects.filter(slug=tidy(plain["category"])[:60], parent__isnull=False).first()
    if category is None:
        judged.problems["category"] = _("Please choose a category.")
    name_en = judged.text("name_en", plain["name_en"], most=160)
    name_zh = judged.text("name_zh", plain["name_zh"], most=160)
    if not name_en and not name_zh and "name_zh" not in judged.problems:
        judged.problems.setdefault("name_en", _("A product needs a name, in one language at least."))
    for name in ("origin", "ships_from"):
        if plain[name] and plain[name] not in CODES:
            judged.problems[name] = _("Please choose a country.")
    options = tuple(_option(judged, at, option) for at, option in enumerate(text.options))
    if not options and len(text.variants) > 1:
        judged.problems["options"] = _("Several variants need an option that tells them apart, such as Shade.")
    judged.told = {
        "category": category,
        "name_en": name_en or name_zh,
        "name_zh": name_zh,
        "origin_country": plain["origin"],
        "ships_from": plain["ships_from"],
        "description_en": judged.text("description_en", plain["description_en"], most=4000, lines=True),
        "description_zh": judged.text("description_zh", plain["description_zh"], most=4000, lines=True),
        "attributes": _attributes(judged, text),
        "options": options,
        "pictures": _pictures(judged, text, pictures, to_publish=to_publish),
        "variants": _variants(judged, text, currency),
    }
    return judged


def _option(judged: Judgement, at: int, option: OptionText) -> tuple[str, str]:
    english = judged.text(f"o-{at}-en", option.name_en, most=40)
    chinese = judged.text(f"o-{at}-zh", option.name_zh, most=40)
    if not english and not chinese:
        judged.problems.setdefault(f"o-{at}-en", _("What do the variants differ in? Such as Shade or Size."))
    return english or chinese, chinese or english


def _attributes(judged: Judgement, text: ProductText) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for key, both in text.attributes.items():
        english, chinese = (
            judged.text(f"a-{key}-{lang}", value, most=400) for lang, value in zip(("en", "zh"), both, strict=True)
        )
        if english or chinese:
            same = key in ONE_LANGUAGE or not chinese
            said[key] = (english or chinese) if same else {"en": english or chinese, "zh": chinese}
    return said


def _pictures(
    judged: Judgement, text: ProductText, pictures: Mapping[int, Picture], *, to_publish: bool
) -> tuple[PictureSpec, ...]:
    specs = []
    for number, told in enumerate(text.pictures, start=1):
        picture = pictures.get(decode_or_none(told.key) or 0)
        if picture is None or picture.state == PictureState.FAILED:
            judged.problems["pictures"] = _("Picture %(number)s cannot be used. Please take it out.") % {
                "number": number
            }
        elif picture.state == PictureState.WAITING:
            judged.problems["pictures"] = _("Picture %(number)s is still being prepared. Try again in a moment.") % {
                "number": number
            }
        else:
            alts = {
                f"alt_{lang}": judged.text(f"alt-{told.key}-{lang}", alt, most=500)
                for lang, alt in (("en", told.alt_en), ("zh", told.alt_zh))
            }
            specs.append(PictureSpec(picture_id=picture.pk, **alts))
    if to_publish and not text.pictures:
        judged.problems["pictures"] = _("Buyers want to see it: please add a picture.")
    return tuple(specs)


def _variants(judged: Judgement, text: ProductText, currency: str) -> tuple[VariantSpec, ...]:
    places = {picture.key: at for at, picture in enumerate(text.pictures)}
    specs, seen = [], set[tuple[str, ...]]()
    for row in text.variants:
        spec = _variant(judged, row, currency, place=places.get(row.picture))
        same = tuple(label.casefold() for label in spec.labels_en)
        if same in seen and text.options:
            judged.problems.setdefault(f"v-{row.key}-en-0", _("Another variant has the same name."))
        seen.add(same)
        specs.append(spec)
    return tuple(specs)


def _variant(judged: Judgement, row: VariantText, currency: str, *, place: int | None) -> VariantSpec:
    prefix = f"v-{row.key}-"
    labels = []
    for at, (en, zh) in enumerate(row.labels):
        english = judged.text(f"{prefix}en-{at}", en, most=60)
        chinese = judged.text(f"{prefix}zh-{at}", zh, most=60)
        if not english and not chinese:
            judged.problems.setdefault(f"{prefix}en-{at}", _("Which one is it? Such as Coral or 50 ml."))
        labels.append((english or chinese, chinese or english))
    price = judged.reads(f"{prefix}price", lambda: read_price(row.price, currency))
    was = judged.reads(f"{prefix}was", lambda: read_compared(row.was, currency, price=price))
    stock = judged.reads(f"{prefix}stock", lambda: read_stock(row.stock))
    seen = judged.reads(f"{prefix}stock", lambda: read_stock(row.seen)) if row.variant_id is not None else None
    return VariantSpec(
        variant_id=row.variant_id,
        price_minor=price or 1,
        compare_at_minor=was,
        in_stock=stock or 0,
        stock_seen=seen,
        labels_en=tuple(english for english, _chinese in labels),
        labels_zh=tuple(chinese for _english, chinese in labels),
        picture=place,
    )
