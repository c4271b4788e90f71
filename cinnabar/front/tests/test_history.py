"""The viewing history: what stands in it, for whom, and how it goes away."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cinnabar.activity.jobs import forget_old_history
from cinnabar.activity.models import Deed, Opened, SeenNote
from cinnabar.kit.clock import at, now
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import delete_note, hide_note
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note, a_tag
from cinnabar.people.models import Block, Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus
from tests.visibility import a_world


def look_at(browser: Any, *things: Note | Product) -> None:
    for thing in things:
        name = "note" if isinstance(thing, Note) else "product"
        assert browser.get(reverse(name, kwargs={f"{name}_id": thing.pk})).status_code == 200


def titles(browser: Any, query: str = "") -> list[str]:
    page = browser.get(f"/history{query}").content.decode()
    return re.findall("<b>(.*?)</b>", page[page.index("<section") : page.index("</section>")])


def test_what_one_opened_stands_there_the_latest_first_and_once(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    one, two = a_note(mei, title="One"), a_note(mei, title="Two")
    browser = browser_of(tom)

    look_at(browser, one, lipstick, two, one)

    assert titles(browser) == ["One", "Two", "Petal Melt Lipstick"]
    assert Opened.objects.filter(person_id=tom.pk).count() == 3
    assert titles(browser_of(mei)) == []


def test_days_have_names(mei: Person, tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom)
    noon = now().replace(hour=12)
    for days, title in ((0, "New"), (1, "Newer"), (40, "Old")):
        with at(noon - timedelta(days=days)):
            look_at(browser, a_note(mei, title=title))

    with at(noon + timedelta(hours=1)):
        page = browser.get("/history").content.decode()

    assert re.findall("<h2>(.*?)</h2>", page)[:2] == ["Today", "Yesterday"]
    assert len(re.findall("<h2>", page)) == 3


def test_nobody_else_and_nothing_but_a_look_is_written_down(mei: Person, tom: Person, browser_of: Any) -> None:
    note = a_note(mei)
    address = reverse("note", kwargs={"note_id": note.pk})

    browser_of().get(address)
    browser_of(mei).get(address)  # one's own note is no reading
    browser_of(tom).head(address)
    browser_of(tom).get(address, headers={"Sec-Purpose": "prefetch;prerender"})
    browser_of(tom).get(address, headers={"Purpose": "prefetch"})

    assert not Opened.objects.exists()
    assert set(Deed.objects.values_list("person_id", flat=True)) == {mei.pk}


def test_asking_for_the_headers_of_a_product_is_no_look(tom: Person, lipstick: Product, browser_of: Any) -> None:
    browser_of(tom).head(reverse("product", kwargs={"product_id": lipstick.pk}))

    assert not Deed.objects.exists()


def test_switched_off_nothing_is_written_and_home_still_knows(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    before, after = a_note(mei, title="Before"), a_note(mei, title="After")
    browser = browser_of(tom)
    look_at(browser, before)
    browser.post("/history/keeping", {"on": "0"})

    look_at(browser, after, lipstick)

    assert titles(browser) == ["Before"]
    assert "Switched off" in browser.get("/history").content.decode()
    assert SeenNote.objects.count() == 2
    browser.post("/history/keeping", {"on": "1"})
    look_at(browser, after)
    assert titles(browser) == ["After", "Before"]


def test_the_privacy_settings_switch_it_too(tom: Person, browser_of: Any) -> None:
    browser_of(tom).post("/settings/privacy", {})
    tom.refresh_from_db()
    assert not tom.keeps_history

    browser_of(tom).post("/settings/privacy", {"keeps_history": "on"})

    tom.refresh_from_db()
    assert tom.keeps_history


def test_one_line_or_all_can_be_taken_out(
    mei: Person, tom: Person, zoe: Person, lipstick: Product, browser_of: Any
) -> None:
    one, two = a_note(mei, title="One"), a_note(mei, title="Two")
    browser = browser_of(tom)
    look_at(browser, one, two, lipstick)
    look_at(browser_of(zoe), one)

    answer = browser.post("/history/removal", {"subject": "note", "id": encode(one.pk)})
    assert (answer.status_code, answer["Location"]) == (302, "/history")
    assert titles(browser) == ["Petal Melt Lipstick", "Two"]

    asked = browser.get("/history/clearing").content.decode()
    assert "cannot be undone" in asked
    assert Opened.objects.filter(person_id=tom.pk).count() == 2
    browser.post("/history/clearing")
    browser.post("/history/clearing")
    assert titles(browser) == []
    assert titles(browser_of(zoe)) == ["One"]


@pytest.mark.parametrize("fields", [{}, {"subject": "note"}, {"subject": "person", "id": "2"}, {"id": "2"}])
def test_what_names_no_line_is_not_there(mei: Person, tom: Person, browser_of: Any, fields: dict[str, str]) -> None:
    look_at(browser_of(tom), a_note(mei))

    assert browser_of(tom).post("/history/removal", fields).status_code == 404

    assert Opened.objects.count() == 1


def test_what_became_invisible_is_gone_from_it(
    mei: Person, tom: Person, zoe: Person, lipstick: Product, browser_of: Any
) -> None:
    deleted, hidden, friends = (a_note(mei, title=title) for title in ("Deleted", "Hidden", "Friends"))
    blocked = a_note(zoe, title="Blocked")
    browser = browser_of(tom)
    look_at(browser, deleted, hidden, friends, blocked, lipstick)

    delete_note(deleted)
    hide_note(hidden, reason="x")
    Note.objects.filter(pk=friends.pk).update(visibility="friends")
    Block.objects.create(blocker=zoe, blocked=tom)
    set_status(lipstick, ProductStatus.PAUSED)
    assert titles(browser) == ["Petal Melt Lipstick"]  # a paused product has its page

    set_status(lipstick, ProductStatus.DRAFT)
    assert titles(browser) == []


def test_the_history_shows_everybody_what_its_twin_shows(db: None) -> None:
    from cinnabar.front.history import history_of

    world = a_world()
    for viewer in world.viewers.values():
        if viewer.is_authenticated:
            Opened.objects.bulk_create(
                Opened(person_id=viewer.pk, subject="note", subject_id=note.pk, at=now()) for note in world.notes
            )
    world.viewers.pop("visitor")

    world.check(
        lambda viewer: [line.subject_id for line in history_of(viewer, limit=100)[0]],
        Note.objects.filter(state="published"),
    )


def test_long_histories_come_in_pages(mei: Person, tom: Person, browser_of: Any) -> None:
    notes = [a_note(mei, title=f"N{number}") for number in range(31)]
    look_at(browser_of(tom), *notes)
    browser = browser_of(tom)

    first = browser.get("/history").content.decode()
    following = re.search(r'rel="next" href="/history(\?after=[^"]+)"', first)
    assert following
    assert [*titles(browser), *titles(browser, following[1])] == [f"N{number}" for number in range(30, -1, -1)]
    assert browser.get("/history?after=nonsense").status_code == 302


def test_what_is_too_old_is_erased_every_night(mei: Person, tom: Person, browser_of: Any, settings: Any) -> None:
    settings.HISTORY_DAYS = 30
    old, new = a_note(mei, title="Old"), a_note(mei, title="New")
    with at(now() - timedelta(days=31)):
        look_at(browser_of(tom), old)
    with at(now() - timedelta(days=29)):
        look_at(browser_of(tom), new)
    assert titles(browser_of(tom)) == ["New"]

    forget_old_history(0)
    forget_old_history(0)

    assert [opened.subject_id for opened in Opened.objects.all()] == [new.pk]


def test_the_page_costs_three_queries(
    mei: Person, tom: Person, lipstick: Product, browser_of: Any, django_assert_num_queries: Any
) -> None:
    look_at(browser_of(tom), a_note(mei, tags=(a_tag(lipstick),)), lipstick)
    browser = browser_of(tom)
    browser.get("/history")

    with django_assert_num_queries(3):  # session, person, the lines
        browser.get("/history")


def test_profile_and_settings_lead_there(tom: Person, browser_of: Any) -> None:
    for page in ("/@tom", "/settings"):
        assert 'href="/history"' in browser_of(tom).get(page).content.decode()
