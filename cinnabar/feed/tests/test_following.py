"""The newest notes of whom one follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cinnabar.feed.queries import following_page, people_to_follow
from cinnabar.kit.clock import now
from cinnabar.kit.paging import BadCursor
from cinnabar.notes.actions import like
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note
from cinnabar.people.actions import block, follow
from cinnabar.people.models import Follow, Person
from tests.cast import a_person
from tests.visibility import a_world


def test_every_follower_sees_what_the_predicate_allows(db: None) -> None:
    world = a_world()
    # Block ends follows; here they stay, to see that the predicate alone holds too (field report FEED-4).
    people = [viewer for viewer in world.viewers.values() if viewer.is_authenticated and viewer != world.author]
    Follow.objects.bulk_create(
        (Follow(follower=person, followed=world.author) for person in people), ignore_conflicts=True
    )
    world.viewers = {name: viewer for name, viewer in world.viewers.items() if viewer in people}
    twin = Note.objects.filter(author=world.author, state="published")

    # Two viewers came to be friends by the follow above.
    world.check(lambda viewer: [card.note_id for card in following_page(viewer).cards], twin)


def test_pages_follow_by_date_whatever_is_liked(mei: Person, tom: Person) -> None:
    start = now() - timedelta(days=9)
    notes = [a_note(mei, on=start + timedelta(hours=n), title=f"Note {n}") for n in range(5)]
    a_note(a_person("stranger"))
    follow(tom, mei)
    first = following_page(tom, limit=3)
    like(tom, notes[0])
    second = following_page(tom, cursor=first.cursor, limit=3)

    served = [card.note_id for card in first.cards + second.cards]
    assert served == [note.pk for note in reversed(notes)]
    assert second.cursor == ""
    with pytest.raises(BadCursor):
        following_page(tom, cursor="nonsense")


def test_who_follows_nobody_is_shown_people(mei: Person, tom: Person, zoe: Person, browser_of: Any) -> None:
    a_note(mei)
    a_note(zoe)
    block(zoe, tom)

    assert [person.handle for person in people_to_follow(tom)] == ["mei"]
    assert "@mei" in browser_of(tom).get("/following").content.decode()
    assert "Log in to follow people." in browser_of().get("/following").content.decode()

    follow(tom, mei)
    assert people_to_follow(tom) == []
    assert "Empties of March" in browser_of(tom).get("/following").content.decode()


def test_it_costs_three_queries(mei: Person, tom: Person, browser_of: Any, django_assert_num_queries: Any) -> None:
    for _number in range(5):  # with fewer, some people to follow are shown beside them
        a_note(mei)
    follow(tom, mei)
    browser = browser_of(tom)
    with django_assert_num_queries(3):  # session, person, cards
        assert browser.get("/following").status_code == 200
    assert browser.get("/following?after=x").headers["Location"] == "/following"
