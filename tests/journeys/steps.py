"""The steps of the stories, in the words of the page: what a person looks for, taps and types.

They know few addresses, so the same story can be told in the invented town and in an imported one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.words import Language, english

PICTURES = Path(__file__).resolve().parents[2] / "cinnabar" / "town" / "pictures"
PASSWORD = "long-grey-river-47"
NOTE = re.compile("/notes/[^/]+$")
MOST_PAGES = 8  # of a home page: nobody looks further for a new note


@dataclass(frozen=True)
class Town:
    """Where the story is told, and what differs between towns."""

    address: str
    shops: Collection[str] | None  # in addresses: those of the demo's shop owner, None when all are
    country: str
    postal: dict[str, str]  # English label → what is typed
    has_choices: bool  # whether products have variants to choose from


@dataclass(frozen=True)
class Goods:
    """What the story's buyer decided for."""

    product: str
    shop: str  # as in addresses
    address: str
    choice: str  # the variant's name, empty where there is only one


def sign_up(page: Page, town: Town, handle: str, say: Language = english) -> None:
    """Make an account; it leads to the question of interests."""
    page.goto(f"{town.address}/signup")
    page.get_by_label(say("E-mail")).fill(f"{handle}@example.com")
    page.get_by_label(say("Handle")).fill(handle)
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.get_by_role("button", name=say("Sign up")).click()
    expect(page.get_by_role("heading", name=say("What do you like?"), level=1)).to_be_visible()


def choose_interests(page: Page, names: Collection[str], say: Language = english) -> None:
    """Pick channels; home follows."""
    for name in names:
        page.get_by_role("checkbox", name=say(name, "channel")).check()
    page.get_by_role("button", name=say("Show me around")).click()
    expect(page.get_by_role("link", name=say("For you"))).to_have_attribute("aria-current", "page")


def sign_in_as(page: Page, town: Town, handle: str, say: Language = english) -> None:
    """Be one of the demo's people on home, in this language: with one tap on the sign-in page, later as remembered."""
    page.context.clear_cookies()
    known = _signed_in.get((town.address, handle))
    if known:
        page.context.add_cookies(known)
        page.goto(town.address)
    else:
        page.goto(f"{town.address}/login")
        page.get_by_role("button", name=re.compile(rf"\b{handle}\b")).click()
        expect(page).not_to_have_url(re.compile("/login"))
        _signed_in[town.address, handle] = page.context.cookies()
    expect(page.locator(".bell")).to_be_visible()
    speak(page, say)


_signed_in: dict[tuple[str, str], list[Any]] = {}


def speak(page: Page, say: Language) -> None:
    """Have the site speak this language, whatever this person read before."""
    if page.locator("html").get_attribute("lang") != say.lang:
        page.get_by_role("button", name=say.button).click()
        expect(page.locator("html")).to_have_attribute("lang", say.lang)


def log_in_by_hand(page: Page, handle: str) -> None:
    """Type the listed password of one of the demo's people into the form."""
    listed = page.locator(".demo-people li").filter(has_text=f"@{handle}")
    page.get_by_label("Handle or e-mail").fill(handle)
    page.get_by_label("Password").fill(listed.locator("code").inner_text())
    page.get_by_role("button", name="Log in", exact=True).click()


def cards(page: Page) -> Locator:
    return page.locator(".card")


def find_something_to_buy(page: Page, town: Town, say: Language = english) -> Goods:
    """From home into notes with a price, along the tag to the product, until it is one of the owner's shops."""
    in_vain = _in_vain.setdefault(town.address, set())
    for _ in range(40):
        go_home(page, say)
        note = _open_a_priced_note(page, in_vain)
        if goods := _follow_a_tag(page, town, say):
            return goods
        in_vain.add(note)
    raise AssertionError("no note on home leads to a product that can be bought here")


_in_vain: dict[str, set[str]] = {}  # notes of a town that lead to nothing one can buy


def go_home(page: Page, say: Language = english) -> None:
    page.get_by_role("link", name=say("Cinnabar, home")).click()
    expect(page.get_by_role("link", name=say("For you"))).to_have_attribute("aria-current", "page")


def _open_a_priced_note(page: Page, in_vain: set[str]) -> str:
    """One that nobody opened in vain; its address."""
    while True:
        priced = cards(page).filter(has=page.locator(".price"))
        for link in priced.locator("h3 a").all():
            address = link.get_attribute("href") or ""
            if address not in in_vain:
                link.click()
                expect(page).to_have_url(re.compile(re.escape(address)))
                return address
        more_notes(page)


def title_of(card: Locator) -> str:
    """A card's title without the mark that a question has before it."""
    return card.locator("h3").inner_text().lstrip("?✓").strip()


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
    page.locator("a[rel=next]").click()
    expect(page).not_to_have_url(before_url)


def _follow_a_tag(page: Page, town: Town, say: Language) -> Goods | None:
    """The product of the note's first tag, if one of the owner's shops has it to sell."""
    page.locator("#products").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/products/"))
    shop = (page.locator("a.seller").get_attribute("href") or "").removeprefix("/shops/")
    radios = page.locator("input[type=radio][name=variant]:enabled")
    can_choose = radios.count() > 1 if town.has_choices else True
    is_theirs = town.shops is None or shop in town.shops
    if not is_theirs or not can_choose or not page.get_by_role("button", name=say("Add to basket")).count():
        return None
    choice = _choose_a_variant(page) if town.has_choices else ""
    return Goods(page.get_by_role("heading", level=1).inner_text(), shop, page.url, choice)


def _choose_a_variant(page: Page) -> str:
    option = page.locator("label.option").filter(has=page.locator("input:enabled")).last
    option.click()
    expect(option.locator("input")).to_be_checked()
    return option.locator(".option-words > span").first.inner_text()


def put_into_basket(page: Page, goods: Goods, say: Language = english) -> None:
    page.get_by_role("button", name=say("Add to basket")).click()
    expect(page.get_by_role("heading", name=say("Basket"), level=1)).to_be_visible()
    line = page.locator("li.goods")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(goods.product)
    expect(line).to_contain_text(goods.choice)


def go_to_checkout(page: Page, say: Language = english) -> None:
    page.get_by_role("link", name=say.like("Checkout · %(total)s")).first.click()


def choose_country(page: Page, town: Town, say: Language = english) -> None:
    """The total and the fields of the address follow at once."""
    page.get_by_label(say("Where does it go?")).select_option(town.country)
    expect(page.get_by_role("heading", name=say("Your order"))).to_be_visible()


def choose_country_without_scripts(page: Page, town: Town) -> None:
    page.get_by_label("Where does it go?").select_option(town.country)
    page.locator(".checkout-country").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Your order")).to_be_visible()


def order(page: Page, town: Town, say: Language = english) -> str:
    """Type the address and order; returns the price on the button."""
    for label, words in town.postal.items():
        field = page.get_by_label(say(label))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=words)
        else:
            field.fill(words)
    button = page.get_by_role("button", name=say.like("Place order · %(total)s"))
    price = button.inner_text().partition("·")[2].strip()
    button.click()
    expect(page.get_by_role("heading", name=say("Payment"), level=1)).to_be_visible()
    return price


def pay(page: Page, price: str, say: Language = english) -> str:
    """Let the test bank say yes; returns the order's number."""
    expect(page.locator(".pay-amount")).to_have_text(price)
    page.get_by_role("button", name=say("Approve · pay %(total)s", total=price)).click()
    expect(page.get_by_role("heading", name=say("Thank you. It is paid."), level=1)).to_be_visible()
    page.locator(".order-card a").click()
    heading = page.get_by_role("heading", name=say.like("Order %(number)s"), level=1)
    return heading.inner_text().split()[-1]


def find_order(page: Page, number: str, say: Language = english) -> None:
    """Among one's orders, and open it."""
    page.get_by_role("link", name=say("Your orders")).click()
    page.get_by_role("link").filter(has_text=number).click()
    expect(page.get_by_role("heading", name=say("Order %(number)s", number=number), level=1)).to_be_visible()


def send_parcel(page: Page, goods: Goods, number: str, *, tracking: str) -> None:
    """From home to the shop's desk: find the order, pack it, say how it travels."""
    page.get_by_role("link", name="Me", exact=True).click()
    page.locator(f".me-links a[href='/desk/shop/{goods.shop}']").click()
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", name=f"Order {number}", level=1)).to_be_visible()
    expect(page.locator("li.goods")).to_have_count(1)
    page.get_by_label("Carrier").select_option("DHL")
    page.get_by_label("Tracking number").fill(tracking)
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.get_by_role("region", name="Parcel")).to_contain_text(tracking)


def receive_parcel(page: Page, *, tracking: str, say: Language = english) -> None:
    """On the order's page: the parcel is on its way, then it is there."""
    page.reload()
    expect(page.get_by_role("region", name=say("Parcel")).filter(has_text=tracking)).to_be_visible()
    page.get_by_role("button", name=say("I have received it")).click()
    expect(page.get_by_role("link", name=say("Write a note about it"))).to_be_visible()


def begin_note(page: Page, say: Language = english) -> None:
    page.get_by_role("navigation", name=say("Main")).get_by_role("link", name=say("Write")).click()
    expect(page.locator("[data-composer]")).to_be_visible()


def write_card(page: Page, words: str, style: str, say: Language = english) -> None:
    """Words as a card instead of a picture, in one of its styles; the preview shows what the wall will show."""
    page.get_by_role("link", name=say("Or write a text card")).click()
    field = page.locator("textarea[name=cover_words]")
    expect(field).to_be_focused()
    field.fill(words)
    choose_style(page, say("As a text card"), say(style, "text card"))
    expect(page.locator("[data-card]")).to_have_text(words)


def choose_style(page: Page, kind: str, style: str) -> None:
    page.get_by_role("group", name=kind).locator("label").filter(has_text=style).click()


def add_picture(page: Page, picture: str) -> None:
    """Upload a picture to the composer and wait until it is prepared."""
    expect(page.locator("[data-composer]")).to_be_visible()
    page.locator("#files").set_input_files(PICTURES / picture)
    expect(page.locator("[data-shot][data-state=ready]")).to_have_count(1, timeout=60_000)


def tag_product(page: Page, name: str) -> None:
    """Find a product from within the composer and tag it in the middle of the picture."""
    page.get_by_role("button", name="Add a product").click()
    search = page.get_by_role("dialog")
    search.get_by_role("searchbox").fill(name)
    search.get_by_role("button").filter(has_text=name).first.click()
    expect(page.locator("[data-tag]")).to_contain_text(name)


def write_note(
    page: Page, goods: Goods, *, title: str, body: str, topic: str, pro: str, picture: str, say: Language = english
) -> None:
    """From the order to a published note: picture, words, verdict. How the product came here stands by itself."""
    page.get_by_role("link", name=say("Write a note about it")).click()
    add_picture(page, picture)
    page.get_by_label(say("Title")).fill(title)
    page.get_by_label(say("Text"), exact=True).fill(body)
    page.get_by_label(say("Topics")).fill(topic)
    tag = page.locator("[data-tag]")
    expect(tag).to_have_count(1)
    expect(tag).to_contain_text(goods.product)
    expect(tag.get_by_role("radio", name=say("bought here"))).to_be_checked()
    _open(tag.locator("details.opinion"))
    tag.locator("input[name$=rating][value='5']").check(force=True)
    tag.get_by_label(say("One good point")).fill(pro)
    publish(page, title, say)


def publish(page: Page, title: str, say: Language = english) -> None:
    page.get_by_role("button", name=say("Publish")).click()
    expect(page).to_have_url(NOTE)
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def _open(details: Locator) -> None:
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def comment(page: Page, words: str, say: Language = english) -> Locator:
    """Say something under the note, or as the answer that was begun; what stands there then."""
    page.get_by_label(say("Your comment")).fill(words)
    page.get_by_role("button", name=say("Send")).click()
    expect(page.get_by_label(say("Your comment"))).to_have_value("")
    return said(page, words)


def said(page: Page, words: str) -> Locator:
    """The comment with these words."""
    found = page.locator(".said").filter(has_text=words).first
    expect(found).to_be_visible()
    return found


def begin_reply(page: Page, words: str, say: Language = english) -> None:
    """The field has come to the comment with these words, for an answer to it."""
    said(page, words).get_by_role("link", name=say("Reply")).click()
    field = page.locator(".thread").get_by_placeholder(say.like("Reply to %(name)s"))
    expect(field).to_be_focused()


def hear(page: Page, town: Town, words: str) -> None:
    """The bell has rung, as soon as a worker had time for it; open what it tells."""
    line = page.locator(".told a.new").filter(has_text=words)
    for _try in range(40):
        page.goto(f"{town.address}/inbox")
        if line.count():
            line.first.click()
            expect(line).to_have_count(0)
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"the bell did not tell “{words}”")


def look_for_note_on_home(page: Page, title: str, say: Language = english) -> int:
    """Which page of home shows it, turned over by hand as far as anybody would."""
    go_home(page, say)
    for number in range(1, MOST_PAGES + 1):
        if cards(page).get_by_role("heading", name=title).count():
            return number
        more_notes(page)
    raise AssertionError(f"“{title}” is on none of the first {MOST_PAGES} pages of home")
