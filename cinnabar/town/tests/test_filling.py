"""A corner of the town, filled for real: the same actions, the same jail for pictures."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.utils.module_loading import import_string

from cinnabar.kit.clock import now
from cinnabar.kit.installation import is_demo
from cinnabar.notes.models import Note, NoteCard, PurchaseProof
from cinnabar.orders.models import LedgerLine, Order
from cinnabar.people.models import Person
from cinnabar.town import filling
from cinnabar.town.marker import NotADemo, take_database
from cinnabar.town.reading import town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_FOLDER = tmp_path / "media"


@pytest.fixture
def corner(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two small notes: one bought here, one that was sent back."""
    few = [note for note in town().notes if len(note.pictures) == 1 and note.tags]
    bought = next(note for note in few if all(tag.provenance == "here" for tag in note.tags))
    other = next(note for note in few if note.tags[0].provenance == "elsewhere" and note.language == "en")
    monkeypatch.setattr(filling, "_first_notes", lambda: [bought, other])
    return [bought.key, other.key]


def test_the_first_notes_stand_with_pictures_and_seals(corner: list[str]) -> None:
    filling.fill_first(say=lambda _text: None)

    assert Note.objects.filter(state="published").count() == 2
    card = NoteCard.objects.get(note__reference=f"town-{corner[0]}")
    assert card.tags_here == card.tags > 0
    assert PurchaseProof.objects.filter(withdrawn_at=None).count() == card.tags
    assert Order.objects.get().state == "delivered"
    assert sum(LedgerLine.objects.values_list("amount_minor", flat=True)) == 0
    assert card.published_at > now() - timedelta(days=175)


def test_filling_twice_adds_nothing(corner: list[str]) -> None:
    filling.fill_first(say=lambda _text: None)
    before = (Note.objects.count(), Person.objects.count(), Order.objects.count())
    filling.fill_first(say=lambda _text: None)

    assert (Note.objects.count(), Person.objects.count(), Order.objects.count()) == before == (2, 51, 1)


class Stopped(Exception):
    """The machine went off."""


# The last thing that was done before, and how often: in every pause of the work, as it goes on.
PAUSES = (
    ("settling.create_person", 20),
    ("settling.choose_interests", 31),
    ("settling.create_brand", 2),
    ("settling.open_shop", 3),
    ("settling.create_product", 1),
    ("buying.buy_now", 1),
    ("buying.place_order", 1),
    ("buying.pay", 1),
    ("buying.mark_shipped", 1),
    ("buying.confirm_delivery", 1),
    ("writing.notes.start_draft", 1),
    ("writing.notes.publish_note", 1),
    ("writing.notes.add_comment", 1),
    ("writing.notes.set_imported_counts", 1),
)


def test_filling_goes_on_wherever_it_was_stopped(corner: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    reached = []
    for name, times in PAUSES:
        module, _dot, verb = name.rpartition(".")
        place = f"cinnabar.town.{module}"
        target = import_string(place) if "." in module else import_module(place)
        real, calls = getattr(target, verb), iter(range(1, times + 1))

        def stops(*given: Any, real: Any = real, calls: Any = calls, times: int = times, **more: Any) -> Any:
            done = real(*given, **more)
            if next(calls, 0) == times:
                raise Stopped
            return done

        with monkeypatch.context() as patch:
            patch.setattr(target, verb, stops)
            try:
                filling.fill_first(say=lambda _text: None)
            except Stopped:
                reached.append(name)
    filling.fill_first(say=lambda _text: None)

    assert reached == [name for name, _times in PAUSES]
    assert (Note.objects.count(), Person.objects.count(), Order.objects.count()) == (2, 51, 1)
    assert PurchaseProof.objects.filter(withdrawn_at=None).count() == Order.objects.get().lines.count()
    assert sum(LedgerLine.objects.values_list("amount_minor", flat=True)) == 0
    told = {note.key: note for note in town().notes}
    for key in corner:
        comments = Note.objects.get(reference=f"town-{key}").comments_count
        assert comments == sum(1 + len(comment.replies) for comment in told[key].comments)


def test_passwords_are_drawn_once_and_only_for_the_listed(corner: list[str]) -> None:
    passwords = take_database()

    assert take_database() == passwords
    assert sorted(entry["role"] for entry in passwords.values()) == [
        "creator",
        "moderator",
        "operator",
        "reader",
        "shop_owner",
    ]
    filling.fill_first(say=lambda _text: None)
    tom = Person.objects.get(handle="tom_reads")
    assert tom.check_password(passwords["tom_reads"]["password"])
    assert not Person.objects.get(handle="notyourtoner").has_usable_password()


def test_a_real_installation_is_never_filled(tom: Person) -> None:
    with pytest.raises(NotADemo):
        filling.fill_first(say=lambda _text: None)

    assert list(Person.objects.all()) == [tom]
    assert not is_demo()


def test_without_the_setting_there_is_no_town(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(NotADemo):
        take_database()

    assert not Person.objects.exists()


def test_a_question_of_the_town_has_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [note for note in town().notes if note.key == "c-carry-on-question"]
    monkeypatch.setattr(filling, "_first_notes", lambda: asked)

    filling.fill_first(say=lambda _text: None)

    assert NoteCard.objects.get().is_answered
