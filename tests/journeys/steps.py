"""The steps of the stories, in the words of an English page: what a person looks for, taps and types.

They know no address but the first, so the same story can be told in the invented town and in an imported one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PICTURES = Path(__file__).resolve().parents[2] / "cinnabar" / "town" / "pictures"
PASSWORD = "long-grey-river-47"
MOST_PAGES = 8  # of a home page: nobody looks further for a new note


@dataclass(frozen=True)
class Town:
    """Where the story is told, and what differs between towns."""

    address: str
    shops: Collection[str] | None  # those of the demo's shop owner, None when all are
    country: str
    postal: dict[str, str]  # label → what is typed
    has_choices: bool  # whether products have variants to choose from


@dataclass(frozen=True)
class Goods:
    """What the story's buyer decided for."""

    product: str
    shop: str
    address: str
    choice: str  # the variant's name, empty where there is only one


def sign_up(page: Page, town: Town, handle: str) -> None:
    """Make an account; it leads to the question of interests."""
    page.goto(town.address)
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("E-mail").fill(f"{handle}@example.com")
    page.get_by_label("Handle").fill(handle)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="What do you like?", level=1)).to_be_visible()


def choose_interests(page: Page, names: Collection[str]) -> None:
    """Pick channels; home follows."""
    for name in names:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Show me around").click()
    expect(page.get_by_role("link", name="For you")).to_have_attribute("aria-current", "page")


def sign_in_as(page: Page, town: Town, handle: str) -> None:
    """Be one of the demo's people with one tap on its sign-in page, and read English whatever they read."""
    page.goto(f"{town.address}/login")
    page.get_by_role("button", name=f"Log in as {handle}").click()
    expect(page.get_by_role("link", name="Log in")).to_have_count(0)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="English", pressed=True)).to_be_visible()


def log_in_by_hand(page: Page, handle: str) -> None:
    """Type the listed password of one of the demo's people into the form."""
    listed = page.locator(".demo-people li").filter(has_text=f"@{handle}")
    page.get_by_label("Handle or e-mail").fill(handle)
    page.get_by_label("Password").fill(listed.locator("code").inner_text())
    page.get_by_role("button", name="Log in", exact=True).click()


def cards(page: Page) -> Locator:
    return page.locator(".card")


def find_something_to_buy(page: Page, town: Town) -> Goods:
    """From home into notes with a price, along the tag to the product, until it is one of the owner's shops."""
    opened: set[str] = set()
    for _ in range(40):
        go_home(page)
        _open_a_priced_note(page, opened)
        if goods := _follow_a_tag(page, town):
            return goods
    raise AssertionError("no note on home leads to a product that can be bought here")


def go_home(page: Page) -> None:
    page.get_by_role("link", name="Cinnabar, home").click()
    expect(page.get_by_role("link", name="For you")).to_have_attribute("aria-current", "page")


def _open_a_priced_note(page: Page, opened: set[str]) -> None:
    while True:
        priced = cards(page).filter(has=page.locator(".price"))
        for link in priced.locator("h3 a").all():
            address = link.get_attribute("href") or ""
            if address not in opened:
                opened.add(address)
                link.click()
                expect(page).to_have_url(re.compile(re.escape(address)))
                return
        more_notes(page)


def title_of(card: Locator) -> str:
    """A card's title without the mark that a question has before it."""
    return card.locator("h3").inner_text().removeprefix("?").strip()


def with_picture(page: Page) -> Locator:
    """Cards that are no text cards."""
    return cards(page).filter(has=page.locator(".card-cover picture"))


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One finger from `start` to `end`, in eight moves, as a touch screen tells them."""
    browser = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", start)
    for step in range(1, 9):
        touch("touchMove", (start[0] + (end[0] - start[0]) * step / 8, start[1] + (end[1] - start[1]) * step / 8))
    touch("touchEnd")


def more_notes(page: Page) -> None:
    """The next page: by scrolling to the end of the wall, without scripts by the link."""
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        before = cards(page).count()
        cards(page).last.scroll_into_view_if_needed()
        expect(cards(page).nth(before)).to_be_attached()
        return
    before_url = page.url
    page.get_by_role("link", name="More notes").click()
    expect(page).not_to_have_url(before_url)


def _follow_a_tag(page: Page, town: Town) -> Goods | None:
    """The product of the note's first tag, if one of the owner's shops has it to sell."""
    page.locator("#products").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/products/"))
    shop = page.locator(".seller b").inner_text()
    radios = page.locator("input[type=radio][name=variant]:enabled")
    can_choose = radios.count() > 1 if town.has_choices else True
    is_theirs = town.shops is None or shop in town.shops
    if not is_theirs or not can_choose or not page.get_by_role("button", name="Add to basket").count():
        return None
    choice = _choose_a_variant(page) if town.has_choices else ""
    return Goods(page.get_by_role("heading", level=1).inner_text(), shop, page.url, choice)


def _choose_a_variant(page: Page) -> str:
    option = page.locator("label.option").filter(has=page.locator("input:enabled")).last
    option.click()
    expect(option.locator("input")).to_be_checked()
    name = option.locator(".option-words > span").first.inner_text()
    expect(page.locator("[data-chosen-label]")).to_contain_text(name)
    return name


def put_into_basket(page: Page, goods: Goods) -> None:
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("heading", name="Basket", level=1)).to_be_visible()
    line = page.locator("li.goods")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(goods.product)
    expect(line).to_contain_text(goods.choice)


def go_to_checkout(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Checkout")).first.click()


def choose_country(page: Page, town: Town) -> None:
    """The total and the fields of the address follow at once."""
    page.get_by_label("Where does it go?").select_option(town.country)
    expect(page.get_by_role("heading", name="Your order")).to_be_visible()


def choose_country_without_scripts(page: Page, town: Town) -> None:
    page.get_by_label("Where does it go?").select_option(town.country)
    page.locator(".checkout-country").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Your order")).to_be_visible()


def order(page: Page, town: Town) -> str:
    """Type the address and order; returns the price on the button."""
    for label, words in town.postal.items():
        field = page.get_by_label(label)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=words)
        else:
            field.fill(words)
    button = page.get_by_role("button", name=re.compile("^Place order ·"))
    price = button.inner_text().partition("·")[2].strip()
    button.click()
    expect(page.get_by_role("heading", name="Payment", level=1)).to_be_visible()
    return price


def pay(page: Page, price: str) -> str:
    """Let the test bank say yes; returns the order's number."""
    expect(page.locator(".pay-amount")).to_have_text(price)
    page.get_by_role("button", name=f"Approve · pay {price}").click()
    expect(page.get_by_role("heading", name="Thank you. It is paid.", level=1)).to_be_visible()
    page.locator(".order-card a").click()
    heading = page.get_by_role("heading", name=re.compile("^Order "), level=1)
    return heading.inner_text().removeprefix("Order ")


def send_parcel(page: Page, goods: Goods, number: str, *, tracking: str) -> None:
    """At the shop's desk: find the order, pack it, say how it travels."""
    page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/orders")
    page.get_by_role("link", name=f"Desk of {goods.shop}", exact=True).click()
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", name=f"Order {number}", level=1)).to_be_visible()
    expect(page.locator("li.goods")).to_contain_text(goods.product)
    page.get_by_label("Carrier").select_option("DHL")
    page.get_by_label("Tracking number").fill(tracking)
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.get_by_role("region", name="Parcel")).to_contain_text(tracking)


def receive_parcel(page: Page, *, tracking: str) -> None:
    """On the order's page: the parcel is on its way, then it is there."""
    page.reload()
    expect(page.get_by_role("region", name="Parcel").filter(has_text=tracking)).to_be_visible()
    page.get_by_role("button", name="I have received it").click()
    expect(page.get_by_role("link", name="Write a note about it")).to_be_visible()


def add_picture(page: Page, picture: str) -> None:
    """Upload a picture to the composer and wait until it is prepared."""
    expect(page.get_by_role("heading", name="Write a note", level=1)).to_be_visible()
    page.locator("#files").set_input_files(PICTURES / picture)
    expect(page.locator("[data-shot][data-state=ready]")).to_have_count(1, timeout=60_000)


def tag_product(page: Page, name: str) -> None:
    """Find a product from within the composer and tag it in the middle of the picture."""
    page.get_by_role("button", name="Add a product").click()
    search = page.get_by_role("dialog")
    search.get_by_role("searchbox").fill(name)
    search.get_by_role("button").filter(has_text=name).first.click()
    expect(page.locator("[data-tag]")).to_contain_text(name)


def write_note(page: Page, goods: Goods, *, title: str, body: str, topic: str, pro: str, picture: str) -> None:
    """From the order to a published note: picture, words, verdict. How the product came here stands by itself."""
    page.get_by_role("link", name="Write a note about it").click()
    add_picture(page, picture)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(body)
    page.get_by_label("Topics").fill(topic)
    tag = page.locator("[data-tag]")
    expect(tag).to_have_count(1)
    expect(tag).to_contain_text(goods.product)
    expect(tag.get_by_role("radio", name="bought here")).to_be_checked()
    _open(tag.locator("details.opinion"))
    tag.get_by_role("radio", name="5 stars").check(force=True)
    tag.get_by_label("One good point").fill(pro)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("/notes/[^/]+$"))


def _open(details: Locator) -> None:
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def look_for_note_on_home(page: Page, title: str) -> int:
    """Which page of home shows it, turned over by hand as far as anybody would."""
    go_home(page)
    for number in range(1, MOST_PAGES + 1):
        if cards(page).get_by_role("heading", name=title).count():
            return number
        more_notes(page)
    raise AssertionError(f"“{title}” is on none of the first {MOST_PAGES} pages of home")
