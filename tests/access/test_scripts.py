"""Whatever people write stays text: in titles, names, links, descriptions, addresses, labels and mails."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.kit.models import Installation
from cinnabar.notes.actions import (
    DraftContent,
    PlacedPicture,
    TagContent,
    add_comment,
    create_board,
    publish_note,
    save_draft,
    save_note,
    start_draft,
)
from cinnabar.notes.tests.props import a_stored_picture
from cinnabar.notifications.jobs import mail_paid
from cinnabar.notifications.models import Mail
from cinnabar.orders.actions.paying import pay
from cinnabar.orders.actions.placing import place_order
from cinnabar.orders.addresses import Address
from cinnabar.orders.models import Order
from cinnabar.orders.tests.props import an_agreement, put
from cinnabar.people.models import Person, Role
from cinnabar.shop.cards import refresh_card
from cinnabar.shop.models import Product
from tests.cast import a_person, a_product, a_shop

EVIL = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>"
SHORT = "'\"><b onx=1>"  # 12 characters, for what is short
LINK = 'javascript:alert(1) https://evil.test/"onmouseover=alert(1) #a"onx=1'


class Reader(HTMLParser):
    """Everything on a page that could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        if (
            tag == "script"
            and not (told.get("src") or "").startswith("/static/")
            and told.get("type") != "application/ld+json"
        ):
            self.wrong.append(f"<script {told}>")
        if tag in ("iframe", "object", "embed", "style", "base") or (tag == "img" and told.get("src") == "x"):
            self.wrong.append(f"<{tag} {told}>")
        self.wrong += [f"<{tag} {name}>" for name in told if name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            if (told.get(name) or "").strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
                self.wrong.append(f"<{tag} {name}={told[name]}>")


@pytest.fixture
def world(db: None, media_folder: Any) -> dict[str, Any]:
    Installation.objects.create(is_demo=True)
    mei = a_person("mei", name=EVIL[:40], bio=EVIL, city=EVIL, role=Role.CREATOR)
    tom = a_person("tom", name=SHORT, language="en")
    lin = a_person("lin", name=SHORT)
    shop = a_shop(lin, name=EVIL[:80], name_zh=EVIL[:80], story_en=EVIL, story_zh=EVIL, city=EVIL[:60], returns_en=EVIL)
    product = a_product(shop, EVIL)
    Product.objects.filter(pk=product.pk).update(
        name_zh=EVIL,
        description_en=EVIL,
        description_zh=EVIL,
        options=[{"name_en": EVIL, "name_zh": EVIL}],
        attributes={"ingredients": EVIL, "size": {"en": EVIL, "zh": EVIL}},
    )
    product.variants.update(labels_en=[EVIL], labels_zh=[EVIL])
    product.pictures.update(alt_en=EVIL, alt_zh=EVIL)
    type(product.brand).objects.update(name=EVIL[:80], name_zh=EVIL[:80], story_en=EVIL, story_zh=EVIL)
    type(product.category).objects.update(name_en=EVIL[:60], name_zh=EVIL[:60])
    refresh_card(product.pk)
    note = save_draft(
        start_draft(mei),
        DraftContent(
            title=EVIL[:40],
            body=f"{EVIL}\n{LINK}",
            pictures=(PlacedPicture(a_stored_picture(mei).pk, alt=EVIL),),
            tags=(
                TagContent(product_id=product.pk, provenance="elsewhere", rating=4, pro=SHORT, con=SHORT),
                TagContent(outside_brand=EVIL, outside_name=EVIL, provenance="gifted", pro=SHORT),
            ),
            topics=(SHORT,),
            cover_words=EVIL[:24],
            city=EVIL[:60],
        ),
    )
    publish_note(note)
    add_comment(tom, note, f"{EVIL} {LINK}")
    board = create_board(mei, EVIL[:50], description=EVIL)
    save_note(mei, note, board)
    put(tom, product.variants.get(position=0), from_note_id=note.pk)
    agreement = an_agreement(tom)
    evil = Address(
        name=EVIL, phone="+49 30 123456", country="DE", lines=[EVIL], fields={"street_address": EVIL, "city": EVIL}
    )
    purchase = place_order(tom, type(agreement)(agreement.key, agreement.total, evil, "en"))
    pay(tom, purchase.pk, agreed=purchase.total, means="approve")
    put(tom, product.variants.get(position=1))
    order = Order.objects.get()
    mail_paid(order.pk, tom.pk)
    return {"mei": mei, "tom": tom, "lin": lin, "note": note, "board": board, "product": product, "order": order}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nothing_that_people_write_becomes_markup(world: dict[str, Any], browser_of: Any, language: str) -> None:
    note, board, order = f"/notes/{encode(world['note'].pk)}", f"/boards/{encode(world['board'].pk)}", world["order"]
    mine = ["/", "/c/beauty", "/@mei", "/@mei?tab=boards", "/notes/new", "/settings/profile", "/outbox", "/nothing/<b>"]
    mine += [note, f"{note}/edit", f"{note}/save", f"{note}/deletion", board, f"{board}/settings", f"/?after={EVIL}"]
    mine += [
        f"/notes/products?q={EVIL}",
        f"/notes/products?key=1&name={EVIL}",
        f"/shops/hanok?origin={EVIL}&category={EVIL}",
    ]
    mine += [f"/topics/{world['note'].note_topics.get(position=0).topic.slug}", "/shops/hanok", "/brands/petal-theory"]
    bought = [
        f"/products/{encode(world['product'].pk)}",
        "/basket",
        "/checkout?currency=EUR",
        "/orders",
        "/categories/lips",
    ]
    bought += ["/categories/lips", f"/orders/{order.number}", f"/purchases/{encode(order.purchase_id)}"]
    pages = {"mei": mine, "tom": bought, "lin": ["/desk/shop/hanok", f"/desk/shop/hanok/orders/{order.number}"]}
    wrong = []
    for who, addresses in pages.items():
        Person.objects.update(language=language)
        browser = browser_of(Person.objects.get(handle=who))
        for address in addresses:
            response = browser.get(address, follow=True)
            reader = Reader()
            reader.feed(response.content.decode())
            wrong += [f"{address}: {found}" for found in reader.wrong]
            if response.status_code not in (200, 404):
                wrong.append(f"{address}: {response.status_code}")

    assert wrong == []


def test_structured_data_cannot_close_its_element(world: dict[str, Any], browser_of: Any) -> None:
    for address in (f"/notes/{encode(world['note'].pk)}", f"/products/{encode(world['product'].pk)}", "/shops/hanok"):
        page = browser_of().get(address).content.decode()
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S):
            assert "<" not in block, address


def test_a_subject_is_one_line(world: dict[str, Any]) -> None:
    mail = Mail.objects.get()

    assert not set("\r\n") & set(mail.subject)
