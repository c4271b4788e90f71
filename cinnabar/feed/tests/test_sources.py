"""What else proposes notes: searches, one's city, the form one likes, what others do just now; and whom to follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cinnabar.activity.models import Searched, ServedPage
from cinnabar.activity.searches import Answer, record_search
from cinnabar.feed import personal
from cinnabar.feed.actions import begin_anew, prefer_form
from cinnabar.feed.lately import done_since
from cinnabar.feed.models import Form
from cinnabar.feed.offers import gather
from cinnabar.feed.personal import authors_near
from cinnabar.feed.queries import people_to_follow
from cinnabar.feed.recipe import Taste
from cinnabar.feed.serving import Served
from cinnabar.feed.state import state_of
from cinnabar.feed.tests.test_learning import ids, notes, shelf  # noqa: F401 - fixtures
from cinnabar.feed.tests.test_serving import Clock
from cinnabar.feed.training import train
from cinnabar.feed.why import why
from cinnabar.kit.clock import now
from cinnabar.notes.actions import like
from cinnabar.notes.models import Note, NoteCard
from cinnabar.notes.tests.props import a_note
from cinnabar.notes.voices import Voice, judge
from cinnabar.people.actions import follow
from cinnabar.people.models import Person
from tests.cast import a_person


def test_who_writes_what_one_likes_is_proposed_to_be_followed(notes: list[Note], tom: Person, browser_of: Any) -> None:  # noqa: F811
    train()
    hottest = a_person("hottest")
    NoteCard.objects.filter(note=a_note(hottest, title="A lamp", body="bright")).update(hot=1e6)
    assert people_to_follow(tom)[0].handle == "hottest"

    like(tom, notes[0])
    near = authors_near(tom, Taste(language="en"), count=5)

    assert [person.person_id for person in people_to_follow(tom, near=near)][:5] == near
    assert hottest.pk not in near
    follow(tom, Person.objects.get(pk=near[0]))
    page = browser_of(tom).get("/following").content.decode()
    assert "People to follow" in page and Person.objects.get(pk=near[1]).handle in page


def test_what_one_searched_for_comes_and_says_so(notes: list[Note], tom: Person) -> None:  # noqa: F811
    train()
    like(tom, notes[0])
    record_search(tom.pk, "running shoes", "running shoes", Answer(found=2, note_ids=[notes[20].pk, notes[25].pk]))

    assert {notes[20].pk, notes[25].pk} <= set(ids(tom))
    row = ServedPage.objects.get()
    assert row.sources[row.note_ids.index(notes[20].pk)] == "searched"
    assert "what you searched for: “running shoes”" in why(tom, notes[20])
    Searched.objects.all().delete()
    assert "something that you searched for lately" in why(tom, notes[20])


def test_a_new_beginning_forgets_searches_too(notes: list[Note], tom: Person) -> None:  # noqa: F811
    record_search(tom.pk, "running shoes", "running shoes", Answer(found=1, note_ids=[notes[20].pk]))
    assert "searched" in {offer.source for offer in gather(tom)[0]}

    begin_anew(tom)

    assert "searched" not in {offer.source for offer in gather(tom)[0]}


def test_what_is_hot_in_ones_own_city_comes_from_there(notes: list[Note], tom: Person) -> None:  # noqa: F811
    Person.objects.filter(pk=tom.pk).update(city="Leeds", country="GB")
    Person.objects.filter(pk=notes[3].author_id).update(city="Leeds", country="GB")
    tom.refresh_from_db()

    near = {offer.note_id for offer in gather(tom)[0] if offer.source == "near"}

    assert near == {note.pk for note in notes if note.author_id == notes[3].author_id}


def test_who_would_rather_see_words_sees_text_cards_first(notes: list[Note], tom: Person) -> None:  # noqa: F811
    train()
    words = notes[4:8] + notes[20:24]
    NoteCard.objects.filter(note__in=words).update(secret="")

    def how_many() -> int:
        return sum(note.pk in ids(tom)[:8] for note in words)

    before = how_many()
    prefer_form(tom, Form.WORDS)
    assert how_many() > max(before, 4)
    prefer_form(tom, Form.PICTURES)
    assert how_many() < 2
    prefer_form(tom, None)
    assert state_of(tom.pk).form == ""


def test_what_others_do_after_the_snapshot_counts_within_half_a_minute(
    notes: list[Note],  # noqa: F811
    tom: Person,
    monkeypatch: Any,
    settings: Any,
) -> None:
    clock = Clock()
    process = Served(lambda: settings.FEED_FOLDER, clock)
    monkeypatch.setattr(personal, "served", process)
    train()
    like(tom, notes[0])
    assert notes[20].pk not in ids(tom)[:3]
    fans = [a_person(f"fan{number}") for number in range(8)]
    judge(Voice(fan.pk, 1.0) for fan in fans)
    for fan in fans:
        like(fan, notes[0])
        like(fan, notes[20])

    clock.time += 29
    page = ids(tom)

    assert notes[20].pk in page[:3]
    row = ServedPage.objects.order_by("-at").first()
    assert row.because[row.note_ids.index(notes[20].pk)] == notes[0].pk


def test_what_bots_do_after_the_snapshot_counts_for_nobody(notes: list[Note], tom: Person) -> None:  # noqa: F811
    train()
    bots = [a_person(f"bot{number}") for number in range(8)]
    for bot in bots:
        like(bot, notes[0])
        like(bot, notes[20])
    heard = {one.person_id for one in done_since(now() - timedelta(hours=1))[0]}

    assert len(heard) == 10  # the readers whom the snapshot heard
    assert not heard & {bot.pk for bot in bots}
