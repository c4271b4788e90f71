"""The whole path: a reader becomes a buyer, and the buyer an author whose word carries a seal."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import Town


def tell_the_whole_path(buyer: Page, seller: Page, town: Town, *, handle: str) -> None:
    """Sign up → note → product → order → parcel → note with the seal → home and product page."""
    title = f"{handle[:6]} says yes"
    steps.sign_up(buyer, town, handle)
    steps.choose_interests(buyer, ["Beauty", "Skincare", "Baby & maternity"])
    expect(steps.cards(buyer)).to_have_count(20)

    goods = steps.find_something_to_buy(buyer, town)
    steps.put_into_basket(buyer, goods)
    steps.go_to_checkout(buyer)
    steps.choose_country(buyer, town)
    price = steps.order(buyer, town)
    number = steps.pay(buyer, price)

    steps.sign_in_as(seller, town, "lin_hanok")
    steps.send_parcel(seller, goods, number, tracking="JD0146000312")
    steps.receive_parcel(buyer, tracking="JD0146000312")

    steps.write_note(
        buyer,
        goods,
        title=title,
        body="Ordered on Monday, here by the weekend. The lid shuts with a click.",
        topic="honest review",
        pro="Shuts with a click",
        picture="balm-green-wood.jpg",
    )
    mark = buyer.locator(".note-products .seal")
    expect(mark).to_have_text("bought here")
    expect(buyer.locator(".note-products")).to_contain_text("Shuts with a click")

    steps.look_for_note_on_home(seller, title)
    expect(steps.cards(seller).filter(has_text=title).locator(".seal")).to_have_text("bought here")
    seller.goto(goods.address)
    about = seller.locator(".about-notes .card")
    expect(about.filter(has_text=title).locator(".seal")).to_have_text("bought here")
    expect(about.first.locator(".seal")).to_have_text("bought here")


def test_the_whole_path(phone: Page, seller: Page, town: Town) -> None:
    tell_the_whole_path(phone, seller, town, handle="ngaio_from_grey_lynn")
