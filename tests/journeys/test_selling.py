"""Somebody who never sold anything opens a shop, and somebody else buys from it: on a phone, at a Chinese desk."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys import steps
from tests.journeys.steps import PICTURES, Goods, Town
from tests.journeys.words import Language, chinese, english


def field(page: Page | Locator, label: str) -> Locator:
    """The field of a label, whether or not it adds that it is optional."""
    return page.get_by_label(re.compile(f"^{re.escape(label)}( optional| 选填)?$"))


def open_a_shop(page: Page, town: Town, say: Language, shop: str) -> None:
    """With the least that a shop has to say."""
    page.goto(f"{town.address}/desk/shop/new")
    field(page, say("Name of the shop")).fill(shop)
    field(page, say("Kind")).select_option("individual")
    field(page, say("Country")).select_option("NZ")
    field(page, say("Currency of your prices")).select_option("NZD")
    field(page, say("Who sells (person or company)")).fill("Aroha Penrose")
    field(page, say("Postal address")).fill("4 Kowhai Lane, Nelson")
    field(page, say("Shipping per order")).fill("6.50")
    page.get_by_role("button", name=say("Open the shop")).click()
    expect(page.get_by_role("heading", name=say("Products"), level=1)).to_be_visible()


def make_a_product(page: Page, say: Language, name: str) -> None:
    """Two shades, then two sizes of each; two pictures sent together; and out it goes."""
    page.get_by_role("link", name=say("New product")).first.click()
    field(page, say("Name in English")).fill(name)
    field(page, say("Brand")).fill("Penrose & Daughter")
    field(page, say("Category")).select_option("lips")
    page.locator("[data-files]").set_input_files(
        [PICTURES / "balm-green-wood.jpg", PICTURES / "balm-green-b-texture.jpg"]
    )
    expect(page.locator(".goods-pictures img")).to_have_count(2, timeout=60_000)
    add_option(page, say, 0, "Shade", "Coral / 珊瑚橘, Rose / 玫瑰")
    variants = page.locator(".variant")
    expect(variants).to_have_count(2)
    for at, price in enumerate(("12.50", "14")):
        field(variants.nth(at), say("Price")).fill(price)
        field(variants.nth(at), say("In stock")).fill("4")
    add_option(page, say, 1, "Size", "5 ml, 10 ml")
    expect(variants).to_have_count(4)
    prices = [field(row, say("Price")).input_value() for row in variants.all()]
    stock = [field(row, say("In stock")).input_value() for row in variants.all()]
    assert (prices, stock) == (["12.50", "12.50", "14", "14"], ["4", "0", "4", "0"])
    page.get_by_role("button", name=say("Publish")).click()
    expect(page.get_by_role("status").filter(has_text=say("Saved."))).to_be_visible()


def add_option(page: Page, say: Language, at: int, name: str, values: str) -> None:
    page.get_by_role("button", name=say("Add an option")).click()
    option = page.locator(f"#option-{at}")
    field(option, say("Option in English")).fill(name)
    field(option, say("Its values, for making rows")).fill(values)
    page.get_by_role("button", name=say("Make a row for each combination")).click()


def buy(page: Page, town: Town, goods: Goods) -> str:
    """Two of them; the number of the order."""
    page.goto(goods.address)
    page.locator("fieldset.options").filter(has_text="Rose").locator("label.option").filter(has_text="5 ml").click()
    page.get_by_label("Quantity").fill("2")
    steps.put_into_basket(page, goods)
    steps.go_to_checkout(page)
    steps.choose_country(page, town)
    return steps.pay(page, steps.order(page, town))


def send(page: Page, say: Language, *, pieces: str, tracking: str) -> None:
    """One parcel of a part, or of all that is left."""
    parcel = page.locator("form#parcel")
    if parcel.locator(".packed input").count():
        parcel.locator(".packed input").fill(pieces)
    field(parcel, say("Carrier")).select_option("NZ Post")
    field(parcel, say("Tracking number")).fill(tracking)
    parcel.get_by_role("button", name=say("Mark as sent")).click()
    expect(page.locator(".parcel").filter(has_text=tracking)).to_be_visible()


def give_back(page: Page, say: Language, amount: str, *, in_all: str) -> None:
    """A part of what was paid; the desk then says what went back so far."""
    page.locator("#refund summary").click()
    refund = page.locator("#refund")
    field(refund, say("How much?")).fill(amount)
    field(refund, say("Why?")).select_option("damaged")
    refund.get_by_role("button", name=say("Refund")).click()
    expect(page.locator(".notice").filter(has_text=f"NZ${in_all}")).to_be_visible()


def hire(seller: Page, worker: Page, town: Town, say: Language, shop: str, handle: str) -> None:
    """The owner asks somebody to work in the shop; from their yes on they see its products."""
    seller.get_by_role("link", name=say("Staff")).click()
    seller.get_by_label(say("Handle")).fill(handle)
    seller.locator("select[name=role]").last.select_option("manager")
    seller.get_by_role("button", name=say("Invite")).click()
    expect(seller.locator(".staff li").filter(has_text=f"@{handle}")).to_be_visible()

    steps.hear(worker, town, f"asks you to work in {shop}")
    worker.get_by_role("button", name="Accept").click()
    expect(worker.locator(".desk-name")).to_have_text(shop)
    worker.get_by_role("navigation", name="Desk").get_by_role("link", name="Products").click()


def sell(seller: Page, buyer: Page, town: Town, say: Language, *, shop: str, names: tuple[str, str]) -> None:
    """From the empty form to the last cent of a refund."""
    product = f"{shop} Lip Balm"
    steps.sign_up(seller, town, names[0], say)
    steps.sign_up(buyer, town, names[1])
    open_a_shop(seller, town, say, shop)
    make_a_product(seller, say, product)
    seller.get_by_role("link", name=say("See it as buyers do")).click()
    expect(seller.get_by_role("heading", name=product, level=1)).to_be_visible()
    number = buy(buyer, town, Goods(product, shop, seller.url, "Rose"))

    seller.goto(f"{town.address}/desk/shop/{shop.lower().replace(' ', '-')}")
    seller.get_by_role("link", name=say("Packing slips of this page")).click()
    slip = seller.locator(".slip").filter(has_text=number)
    expect(slip).to_contain_text("27 Wattle Rise")
    expect(slip.locator(".slip-pieces")).to_have_text("× 2")
    slip.get_by_role("link", name=say("Send it")).click()
    send(seller, say, pieces="1", tracking="NZ0146000312")
    expect(seller.get_by_role("heading", name=say("Pack and send"))).to_be_visible()
    send(seller, say, pieces="1", tracking="NZ0146000313")
    steps.receive_parcel(buyer, tracking="NZ0146000313")

    seller.reload()
    give_back(seller, say, "14", in_all="14.00")
    give_back(seller, say, "20.50", in_all="34.50")
    expect(seller.locator("#refund")).to_have_count(0)
    buyer.reload()
    expect(buyer.get_by_text("NZ$34.50 goes back to you")).to_be_visible()

    hire(seller, buyer, town, say, shop, names[1])
    buyer.get_by_role("link", name=product).click()
    field(buyer, "Description in English").fill("Beeswax from Nelson, and nothing that runs.")
    buyer.get_by_role("button", name="Save", exact=True).click()
    expect(buyer.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    buyer.get_by_role("link", name="See it as buyers do").click()
    expect(buyer.get_by_text("Beeswax from Nelson, and nothing that runs.")).to_be_visible()


def test_what_is_typed_beside_a_banner_outlives_it(seller: Page, town: Town) -> None:
    steps.sign_in_as(seller, town, "lin_hanok")
    seller.goto(f"{town.address}/desk/shop/hanok-beauty/settings")
    story, boxes = field(seller, "Your story, in English"), seller.locator("[name=ships_to]")
    story.fill("Typed, and not saved yet.")
    was_there = boxes.first.is_checked()
    boxes.first.set_checked(not was_there)

    seller.locator("#banner-file").set_input_files(PICTURES / "balm-green-wood.jpg")
    seller.get_by_role("button", name="Show this picture").click(timeout=60_000)  # the page looks again by itself
    expect(seller.get_by_role("button", name="Remove the banner")).to_be_visible()
    expect(story).to_have_value("Typed, and not saved yet.")
    expect(boxes.first).to_be_checked(checked=not was_there)


def test_a_new_shop_sells_sends_and_refunds_on_a_phone(phone: Page, seller: Page, town: Town) -> None:
    sell(phone, seller, town, english, shop="Kauri Corner", names=("aroha_sells", "wiremu_buys"))


def test_a_new_shop_sells_sends_and_refunds_at_a_chinese_desk(desktop: Page, phone: Page, town: Town) -> None:
    sell(desktop, phone, town, chinese, shop="Rimu House", names=("mingyue_sells", "hana_buys"))
