"""What happens later: cards follow names and prices, the deleted is erased, and what nobody uses too."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cinnabar.kit.clock import at, now
from cinnabar.media.models import Picture
from cinnabar.notes import cards, jobs
from cinnabar.notes.actions import delete_note, like, save_note
from cinnabar.notes.models import Board, Like, Note, NoteCard, Save
from cinnabar.notes.tests.props import a_deleted_note, a_note, a_stored_picture, a_tag
from cinnabar.people.models import Person
from cinnabar.shop.cards import refresh_card
from cinnabar.shop.models import Product, ProductStatus, Variant


def files_in(folder: Path) -> int:
    return sum(1 for file in folder.rglob("*") if file.is_file())


@pytest.mark.django_db(transaction=True)
def test_a_deleted_note_is_erased_after_thirty_days(mei: Person, tom: Person, media_folder: Path) -> None:
    # Field report PRV-3: the storage it used is free again.
    note = a_note(mei)
    save_note(tom, note)
    like(tom, note)
    delete_note(note)
    with at(now() + timedelta(days=29)):
        jobs.erase_deleted(0)
    assert Note.objects.count() == 1

    with at(now() + timedelta(days=31)):
        jobs.erase_deleted(0)
        jobs.erase_deleted(0)

    assert not Note.objects.exists()
    assert not Picture.objects.exists()
    assert not Like.objects.exists()
    assert Board.objects.exists()
    assert not Save.objects.exists()
    assert files_in(media_folder) == 0


def test_pictures_on_no_note_are_erased_after_two_days(mei: Person) -> None:
    used = a_note(mei).picture_ids()
    waiting_for_undo = a_deleted_note(mei).picture_ids()
    abandoned = a_stored_picture(mei)

    jobs.erase_unused_pictures(0)
    assert Picture.objects.filter(pk=abandoned.pk).exists()
    with at(now() + timedelta(days=3)):
        jobs.erase_unused_pictures(0)

    assert set(Picture.objects.values_list("pk", flat=True)) == {*used, *waiting_for_undo}


def test_nothing_is_left_for_another_night(mei: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    for _ in range(5):
        a_deleted_note(mei)
        a_stored_picture(mei)

    with at(now() + timedelta(days=31)):
        jobs.erase_deleted(0)
        jobs.erase_unused_pictures(0)

    assert (Note.objects.count(), Picture.objects.count()) == (0, 0)


def test_cards_follow_a_new_name_and_a_new_price(mei: Person, lipstick: Product) -> None:
    a_note(mei, tags=(a_tag(lipstick),))
    Person.objects.filter(pk=mei.pk).update(name="Mei Mei", tint=4)
    Variant.objects.update(price_minor=1500)
    refresh_card(lipstick.pk)

    jobs.refresh_cards_of_author(mei.pk)
    jobs.refresh_cards_with_product(lipstick.pk)

    card = NoteCard.objects.get()
    assert (card.author_name, card.author_tint, card.price_minor) == ("Mei Mei", 4, 1500)


def test_a_card_names_no_price_of_what_cannot_be_bought(mei: Person, lipstick: Product) -> None:
    a_note(mei, tags=(a_tag(lipstick),))
    Product.objects.update(status=ProductStatus.PAUSED)
    refresh_card(lipstick.pk)

    jobs.refresh_cards_with_product(lipstick.pk)

    card = NoteCard.objects.get()
    assert (card.price_minor, card.currency) == (None, "")


def test_all_cards_can_be_made_anew(mei: Person, tom: Person) -> None:
    note, gone = a_note(mei), a_deleted_note(mei)
    like(tom, note)
    before = NoteCard.objects.values().get()
    NoteCard.objects.all().delete()

    assert cards.rebuild_all() == 2

    assert NoteCard.objects.values().get() == before
    assert not NoteCard.objects.filter(note=gone).exists()
