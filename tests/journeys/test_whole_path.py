"""The whole path: a reader becomes a buyer, and the buyer an author whose word carries a seal."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import looking, steps
from tests.journeys.conftest import DESKTOP, PHONE, opened
from tests.journeys.steps import Town
from tests.journeys.words import Language, chinese, english

TOLD = {
    english: ("Ordered on Monday, here by the weekend. The lid shuts with a click.", "honest review", "Shuts firmly"),
    chinese: ("周一下单，周末就到了。盖子咔哒一声合上，放包里不会开。", "真实测评", "盖子很紧"),
}


def tell_the_whole_path(buyer: Page, seller: Page, town: Town, *, handle: str, say: Language = english) -> None:
    """Sign up → note → product → order → parcel → note with the seal → home and product page."""
    title = f"{handle[:8]} says yes"
    body, topic, pro = TOLD[say]
    steps.sign_up(buyer, town, handle, say)
    steps.choose_interests(buyer, ["Beauty", "Skincare", "Baby & maternity"], say)
    expect(steps.cards(buyer).nth(19)).to_be_attached()

    goods = steps.find_something_to_buy(buyer, town, say)
    steps.put_into_basket(buyer, goods, say)
    steps.go_to_checkout(buyer, say)
    steps.choose_country(buyer, town, say)
    price = steps.order(buyer, town, say)
    number = steps.pay(buyer, price, say)
    steps.find_order(buyer, number, say)

    steps.sign_in_as(seller, town, "lin_hanok")
    steps.send_parcel(seller, goods, number, tracking="JD0146000312")
    steps.receive_parcel(buyer, tracking="JD0146000312", say=say)

    steps.write_note(buyer, goods, title=title, body=body, topic=topic, pro=pro, picture="balm-green-wood.jpg", say=say)
    mark = buyer.locator(".note-products .seal")
    expect(mark).to_have_text(say("bought here"))
    expect(buyer.locator(".note-products")).to_contain_text(pro)
    expect(buyer.locator("html")).to_have_attribute("lang", say.lang)
    assert looking.faults(buyer) == []

    # Whoever is nobody's reader yet meets what is new; the home of somebody known goes by what they like.
    assert seller.context.browser is not None
    with opened(seller.context.browser, DESKTOP, english) as visitor:
        visitor.goto(town.address)
        steps.look_for_note_on_home(visitor, title)
        expect(steps.cards(visitor).filter(has_text=title).locator(".seal")).to_have_text("bought here")
    seller.goto(goods.address)
    about = seller.locator(".about-notes .card")
    expect(about.filter(has_text=title).locator(".seal")).to_have_text("bought here")
    expect(about.first.locator(".seal")).to_have_text("bought here")


@pytest.mark.parametrize("say", [english, chinese], ids=["english", "chinese"])
@pytest.mark.parametrize(("screen", "name"), [(PHONE, "phone"), (DESKTOP, "desktop")], ids=["phone", "desktop"])
def test_the_whole_path(
    browser: Browser, seller: Page, town: Town, screen: dict[str, Any], name: str, say: Language
) -> None:
    with opened(browser, screen, say) as buyer:
        tell_the_whole_path(buyer, seller, town, handle=f"{say.lang[:2]}_{name}_grey_lynn", say=say)
