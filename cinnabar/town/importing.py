"""`cinnabar import-town FOLDER`: real products and reviews, through the same actions as everybody else.

Nothing of the folder is copied into the project. A second run adds nothing; a stopped one goes on where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from cinnabar.kit.clock import at, now
from cinnabar.kit.language import speaking
from cinnabar.kit.text import clause
from cinnabar.media.actions import Brought, bring_pictures, bring_video, repeat_picture
from cinnabar.media.models import Picture
from cinnabar.media.problems import CannotUse
from cinnabar.notes import actions as notes
from cinnabar.notes.actions import CannotSave, DraftContent, PlacedPicture, TagContent
from cinnabar.people.models import Person
from cinnabar.shop.actions import create_brand, create_product, open_shop
from cinnabar.shop.categories import create_category, ensure_base_categories, ensure_top_category
from cinnabar.shop.models import Brand, Category, Product, Shop
from cinnabar.shop.specs import BrandSpec, CannotSell, PictureSpec, ProductSpec, ShopSpec, VariantSpec
from cinnabar.town.crowd import crowd
from cinnabar.town.ledger import missing, once, settle, settled
from cinnabar.town.marker import take_database
from cinnabar.town.real import (
    TITLE_UNITS,
    BadRow,
    RealClip,
    RealProduct,
    RealReview,
    clips_of,
    home_countries,
    photos_of,
    products_of,
    reviews_of,
    seeded,
)
from cinnabar.town.settling import settle_people

Say = Callable[[str], None]
SPREAD_DAYS = 180
UNBRANDED = ("No brand", "无品牌")
COUNTRY_OF = {"CNY": "CN", "USD": "US", "EUR": "FR", "GBP": "GB", "JPY": "JP", "AUD": "AU", "NZD": "NZ"}
NAMES_ZH = {
    "beauty": "美妆", "skincare": "护肤", "baby": "母婴", "health": "健康食品", "fashion": "时尚", "food": "食品",
    "home": "家居", "travel": "旅行", "digital": "数码",
}  # fmt: skip


@dataclass
class Report:
    """What came of it; `skipped` holds one sentence per bad row."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[str] = field(default_factory=list)


def import_folder(folder: Path, *, say: Say) -> Report:
    """Import `folder` into a demo database; an empty one becomes a demo without the invented town."""
    passwords = take_database()
    report = Report()
    with speaking("en"):
        if not settled("town"):
            settle("town", {"first": 1, "all": 1})
        people = settle_people(passwords)
        products = list(_readable(products_of(folder), "products.csv", report))
        reviews = list(_readable(reviews_of(folder), "reviews.jsonl", report))
        pictures = _bring(folder, products, keeper=people["kim_runs"], report=report, say=say)
        _sell(folder, products, pictures, owner=people["lin_hanok"], report=report, say=say)
        _write(folder, reviews, pictures, report=report, say=say)
        _show_clips(folder, report=report, say=say)
    for sentence in report.skipped:
        say(f"  skipped: {sentence}")
    say(f"Imported: {', '.join(f'{number} {what}' for what, number in report.counts.items())}.")
    return report


def _readable(rows: Iterator[tuple[int, RealProduct | RealReview | BadRow]], file: str, report: Report) -> Iterator:
    for line, row in rows:
        if isinstance(row, BadRow):
            report.skipped.append(f"{file} line {line}: {row}")
        else:
            yield row


def _bring(
    folder: Path, products: Sequence[RealProduct], *, keeper: Person, report: Report, say: Say
) -> dict[str, Picture]:
    """Every picture that a gallery or a note will show, decoded once."""
    names = [name for product in products for name in product.pictures]
    names += [name for photos in photos_of(folder).values() for name in photos]
    wanted = missing("photo", names)
    for start in range(0, len(wanted), 24):
        batch = wanted[start : start + 24]
        results = bring_pictures([Brought(keeper.pk, "note", folder / name) for name in batch])
        for name, result in zip(batch, results, strict=True):
            if isinstance(result, CannotUse):
                report.skipped.append(f"{name}: {result.problem}")
            else:
                settle("photo", {name: result.pk})
        say(f"Pictures: {start + len(batch)} of {len(wanted)}")
    known = settled("photo")
    report.counts["pictures"] = len(known)
    by_id = Picture.objects.in_bulk(list(known.values()))
    return {name: by_id[row_id] for name, row_id in known.items()}


def _sell(
    folder: Path,
    products: Sequence[RealProduct],
    pictures: dict[str, Picture],
    *,
    owner: Person,
    report: Report,
    say: Say,
) -> None:
    ensure_base_categories()
    shelves = _Shelves(owner, home_countries(folder))
    known = settled("real-product")
    for number, product in enumerate(products, start=1):
        if product.sku not in known:
            shop = shelves.shop(product)

            def put_on_sale(product: RealProduct = product, shop: Shop = shop) -> int:
                return create_product(shop, _spec(product, shelves, pictures, owner)).pk

            try:
                once("real-product", product.sku, put_on_sale)
            except CannotSell as problem:
                report.skipped.append(f"product {product.sku}: {problem}")
                continue
        if number % 200 == 0 or number == len(products):
            say(f"Products: {number} of {len(products)}")
    report.counts["brands"] = len(settled("real-brand"))
    report.counts["shops"] = len(settled("real-shop"))
    report.counts["products"] = len(settled("real-product"))


class _Shelves:
    """Brands, shops and categories, made when the first product needs them."""

    def __init__(self, owner: Person, countries: dict[str, str]) -> None:
        self._owner = owner
        self._countries = countries
        self._brands = Brand.objects.in_bulk(list(settled("real-brand").values()))
        self._brand_ids = settled("real-brand")
        self._shops = {key: Shop.objects.get(pk=row_id) for key, row_id in settled("real-shop").items()}
        self._tops = {category.slug: category for category in Category.objects.filter(parent=None)}
        self._categories: dict[tuple[str, str], Category] = {}

    def brand(self, product: RealProduct) -> Brand:
        name = product.brand or UNBRANDED[0]
        if name not in self._brand_ids:
            chinese = "" if product.brand else UNBRANDED[1]
            made = create_brand(BrandSpec(name=name, name_zh=chinese, country=self._countries.get(name, "")))
            self._brands[made.pk] = made
            self._brand_ids[name] = made.pk
            settle("real-brand", {name: made.pk})
        return self._brands[self._brand_ids[name]]

    def shop(self, product: RealProduct) -> Shop:
        """One shop per currency and category."""
        key = f"{product.currency}-{product.channel}"
        if key not in self._shops:
            self._shops[key] = open_shop(self._owner, _shop_spec(product))
            settle("real-shop", {key: self._shops[key].pk})
        return self._shops[key]

    def category(self, product: RealProduct) -> Category:
        key = (product.channel, product.kind)
        if key not in self._categories:
            self._categories[key] = create_category(
                self._top(product.channel), name_en=product.kind.capitalize(), name_zh=""
            )
        return self._categories[key]

    def _top(self, channel: str) -> Category:
        if channel not in self._tops:
            self._tops[channel] = ensure_top_category(channel, channel.capitalize(), NAMES_ZH[channel])
        return self._tops[channel]


def _shop_spec(product: RealProduct) -> ShopSpec:
    country = COUNTRY_OF[product.currency]
    return ShopSpec(
        slug=f"{product.channel}-{product.currency.lower()}",
        name=f"{product.channel.capitalize()} shop ({product.currency})",
        name_zh=f"{NAMES_ZH[product.channel]}店（{product.currency}）",
        kind="cross_border" if country != "CN" else "independent",
        country=country,
        currency=product.currency,
        shipping_minor=1200 if product.currency == "CNY" else 590,
        free_from_minor=19900 if product.currency == "CNY" else 6000,
        tint=1 + sum(map(ord, product.channel)) % 6,
    )


def _spec(product: RealProduct, shelves: _Shelves, pictures: dict[str, Picture], owner: Person) -> ProductSpec:
    chance = seeded("stock", product.sku)
    return ProductSpec(
        brand=shelves.brand(product),
        category=shelves.category(product),
        reference=product.sku,
        name_en=product.name_en,
        name_zh=product.name_zh,
        description_en=product.description,
        origin_country=product.origin,
        ships_from=COUNTRY_OF[product.currency],
        attributes=product.attributes,
        pictures=tuple(
            PictureSpec(picture_id=repeat_picture(pictures[name], owner_id=owner.pk, purpose="product").pk)
            for name in product.pictures
            if name in pictures
        ),
        variants=(
            VariantSpec(
                price_minor=product.price_minor, in_stock=0 if chance.random() < 0.04 else chance.randint(2, 240)
            ),
        ),
    )


def _write(
    folder: Path, reviews: Sequence[RealReview], pictures: dict[str, Picture], *, report: Report, say: Say
) -> None:
    writers = crowd()
    report.counts["people"] = sum(len(people) for people in writers.values())
    goods = _Goods(folder, pictures)
    known = settled("review")
    for number, review in enumerate(reviews, start=1):
        if review.key not in known:
            try:
                once("review", review.key, partial(_publish, review, writers[review.is_chinese], goods))
            except (CannotSave, LookupError) as problem:
                report.skipped.append(f"review {review.key}: {problem}")
        if number % 500 == 0 or number == len(reviews):
            say(f"Notes: {number} of {len(reviews)}")
    report.counts["notes"] = len(settled("review"))


class _Goods:
    """The products that reviews speak of, and which photo stands for a review."""

    def __init__(self, folder: Path, pictures: dict[str, Picture]) -> None:
        known = settled("real-product")
        by_id = Product.objects.prefetch_related("pictures").in_bulk(list(known.values()))
        self.products = {sku: by_id[row_id] for sku, row_id in known.items()}
        self._pictures = pictures
        self._photos = {
            channel: [name for name in names if name in pictures] for channel, names in photos_of(folder).items()
        }
        self._owned = Picture.objects.in_bulk(
            [picture.picture_id for product in by_id.values() for picture in product.pictures.all()]
        )

    def picture_for(self, review: RealReview) -> Picture:
        """The product's own picture, else one of its category."""
        product = self.products.get(review.sku)
        own = [self._owned[picture.picture_id] for picture in product.pictures.all()] if product else []
        photos = own or [self._pictures[name] for name in self._photos.get(review.channel, ())]
        if not photos:
            raise LookupError(f"no picture for the category {review.channel}")
        return seeded("photo", review.key).choice(photos)


def _publish(review: RealReview, writers: Sequence[Person], goods: _Goods) -> int:
    chance = seeded("review", review.key)
    author = chance.choice(writers)
    moment = now() - timedelta(days=chance.uniform(0.1, SPREAD_DAYS))
    product = goods.products.get(review.sku)
    picture = repeat_picture(goods.picture_for(review), owner_id=author.pk, purpose="note")
    tags = (
        [TagContent(product_id=product.pk, provenance="elsewhere", rating=review.rating)] if product is not None else []
    )
    content = DraftContent(
        title=review.title,
        body=review.body,
        pictures=[PlacedPicture(picture.pk)],
        tags=tags,
        channel=review.channel,
        cover_ratio=_ratio(picture),
        city=author.city,
    )
    note = notes.start_draft(author, reference=f"review-{review.key}")
    with at(moment):
        note = notes.publish_note(notes.save_draft(note, content))
    likes = int(10 ** chance.uniform(0, 2.8)) - 1
    notes.set_imported_counts(note, likes=likes, saves=likes // chance.randint(2, 9))
    return note.pk


def _show_clips(folder: Path, *, report: Report, say: Say) -> None:
    """A note for each video, which says what there is to see."""
    writers = crowd()[False]
    known = settled("clip")
    clips = [clip for clip in clips_of(folder) if clip.file not in known]
    for number, clip in enumerate(clips, start=1):
        try:
            once("clip", clip.file, partial(_film, folder, clip, writers))
        except (CannotUse, CannotSave) as problem:
            report.skipped.append(f"{clip.file}: {problem}")
        say(f"Videos: {number} of {len(clips)}")
    if shown := settled("clip"):
        report.counts["videos"] = len(shown)


def _film(folder: Path, clip: RealClip, writers: Sequence[Person]) -> int:
    chance = seeded("clip", clip.file)
    author = chance.choice(writers)
    video = bring_video(author.pk, purpose="note", path=folder / clip.file)
    content = DraftContent(
        title=clause(clip.subject, most=TITLE_UNITS),
        body=clip.subject,
        pictures=[PlacedPicture(video.pk, alt=clip.subject)],
        channel=clip.channel,
        cover_ratio=_ratio(video),
        city=author.city,
    )
    note = notes.start_draft(author, reference=f"clip-{clip.file}"[:80])
    with at(now() - timedelta(days=chance.uniform(0.1, SPREAD_DAYS))):
        return notes.publish_note(notes.save_draft(note, content)).pk


def _ratio(picture: Picture) -> str:
    shape = picture.height / picture.width
    return "3:4" if shape > 1.15 else "4:3" if shape < 0.87 else "1:1"
