"""Openings are written down, and days get partitions of their own."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from cinnabar.activity.actions import (
    Sighting,
    record_impressions,
    record_open,
    record_product_open,
    record_reading,
    record_served,
)
from cinnabar.activity.jobs import make_partition, make_partitions
from cinnabar.activity.models import Action, Deed, SeenNote
from cinnabar.kit.clock import at, now


def test_every_opening_is_a_deed_and_the_latest_is_remembered(db: None) -> None:
    record_open(7, 70)
    with at(now() + timedelta(hours=1)):
        record_open(7, 70, source="home")
        later = now()

    assert list(Deed.objects.order_by("at").values_list("action", "source")) == [
        (Action.OPENED_NOTE, ""),
        (Action.OPENED_NOTE, "home"),
    ]
    assert abs(SeenNote.objects.get().at - later) < timedelta(seconds=5)


def test_opening_a_product_remembers_the_note_it_was_opened_from(db: None) -> None:
    record_product_open(7, 80, note_id=70)

    deed = Deed.objects.get()
    assert (deed.action, deed.product_id, deed.note_id) == (Action.OPENED_PRODUCT, 80, 70)
    assert not SeenNote.objects.exists()


def test_a_day_gets_its_partition_with_what_was_there_already(db: None) -> None:
    record_open(7, 70)

    make_partition(now().date())
    make_partitions(0)
    make_partitions(0)

    assert Deed.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM activity_deed_other")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'activity_deed'::regclass")
        assert cursor.fetchone()[0] == 9


def test_impressions_carry_place_and_list_and_visitors_stay_nobody(db: None) -> None:
    record_impressions(7, [Sighting(70, 0), Sighting(71, 1)], source="home")
    record_impressions(None, [Sighting(70, 4)], source="channel")
    record_served(7, [Sighting(72, 2)], source="following")

    deeds = Deed.objects.order_by("id").values_list("person_id", "action", "note_id", "position", "source", "is_served")
    assert list(deeds) == [
        (7, "saw_note", 70, 0, "home", False),
        (7, "saw_note", 71, 1, "home", False),
        (None, "saw_note", 70, 4, "channel", False),
        (7, "saw_note", 72, 2, "following", True),
    ]
    assert not SeenNote.objects.exists()  # a glance is no opening


def test_reading_counts_an_hour_at_most(db: None) -> None:
    record_reading(7, 70, seconds=12.5, source="home")
    record_reading(None, 70, seconds=90_000)

    assert list(Deed.objects.order_by("id").values_list("person_id", "seconds")) == [(7, 12.5), (None, 3600)]
