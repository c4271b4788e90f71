"""Tickets and states, asked by a page."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.kit.ids import decode, encode
from cinnabar.kit.limits import check_limit
from cinnabar.media.actions import begin_picture
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.sizing import fail
from cinnabar.media.tickets import read_upload_ticket
from cinnabar.people.models import Person


def test_a_ticket_is_bound_to_its_picture_and_owner(mei: Person, browser_of: Any) -> None:
    answer = browser_of(mei).post("/pictures", {"purpose": "note"})
    assert answer.status_code == 201
    picture = Picture.objects.get()
    ticket = read_upload_ticket(answer.json()["upload"].rsplit("/", 1)[1])
    assert (ticket.picture_ids, ticket.owner_id, ticket.back) == ((picture.pk,), mei.pk, "")
    assert (picture.owner_id, picture.state, decode(answer.json()["id"])) == (mei.pk, "waiting", picture.pk)


def test_somebody_without_an_account_gets_no_ticket(db: None, browser_of: Any) -> None:
    answer = browser_of().post("/pictures", {"purpose": "note"})
    assert answer.status_code == 401
    assert answer.json()["message"] == "Please log in again: what you wrote here is kept."
    assert browser_of().get("/pictures?ids=1").status_code == 401
    assert not Picture.objects.exists()


def test_too_many_tickets_are_refused_for_a_while(mei: Person, tom: Person, browser_of: Any) -> None:
    for number in range(60):
        Picture.objects.create(owner_id=mei.pk, purpose="note", secret=f"waiting-{number}")
    waiting = browser_of(mei).post("/pictures", {"purpose": "note"})
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, "30")

    Picture.objects.update(state=PictureState.READY)
    for _ in range(118):
        check_limit(f"upload:{mei.pk}", most=120, seconds=600)
    answers = [browser_of(mei).post("/pictures", {"purpose": "avatar"}) for _ in range(4)]

    assert [answer.status_code for answer in answers][::3] == [201, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    assert browser_of(tom).post("/pictures", {"purpose": "note"}).status_code == 201


@pytest.mark.parametrize("purpose", ["", "shop", "x" * 500])
def test_only_what_people_upload_gets_a_ticket(purpose: str, mei: Person, browser_of: Any) -> None:
    assert browser_of(mei).post("/pictures", {"purpose": purpose}).status_code == 400
    assert not Picture.objects.exists()


def test_a_page_learns_how_far_its_own_pictures_are(mei: Person, tom: Person, browser_of: Any) -> None:
    ready = begin_picture(tom.pk, purpose="note")
    Picture.objects.filter(pk=ready.pk).update(state=PictureState.READY, width=960, height=1280)
    bad = begin_picture(tom.pk, purpose="note")
    fail(bad.pk, "damaged")
    others = begin_picture(mei.pk, purpose="note")
    asked = ".".join(encode(picture.pk) for picture in (ready, bad, others))
    told = {row["id"]: row for row in browser_of(tom).get(f"/pictures?ids={asked}.nonsense!").json()["pictures"]}
    assert set(told) == {encode(ready.pk), encode(bad.pk)}
    assert told[encode(ready.pk)]["address"].startswith("http://live.testserver/private/")
    assert (told[encode(bad.pk)]["state"], told[encode(bad.pk)]["message"]) == (
        "failed",
        "This picture is damaged or incomplete.",
    )
