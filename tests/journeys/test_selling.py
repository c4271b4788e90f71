"""Somebody who never sold anything opens a shop, and somebody else buys from it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import PICTURES, Goods, Town

SHOP = "Kauri Corner"


def open_a_shop(page: Page) -> None:
    """From one's own page, with the least that a shop has to say."""
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("link", name="Open a shop").click()
    page.get_by_label("Name of the shop").fill(SHOP)
    page.get_by_label("Kind").select_option("individual")
    page.get_by_label("Country", exact=True).select_option("NZ")
    page.get_by_label("Currency of your prices").select_option("NZD")
    page.get_by_label("Who sells (person or company)").fill("Aroha Penrose")
    page.get_by_label("Postal address").fill("4 Kowhai Lane, Nelson")
    page.get_by_label("Shipping per order").fill("6.50")
    page.get_by_role("button", name="Open the shop").click()
    expect(page.get_by_role("heading", name="Products", level=1)).to_be_visible()


def make_a_product(page: Page, name: str) -> None:
    """Two shades at two prices, one picture, and out it goes."""
    page.get_by_role("link", name="New product").first.click()
    page.get_by_label("Name in English").fill(name)
    page.get_by_label("Brand").fill("Penrose & Daughter")
    page.get_by_label("Category").select_option("lips")
    expect(page.get_by_label("Finish, in English")).to_be_visible()
    page.locator("[data-files]").set_input_files(PICTURES / "balm-green-wood.jpg")
    expect(page.locator(".goods-pictures img")).to_have_count(1, timeout=60_000)
    page.get_by_role("button", name="Add an option").click()
    page.get_by_label("Option in English").fill("Shade")
    page.get_by_label("Its values, for making rows").fill("Coral / 珊瑚橘, Rose / 玫瑰")
    page.get_by_role("button", name="Make a row for each combination").click()
    variants = page.locator("#variants fieldset")
    expect(variants).to_have_count(2)
    for at, price in enumerate(("12.50", "14")):
        variants.nth(at).get_by_label("Price", exact=True).fill(price)
        variants.nth(at).get_by_label("In stock").fill("3")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


def test_a_new_shop_sells_sends_and_refunds(phone: Page, seller: Page, town: Town) -> None:
    name = "Kauri Lip Balm"
    steps.sign_up(seller, town, "aroha_sells")
    steps.choose_interests(seller, ["Beauty", "Skincare", "Home"])
    open_a_shop(seller)
    make_a_product(seller, name)
    seller.get_by_role("link", name="See it as buyers do").click()
    expect(seller.get_by_role("heading", name=name, level=1)).to_be_visible()

    goods = Goods(name, SHOP, seller.url, "Rose")
    steps.sign_up(phone, town, "wiremu_buys")
    steps.choose_interests(phone, ["Beauty", "Skincare", "Home"])
    phone.goto(goods.address)
    phone.locator("label.option").filter(has_text="Rose").click()
    steps.put_into_basket(phone, goods)
    steps.go_to_checkout(phone)
    steps.choose_country(phone, town)
    number = steps.pay(phone, steps.order(phone, town))

    steps.send_parcel(seller, goods, number, tracking="NZ0146000312")
    steps.receive_parcel(phone, tracking="NZ0146000312")
    seller.reload()
    seller.get_by_text("Send the money back").click()
    refund = seller.locator("details", has_text="Send the money back")
    refund.get_by_label("Why?").select_option(index=1)
    refund.get_by_role("button", name=re.compile("^Refund ")).click()
    expect(seller.get_by_text("went back to the buyer.")).to_be_visible()
