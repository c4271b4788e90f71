"""A small folder of real rows, good and bad, imported twice."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cinnabar.notes.models import Note, NotePicture, ProductTag
from cinnabar.people.models import Person
from cinnabar.shop.models import Product, ProductCard, Shop
from cinnabar.town import crowd as crowd_module
from cinnabar.town.importing import import_folder
from cinnabar.town.reading import CLIPS
from cinnabar.town.real import BadRow, products_of, reviews_of

pytestmark = pytest.mark.django_db

COLUMNS = (
    "sku brand name name_zh category subcategory price currency price_basis origin_country origin_basis description"
    " attributes images image_match record_type source licence"
).split()

LIPSTICK = {
    "sku": "L-1",
    "brand": "Keune",
    "name": "Matte lipstick",
    "name_zh": "哑光口红",
    "category": "beauty",
    "subcategory": "lips",
    "price": "12.0",
    "currency": "CNY",
    "origin_country": "NL",
    "attributes": '{"shade": "coral", "parts": ["cap", "case"]}',
    "images": "photos/lip.jpg",
    "image_match": "exact",
}
SHAMPOO = {**LIPSTICK, "sku": "S-1", "brand": "", "name": "Shampoo", "currency": "USD", "price": "9.99"}
ILLUSTRATED = {**SHAMPOO, "sku": "S-2", "name": "Soap", "image_match": "illustrative"}

REVIEW = {"id": "R1", "product_sku": "L-1", "category": "beauty", "language": "en", "title": "", "rating": 5}
TEXT = "I use it a lot. It stays on through lunch."


def a_folder(root: Path, products: list[dict[str, str]], reviews: list[Any]) -> Path:
    (root / "photos").mkdir(parents=True)
    for name in ("lip", "shelf"):
        Image.new("RGB", (400, 500), "#c86a5a").save(root / "photos" / f"{name}.jpg")
    (root / "photos" / "photos.csv").write_text("file,category\nphotos/shelf.jpg,beauty\n")
    with (root / "products.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(products)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in reviews]
    (root / "reviews.jsonl").write_text("\n".join(lines))
    return root


@pytest.fixture(autouse=True)
def small(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_FOLDER = tmp_path / "media"
    monkeypatch.setattr(crowd_module, "CROWD", 2)


def test_products_and_reviews_become_shops_and_notes(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path / "real",
        [LIPSTICK, SHAMPOO, ILLUSTRATED],
        [
            {**REVIEW, "text": TEXT},
            {
                "id": "R2",
                "category": "beauty",
                "language": "zh",
                "title": None,
                "text": "很好用，会回购。",
                "rating": None,
            },
        ],
    )
    report = import_folder(folder, say=lambda _text: None)

    assert report.skipped == []
    assert dict(report.counts) == {"pictures": 2, "brands": 2, "shops": 2, "products": 3, "people": 4, "notes": 2}
    assert set(Shop.objects.values_list("slug", "currency")) == {("beauty-cny", "CNY"), ("beauty-usd", "USD")}
    card = ProductCard.objects.get(product__reference="L-1")
    assert (card.price_minor, card.currency, card.stars_5, card.brand_name) == (1200, "CNY", 1, "Keune")
    assert not Product.objects.get(reference="S-2").pictures.exists()
    tagged, untagged = Note.objects.get(reference="review-R1"), Note.objects.get(reference="review-R2")
    assert (tagged.title, untagged.title) == ("I use it a lot", "很好用")
    tag = ProductTag.objects.get()
    assert (tag.note, tag.provenance, tag.rating) == (tagged, "elsewhere", 5)
    assert NotePicture.objects.filter(note__in=[tagged, untagged]).count() == 2


def test_videos_become_notes_that_say_what_there_is_to_see(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "real", [LIPSTICK], [])
    (folder / "videos").mkdir()
    shutil.copy(CLIPS / "clip-candle-flicker.mp4", folder / "videos" / "flame.mp4")
    (folder / "videos" / "broken.mp4").write_bytes(b"nothing")
    rows = ["videos/flame.mp4,A flame beside a book,home", "videos/broken.mp4,Nothing,home", "../../x.mp4,Away,home"]
    (folder / "videos" / "videos.csv").write_text("\n".join(["file,subject,category", *rows]))
    for _time in range(2):
        report = import_folder(folder, say=lambda _text: None)
        assert (report.counts["videos"], report.skipped) == (1, ["videos/broken.mp4: not_a_video"])

    note = Note.objects.get()
    assert (note.title, note.channel, note.card.seconds) == ("A flame beside a book", "home", 5)


def test_a_second_import_adds_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "real", [LIPSTICK], [{**REVIEW, "text": TEXT}])
    first = import_folder(folder, say=lambda _text: None)
    people = Person.objects.count()
    second = import_folder(folder, say=lambda _text: None)

    assert second.counts == first.counts
    assert (Person.objects.count(), Note.objects.count(), Product.objects.count()) == (people, 1, 1)


def test_bad_rows_are_named_and_skipped(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path / "real",
        [
            LIPSTICK,
            {**LIPSTICK, "sku": "P", "price": "free"},
            {**LIPSTICK, "sku": "C", "category": "cars"},
            {**LIPSTICK, "sku": "A", "attributes": "{"},
            {**LIPSTICK, "sku": "N", "name": "", "name_zh": ""},
            {**LIPSTICK, "sku": ""},
            {**LIPSTICK, "sku": "T", "images": "../../etc/passwd"},
        ],
        [
            {**REVIEW, "text": TEXT},
            "{",
            {**REVIEW, "id": "R3", "text": "x" * 1001},
            {**REVIEW, "id": "R4", "text": " "},
        ],
    )
    report = import_folder(folder, say=lambda _text: None)

    assert report.skipped == [
        "products.csv line 3: not a price: 'free'",
        "products.csv line 4: unknown category 'cars'",
        "products.csv line 5: attributes are not JSON",
        "products.csv line 6: no name",
        "products.csv line 7: no sku",
        "reviews.jsonl line 2: not JSON",
        "reviews.jsonl line 3: the text is longer than 1000 characters",
        "reviews.jsonl line 4: no text",
    ]
    assert set(Product.objects.values_list("reference", flat=True)) == {"L-1", "T"}
    assert not Product.objects.get(reference="T").pictures.exists()
    assert Note.objects.count() == 1


@pytest.mark.parametrize("price", ["", "-1", "0", "NaN", "1e99", "1.005", "Infinity"])
def test_odd_prices_are_no_prices(tmp_path: Path, price: str) -> None:
    folder = a_folder(tmp_path / "real", [{**LIPSTICK, "price": price}], [])

    assert [type(row) for _line, row in products_of(folder)] == [BadRow]


@pytest.mark.parametrize("review", ["[]", '"x"', '{"text": "x", "category": "beauty", "rating": 9}', '{"text": null}'])
def test_odd_reviews_are_no_reviews(tmp_path: Path, review: str) -> None:
    folder = a_folder(tmp_path / "real", [], [review])

    assert [type(row) for _line, row in reviews_of(folder)] == [BadRow]
