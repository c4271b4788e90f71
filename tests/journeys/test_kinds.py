"""The kinds of notes: a card of words, words over a picture, a follow-up months later, a question."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys import looking, steps
from tests.journeys.steps import Town
from tests.journeys.words import chinese as say


def save_changes(page: Page) -> None:
    page.get_by_role("button", name=say("Save changes")).click()
    expect(page).to_have_url(steps.NOTE)
    expect(page.locator(".note-words h1")).to_be_visible()


def test_a_text_card_becomes_a_cover_and_its_words_go_over_a_picture(desktop: Page, seller: Page, town: Town) -> None:
    steps.sign_in_as(desktop, town, "mei_writes", say)
    steps.begin_note(desktop, say)
    steps.write_card(desktop, "六支口红，只留一支", "Night", say)
    desktop.get_by_label(say("Title")).fill("清空梳妆台以后")
    steps.publish(desktop, "清空梳妆台以后", say)
    shown = desktop.locator(".note-pictures .still")
    expect(shown).to_have_count(1)
    expect(shown.locator(".text-card.card-7")).to_have_text("六支口红，只留一支")
    assert looking.faults(desktop) == []
    seller.goto(town.address)
    steps.look_for_note_on_home(seller, "清空梳妆台以后")
    card = steps.cards(seller).filter(has_text="清空梳妆台以后")
    expect(card.locator(".text-card.card-7")).to_have_text("六支口红，只留一支")

    desktop.get_by_role("link", name=say("Edit"), exact=True).click()
    steps.add_picture(desktop, "balm-green-wood.jpg")
    save_changes(desktop)
    expect(shown).to_have_count(2)
    expect(shown.first.locator(".text-card")).to_have_text("六支口红，只留一支")
    expect(shown.last.locator(".frame img")).to_be_attached()
    desktop.locator(".note-author").click()
    card = steps.cards(desktop).filter(has_text="清空梳妆台以后")
    expect(card.locator(".text-card")).to_be_visible()
    expect(card.locator("picture")).to_have_count(0)

    card.locator("h3 a").click()
    desktop.get_by_role("link", name=say("Edit"), exact=True).click()
    steps.choose_style(desktop, say("Over the picture"), say("Label"))
    desktop.locator("textarea[name=cover_words]").fill("只留一支")
    expect(desktop.locator("[data-cover-words]")).to_have_text("只留一支")
    save_changes(desktop)
    expect(shown).to_have_count(1)
    desktop.locator(".note-author").click()
    expect(card.locator(".words.style-2")).to_have_text("只留一支")
    expect(card.locator("picture")).to_be_visible()
    expect(card.locator(".text-card")).to_have_count(0)


def test_a_follow_up_is_linked_both_ways_and_says_how_much_later(desktop: Page, town: Town) -> None:
    steps.sign_in_as(desktop, town, "mei_writes", say)
    desktop.goto(f"{town.address}/@mei_writes")
    while desktop.locator("a[rel=next]").count():
        desktop.locator("a[rel=next]").click()
    oldest = steps.cards(desktop).last
    first = steps.title_of(oldest)
    oldest.locator("h3 a").click()
    desktop.get_by_role("link", name=say("Write a follow-up")).click()
    expect(desktop.get_by_role("checkbox", name=say("A follow-up to “%(title)s”", title=first))).to_be_checked()
    steps.write_card(desktop, "还在用吗？还在用。", "Letter", say)
    desktop.get_by_label(say("Title")).fill("几个月以后再说一次")
    steps.publish(desktop, "几个月以后再说一次", say)

    story = desktop.get_by_role("navigation", name=say("The whole story"))
    story.get_by_role("link").filter(has_text=say("The first note")).click()
    expect(desktop.get_by_role("heading", name=first, level=1)).to_be_visible()
    back = story.get_by_role("link").filter(has_text="几个月以后再说一次").last
    passed = say("%(num)s month later", num="[0-9]+")
    expect(back.locator("small")).to_have_text(re.compile(f"^{say('Follow-up')} · {passed}$"))
    back.click()
    expect(desktop.get_by_role("heading", name="几个月以后再说一次", level=1)).to_be_visible()


def test_a_question_rings_when_it_is_answered_and_the_thanks_ring_back(phone: Page, seller: Page, town: Town) -> None:
    steps.sign_in_as(phone, town, "tom_reads")
    steps.begin_note(phone)
    steps.write_card(phone, "A mug that keeps tea hot for an hour?", "Quote")
    phone.get_by_label("Title").fill("Which mug keeps tea hot?")
    phone.get_by_role("checkbox", name="I am asking: others may answer below").check()
    steps.publish(phone, "Which mug keeps tea hot?")
    expect(phone.locator("h1").get_by_role("img", name="Question")).to_be_visible()
    question = phone.url

    steps.sign_in_as(seller, town, "lin_hanok")
    seller.goto(f"{town.address}/@tom_reads")
    card = steps.cards(seller).filter(has_text="Which mug keeps tea hot?")
    expect(card.get_by_role("img", name="Question")).to_be_visible()
    card.locator("h3 a").click()
    expect(seller.get_by_label("Your comment")).to_have_attribute("placeholder", "Answer…")
    steps.comment(seller, "The one with the double wall, by far")

    steps.hear(phone, town, "The one with the double wall, by far")
    assert phone.url.startswith(question)
    expect(steps.said(phone, "The one with the double wall, by far")).to_be_in_viewport()
    steps.begin_reply(phone, "The one with the double wall, by far")
    steps.comment(phone, "Ordered, thank you")

    steps.hear(seller, town, "Ordered, thank you")
    expect(steps.said(seller, "Ordered, thank you")).to_be_in_viewport()
