"""The note with everything around it, and the talk under it, as different people see them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cinnabar.notes.actions import TagContent, add_comment, like_comment, remove_comment
from cinnabar.notes.models import Comment, Note
from cinnabar.notes.queries import NotePage, Talk, note_page, talk_under, thread_of
from cinnabar.notes.queries.comments import THREADS
from cinnabar.notes.tests.props import a_note, a_proof, a_tag
from cinnabar.people.models import Block, Follow, Person
from cinnabar.shop.models import Product
from tests.cast import a_person

ANYBODY = AnonymousUser()


def bodies(talk: Talk) -> list[list[str]]:
    return [[thread.first.body, *(reply.body for reply in thread.replies)] for thread in talk.threads]


def talk(note: Note, viewer: object = ANYBODY, **asked: str) -> Talk:
    return talk_under(note.pk, note.author_id, viewer, **asked)  # type: ignore[arg-type]


def seen(note: Note, viewer: object = ANYBODY) -> NotePage:
    page = note_page(note.pk, viewer)  # type: ignore[arg-type]
    assert page is not None
    return page


def test_a_note_page_carries_everything(mei: Person, tom: Person, lipstick: Product) -> None:
    tags = (
        a_tag(lipstick, rating=4, x=0.25, y=0.75),
        TagContent(outside_brand="Nowhere", outside_name="Balm", provenance="gifted"),
    )
    note = a_note(mei, pictures=2, tags=tags, topics=("Lips",), body="Two weeks in", city="Shanghai")
    Follow.objects.create(follower=tom, followed=mei)

    page = seen(note, tom)

    assert (page.author_handle, page.headline, page.city) == ("mei", "Empties of March", "Shanghai")
    assert [shot.width for shot in page.pictures] == [960, 960]
    assert [(tag.name_en, tag.outside_name, tag.price_minor) for tag in page.tags] == [
        ("Petal Melt Lipstick", "", 2000),
        (None, "Balm", None),
    ]
    assert [topic.slug for topic in page.topics] == ["lips"]
    assert (page.is_following, page.liked, page.saved) == (True, False, False)
    assert page.money_marks == ["gifted"]


def test_a_story_names_its_other_parts(mei: Person) -> None:
    first = a_note(mei, title="Day 1")
    second = a_note(mei, title="Three months later", follows_id=first.pk)
    third = a_note(mei, title="A year later", follows_id=first.pk)

    parts = [[(part.title, part.is_first) for part in seen(note).story] for note in (first, second, third)]

    assert parts == [
        [("Three months later", False), ("A year later", False)],
        [("Day 1", True), ("A year later", False)],
        [("Day 1", True), ("Three months later", False)],
    ]


def test_replies_stay_readable_under_a_removed_comment(mei: Person, tom: Person, zoe: Person, ada: Person) -> None:
    # Field report COM-2.
    note = a_note(mei)
    one = add_comment(tom, note, "一")
    two = add_comment(zoe, note, "二", parent=one)
    three = add_comment(mei, note, "三", parent=two)
    remove_comment(one, by=tom)
    add_comment(a_person("dan"), note, "四", parent=three)

    for viewer in (ANYBODY, zoe):
        assert bodies(talk(note, viewer)) == [["", "二", "三", "四"]]
        placeholder = talk(note, viewer).threads[0].first
        assert (placeholder.is_gone, placeholder.author_name, placeholder.author_handle) == (True, "", "")
    for_ada = talk(note, ada).threads[0].first
    assert (for_ada.body, for_ada.author_handle, for_ada.removed_by) == ("一", "tom", "Tom")
    permanent = thread_of(three.pk, note.pk, mei.pk, zoe)
    assert permanent is not None
    assert [reply.body for reply in permanent.replies] == ["二", "三", "四"]
    assert permanent.replies[1].reply_to == "Zoe"


def test_a_removed_comment_without_replies_leaves_nothing(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    remove_comment(add_comment(tom, note, "gone"), by=tom)

    assert talk(note).threads == []
    assert seen(note).comments == 0


def test_people_who_blocked_each_other_see_nothing_of_each_other(mei: Person, tom: Person, zoe: Person) -> None:
    # Field report FEED-4, for the talk under a third person's note.
    note = a_note(mei)
    one = add_comment(zoe, note, "from zoe")
    add_comment(tom, note, "from tom", parent=one)
    add_comment(zoe, note, "again", parent=Comment.objects.get(author=tom))
    add_comment(mei, note, "from mei")
    Block.objects.create(blocker=tom, blocked=zoe)

    assert bodies(talk(note, tom, order="newest")) == [["from mei"], ["", "from tom"]]
    assert bodies(talk(note, zoe, order="newest")) == [["from mei"], ["from zoe", "again"]]
    assert [seen(note, viewer).comments for viewer in (tom, zoe, ANYBODY)] == [2, 3, 4]
    assert talk(note, zoe, order="newest").threads[1].replies[0].reply_to == ""


def test_badges_tell_author_and_buyer(mei: Person, tom: Person, zoe: Person, lipstick: Product) -> None:
    a_proof(tom, lipstick)
    a_proof(zoe, lipstick, line=2, withdrawn=True)
    note = a_note(mei, tags=(a_tag(lipstick),))
    for person in (mei, tom, zoe):
        add_comment(person, note, "hm")

    said = [(thread.first.is_by_author, thread.first.has_bought) for thread in talk(note, order="newest").threads]

    assert said == [(False, False), (False, True), (True, False)]


def test_best_comes_first_newest_can_be_asked_for(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    old, new = add_comment(tom, note, "old"), add_comment(tom, note, "new")
    like_comment(mei, old)

    assert bodies(talk(note)) == [["old"], ["new"]]
    assert bodies(talk(note, order="newest")) == [["new"], ["old"]]
    assert talk(note, mei).threads[0].first.liked
    assert not talk(note, mei, order="newest").threads[0].first.liked
    assert new.likes == 0


def test_a_long_talk_comes_page_by_page_while_it_moves(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    said = [add_comment(tom, note, f"{n}") for n in range(THREADS + 5)]

    for order in ("newest", "best"):
        page = talk(note, order=order)
        Comment.objects.filter(pk=page.threads[-1].first.id).update(likes=9)
        rest = talk(note, order=order, cursor=page.cursor)
        ids = [thread.first.id for thread in (*page.threads, *rest.threads)]
        assert (len(page.threads), len(ids), rest.cursor) == (THREADS, len(set(ids)), "")
        assert set(ids) == {comment.pk for comment in said}


def test_a_thread_shows_its_first_replies_and_how_many_more(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    first = add_comment(tom, note, "first")
    for number in range(5):
        add_comment(mei, note, f"{number}", parent=first)

    thread = talk(note).threads[0]

    assert ([reply.body for reply in thread.replies], thread.hidden_replies) == (["0", "1", "2"], 2)
