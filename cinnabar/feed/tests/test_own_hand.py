"""A person's own hand on their home: no profile, interests, variety, a new beginning, and a true word on why."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.feed.actions import begin_anew, steer, use_no_profile
from cinnabar.feed.beliefs import interests_of
from cinnabar.feed.models import Belief, Dial, Stance, Steer
from cinnabar.feed.state import state_of
from cinnabar.feed.tests.test_learning import about_tea, ids, notes, shelf  # noqa: F401 - fixtures
from cinnabar.feed.training import train
from cinnabar.feed.why import why
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import like
from cinnabar.notes.models import Note, Topic
from cinnabar.people.models import Person


def test_without_a_profile_nothing_one_does_counts(notes: list[Note], tom: Person, zoe: Person) -> None:  # noqa: F811
    train()
    for note in notes[:5]:
        like(tom, note)
    use_no_profile(tom, is_plain=True)
    use_no_profile(zoe, is_plain=True)

    assert ids(tom) == ids(zoe)
    use_no_profile(tom, is_plain=False)
    assert about_tea(notes, ids(tom)) >= 6


def test_one_tap_on_home_is_enough_and_is_kept(notes: list[Note], tom: Person, browser_of: Any) -> None:  # noqa: F811
    browser = browser_of(tom)
    assert 'aria-pressed="false"' in browser.get("/").content.decode()

    assert browser.post("/settings/home/profile", {"on": "0"}).headers["Location"] == "/"

    assert Dial.objects.get().is_plain
    assert 'aria-pressed="true"' in browser.get("/").content.decode()
    assert "without a profile" in browser.get("/settings/home").content.decode()


@pytest.mark.parametrize("stance", [Stance.PAUSED, Stance.REMOVED])
def test_a_paused_or_removed_interest_counts_no_more(notes: list[Note], tom: Person, stance: Stance) -> None:  # noqa: F811
    train()
    like(tom, notes[20])
    for note in notes[:4]:
        like(tom, note)
    assert about_tea(notes, ids(tom)) >= 5

    tea = str(Topic.objects.get(slug="tea").pk)
    steer(tom, Belief.TOPIC, tea, stance)

    assert state_of(tom.pk).acted_on == [notes[20].pk]
    assert about_tea(notes, ids(tom)) <= 3
    steer(tom, Belief.TOPIC, tea, None)
    assert len(state_of(tom.pk).acted_on) == 5


def test_a_removed_interest_comes_back_with_what_one_does_then(notes: list[Note], tom: Person) -> None:  # noqa: F811
    like(tom, notes[0])
    steer(tom, Belief.TOPIC, str(Topic.objects.get(slug="tea").pk), Stance.REMOVED)
    like(tom, notes[1])

    assert state_of(tom.pk).acted_on == [notes[1].pk]


def test_a_raised_interest_brings_more_of_it(notes: list[Note], tom: Person) -> None:  # noqa: F811
    train()
    like(tom, notes[20])
    before = about_tea(notes, ids(tom))

    steer(tom, Belief.TOPIC, str(Topic.objects.get(slug="tea").pk), Stance.RAISED)

    assert about_tea(notes, ids(tom)) > before


def test_a_new_beginning_forgets(notes: list[Note], tom: Person) -> None:  # noqa: F811
    like(tom, notes[0])
    steer(tom, Belief.TOPIC, str(Topic.objects.get(slug="tea").pk), Stance.RAISED)

    begin_anew(tom)

    assert state_of(tom.pk).acted_on == []
    assert not Steer.objects.exists()
    like(tom, notes[1])
    assert state_of(tom.pk).acted_on == [notes[1].pk]


def test_interests_are_what_one_did(notes: list[Note], tom: Person) -> None:  # noqa: F811
    like(tom, notes[0])
    like(tom, notes[1])
    like(tom, notes[20])

    found = {one.name: (one.actions, one.share) for one in interests_of(tom.pk, state_of(tom.pk))}

    assert found["#tea"] == (2, 100)
    assert found["#shoes"] == (1, 50)


def test_interests_are_changed_on_their_page(notes: list[Note], tom: Person, browser_of: Any) -> None:  # noqa: F811
    browser, tea = browser_of(tom), Topic.objects.get(slug="tea")
    browser.post("/settings/home/interests", {"name": "#Tea"})
    assert Steer.objects.get().about == str(tea.pk)
    assert "You asked for more of it" in browser.get("/settings/home").content.decode()

    browser.post("/settings/home/interests", {"about": f"topic-{tea.pk}", "stance": ""})
    assert not Steer.objects.exists()

    refused = browser.post("/settings/home/interests", {"name": "no such thing"})
    assert refused.status_code == 422 and 'value="no such thing"' in refused.content.decode()
    for about in ("", "topic", "topic-x", "topic-7", "channel-nowhere", "city-1", "topic-" + "9" * 30):
        assert browser.post("/settings/home/interests", {"about": about, "stance": "raised"}).status_code == 404
    assert browser.post("/settings/home/variety", {"variety": "9"}).status_code == 404
    assert browser.post("/settings/home/form", {"form": "smells"}).status_code == 404
    assert not Steer.objects.exists() and not Dial.objects.exists()


def test_pictures_or_words_are_chosen_and_taken_back(tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom)
    assert browser.post("/settings/home/form", {"form": "words"}).status_code == 302
    assert Dial.objects.get().form == "words"
    assert 'name="form" value="words" checked' in browser.get("/settings/home").content.decode()

    browser.post("/settings/home/form", {"form": ""})
    assert Dial.objects.get().form == ""


def test_why_names_the_note_that_brought_it(notes: list[Note], tom: Person, browser_of: Any) -> None:  # noqa: F811
    train()
    like(tom, notes[0])
    first = Note.objects.get(pk=ids(tom)[0])

    assert "“Tea 0”" in why(tom, first)
    assert "“Tea 0”" in browser_of(tom).get(f"/notes/{encode(first.pk)}/not-interested").content.decode()


def test_why_of_a_note_that_home_did_not_show_says_so(notes: list[Note], tom: Person) -> None:  # noqa: F811
    assert "did not come from your home" in why(tom, notes[0])
