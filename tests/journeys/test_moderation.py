"""A report: a moderator hides the note with a reason, its author reads it and answers, and the answer is heard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys import looking, steps
from tests.journeys.steps import Town
from tests.journeys.words import chinese as say

TITLE = "用完第三瓶才敢说"
REASON = "The brand sent it to you: the note must say so."
ANSWER = "是我自己买的，订单截图可以给你们看。"


def report(page: Page, note: str, why: str) -> None:
    page.goto(note)
    page.locator(".actions").get_by_role("link", name="Report").click()
    page.locator("select[name=rule]").select_option("undisclosed")
    page.locator("textarea[name=words]").fill(why)
    assert looking.faults(page) == []
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()


def hide_what_was_reported(page: Page, why: str) -> None:
    """From the desk of the moderators, and back to it."""
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("link", name="Decisions").click()
    decide = page.get_by_role("link", name="Decide", exact=True)
    case = page.locator(".packing li").filter(has_text=TITLE).filter(has=decide)
    expect(case.locator(".chip").first).to_have_text("1 report")
    expect(case).to_contain_text("Advertising that is not marked")
    case.get_by_role("link", name="Decide", exact=True).click()
    expect(page.get_by_text(why)).to_be_visible()
    form = page.locator("form").filter(has=page.get_by_role("button", name="Hide the note"))
    form.locator("select").select_option("undisclosed")
    form.locator("textarea").fill(REASON)
    assert looking.faults(page) == []
    form.get_by_role("button", name="Hide the note").click()
    expect(page.get_by_role("heading", name="Decisions", exact=True)).to_be_visible()
    expect(case).to_have_count(0)


def answer_the_moderators(page: Page, town: Town, note: str) -> None:
    """The author hears of it, reads rule and reason, and answers once; the note tells its state."""
    steps.hear(page, town, say("Your note “%(title)s” was hidden", title=TITLE))
    expect(page.get_by_role("heading", name=say("Your note is hidden"), level=1)).to_be_visible()
    expect(page.locator(".notice")).to_contain_text(say("Advertising that is not marked"))
    expect(page.locator(".notice")).to_contain_text(REASON)
    page.locator("textarea").fill(ANSWER)
    page.get_by_role("button", name=say("Send the answer")).click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.locator("textarea")).to_have_count(0)
    assert looking.faults(page) == []
    page.goto(note)
    expect(page.locator(".note-state")).to_contain_text(say("This note is hidden."))
    expect(page.locator(".note-state")).to_contain_text(REASON)


def test_a_reported_note_is_hidden_answered_and_shown_again(
    phone: Page, seller: Page, desktop: Page, town: Town
) -> None:
    """Tom reports on his phone, Mei writes at a Chinese desk, Ada decides."""
    steps.sign_in_as(desktop, town, "mei_writes", say)
    steps.begin_note(desktop, say)
    steps.write_card(desktop, "这支精华我会回购", "Notebook", say)
    desktop.get_by_label(say("Title")).fill(TITLE)
    steps.publish(desktop, TITLE, say)
    note = desktop.url
    found = f"{town.address}/search?q={TITLE}"
    assert note.removeprefix(town.address) in phone.request.get(found).text()

    steps.sign_in_as(phone, town, "tom_reads")
    report(phone, note, "Reads like an advertisement")
    steps.sign_in_as(seller, town, "ada_checks")
    hide_what_was_reported(seller, "Reads like an advertisement")
    assert phone.request.get(note).status == 404
    assert note.removeprefix(town.address) not in phone.request.get(found).text()
    steps.hear(phone, town, "we acted on it")

    answer_the_moderators(desktop, town, note)
    seller.reload()
    answered = seller.get_by_role("listitem").filter(has_text=ANSWER)
    expect(answered).to_contain_text(REASON)
    assert looking.faults(seller) == []
    answered.get_by_role("link", name=TITLE).click()
    seller.locator("textarea[name=reason]").fill("The receipt is yours. Sorry.")
    seller.get_by_role("button", name="Show it again").click()

    steps.hear(desktop, town, say("Your note “%(title)s” is shown again", title=TITLE))
    expect(desktop.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    phone.goto(note)
    expect(phone.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
