"""Editing one's own profile and picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from cinnabar.kit.events import announce
from cinnabar.kit.ids import encode
from cinnabar.media.actions import bring_picture
from cinnabar.media.events import PictureReady
from cinnabar.media.models import Picture, PictureState
from cinnabar.people.models import Person
from cinnabar.people.pictures import wear_new_picture
from tests.cast import a_picture

FORM = {
    "name": "Tom",
    "bio": "Reads.",
    "language": "en",
    "country": "IE",
    "city": "Dublin",
    "birth_year": "１９９９",
    "gender": "male",
    "trait_skin": "dry",
}


@pytest.fixture
def told(monkeypatch: Any) -> list[Any]:
    facts: list[Any] = []
    monkeypatch.setattr("cinnabar.people.actions.announce", facts.append)
    return facts


@pytest.mark.django_db
def test_a_profile_is_saved_and_shown(tom: Person, browser_of: Any) -> None:
    answer = browser_of(tom).post("/settings/profile", FORM)

    assert (answer.status_code, answer["Location"]) == (302, "/@tom")
    tom.refresh_from_db()
    assert (tom.name, tom.bio, tom.country, tom.city) == ("Tom", "Reads.", "IE", "Dublin")
    assert (tom.birth_year, tom.gender, tom.traits) == (1999, "male", {"skin": "dry"})


@pytest.mark.django_db
def test_cards_hear_of_a_new_name_but_not_of_a_new_bio(tom: Person, browser_of: Any, told: list[Any]) -> None:
    browser = browser_of(tom)
    browser.post("/settings/profile", {**FORM, "bio": "Other."})
    assert told == []

    browser.post("/settings/profile", {**FORM, "name": "Tomás"})

    assert [fact.person_id for fact in told] == [tom.pk]


LINES = "一\n" * 50
LIMIT = 160


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bio",
    [
        LINES.strip() + "x" * (LIMIT - 99),
        ("#\u200d词" * 20 + "x" * LIMIT)[: LIMIT - 2],
        ("👩‍👩‍👧‍👦" * 23)[: LIMIT - 6],
        "“Don't <b>panic</b> & 100%”",
    ],
)
def test_what_the_counter_allows_is_saved_unchanged(tom: Person, browser_of: Any, bio: str) -> None:
    browser = browser_of(tom)

    answer = browser.post("/settings/profile", {**FORM, "bio": bio.replace("\n", "\r\n")})

    assert answer.status_code == 302
    tom.refresh_from_db()
    assert tom.bio == bio
    assert "<b>panic" not in browser.get("/settings/profile").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " \u202e "),
        ("name", "x" * 41),
        ("bio", "x" * 161),
        ("country", "XX"),
        ("city", "x" * 61),
        ("birth_year", "1899"),
        ("birth_year", "2999"),
        ("birth_year", "-1"),
        ("birth_year", "99999999999999999999"),
        ("birth_year", "nineteen"),
        ("gender", "robot"),
        ("language", "xx"),
        ("trait_skin", "x" * 61),
    ],
)
def test_a_wrong_field_is_told_at_the_field_and_nothing_is_written(
    tom: Person, browser_of: Any, field: str, value: str
) -> None:
    browser = browser_of(tom)
    before = Person.objects.filter(pk=tom.pk).values().get()

    answer = browser.post("/settings/profile", {**FORM, "city": "Galway", field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert f'aria-describedby="id_{field}-error' in page
    assert field == "city" or 'value="Galway"' in page
    assert Person.objects.filter(pk=tom.pk).values().get() == before


@pytest.mark.django_db
def test_the_form_is_only_for_its_owner(browser_of: Any) -> None:
    answer = browser_of().get("/settings/profile")

    assert answer["Location"] == "/login?next=/settings/profile"


@pytest.mark.django_db
def test_showing_the_form_writes_nothing(tom: Person, browser_of: Any) -> None:
    page = browser_of(tom).get("/settings/profile").content.decode()

    assert "http://live.testserver/upload/" in page
    assert not Picture.objects.exists()


@pytest.fixture
def sent(settings: Any, tmp_path: Path) -> Any:
    """A picture that was sent and made into its sizes."""
    settings.MEDIA_FOLDER = tmp_path / "media"

    def made(person: Person, colour: str = "red") -> Picture:
        file = tmp_path / f"{colour}.png"
        Image.new("RGB", (300, 200), colour).save(file)
        return bring_picture(person.pk, purpose="avatar", path=file)

    return made


@pytest.mark.django_db
def test_a_new_picture_replaces_the_former(tom: Person, sent: Any, told: list[Any]) -> None:
    old, new = sent(tom), sent(tom, "blue")
    for picture in (old, new, new):
        wear_new_picture(PictureReady(picture.pk, tom.pk))

    tom.refresh_from_db()
    assert tom.avatar == new.secret
    assert list(Picture.objects.values_list("pk", "is_public")) == [(new.pk, True)]
    assert len(told) == 2


@pytest.mark.django_db
def test_a_picture_of_a_note_is_never_worn(tom: Person) -> None:
    picture = a_picture(tom)

    with transaction.atomic():
        announce(PictureReady(picture.pk, tom.pk))

    tom.refresh_from_db()
    assert tom.avatar == ""


@pytest.mark.django_db
def test_a_removed_picture_leaves_initials(tom: Person, sent: Any, browser_of: Any) -> None:
    wear_new_picture(PictureReady(sent(tom).pk, tom.pk))

    answer = browser_of(tom).post("/settings/profile/picture/removal")

    assert answer["Location"] == "/settings/profile"
    tom.refresh_from_db()
    assert tom.avatar == ""
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_a_picture_on_its_way_is_waited_for(tom: Person, zoe: Person, browser_of: Any) -> None:
    picture = a_picture(tom, purpose="avatar", state=PictureState.WAITING)
    path = f"/settings/profile?pictures={encode(picture.pk)}"

    answer = browser_of(tom).get(path)

    assert answer["Refresh"] == "2"
    assert "being prepared" in answer.content.decode()
    assert "Refresh" not in browser_of(zoe).get(path)
    Picture.objects.update(state=PictureState.FAILED, problem="damaged")
    failed = browser_of(tom).get(path)
    assert "Refresh" not in failed
    assert "damaged or incomplete" in failed.content.decode()
    assert browser_of(tom).get("/settings/profile?pictures=<b>&problem=nonsense").status_code == 200
