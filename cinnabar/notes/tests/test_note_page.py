"""The note with everything around it, and the talk under it, as different people see them."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser

from cinnabar.kit.clock import at, now
from cinnabar.notes.actions import TagContent, add_comment, like_comment, pin_comment, remove_comment
from cinnabar.notes.models import Comment, Note
from cinnabar.notes.queries import NotePage, Talk, Under, found_in_talk, note_page, talk_under, thread_of
from cinnabar.notes.queries.comments import BEFORE, FOUND, MOST_BEST, THREAD_PAGE, THREADS
from cinnabar.notes.tests.props import a_note, a_proof, a_tag
from cinnabar.people.models import Block, Follow, Person
from cinnabar.shop.actions import set_status
from cinnabar.shop.models import Product, ProductStatus
from tests.cast import a_person

ANYBODY = AnonymousUser()


def bodies(talk: Talk) -> list[list[str]]:
    return [[thread.first.body, *(reply.body for reply in thread.replies)] for thread in talk.threads]


def about(note: Note, viewer: object = ANYBODY) -> Under:
    pinned = Note.objects.values_list("pinned_comment_id", flat=True).get(pk=note.pk)
    return Under(note.pk, note.author_id, pinned, viewer)  # type: ignore[arg-type]


def talk(note: Note, viewer: object = ANYBODY, **asked: str) -> Talk:
    return talk_under(about(note, viewer), **asked)


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
    permanent = thread_of(three.pk, about(note, zoe))
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

    assert ([reply.body for reply in thread.replies], thread.later) == (["0", "1", "2"], 2)


def many(note: Note, author: Person, size: int, parent: Comment | None = None) -> list[Comment]:
    """Comments in the order of their time, without the work around each."""
    began = now() - timedelta(hours=1)
    rows = [
        Comment(note=note, author=author, body=f"{n}", parent=parent, at=began + timedelta(seconds=n))
        for n in range(size)
    ]
    return Comment.objects.bulk_create(rows)


def test_the_pinned_comment_comes_first_in_both_orders_and_only_once(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    pinned, liked, new = (add_comment(tom, note, body) for body in ("pinned", "liked", "new"))
    like_comment(mei, liked)
    add_comment(mei, note, "answer", parent=pinned)
    pin_comment(pinned)

    assert bodies(talk(note)) == [["pinned", "answer"], ["liked"], ["new"]]
    assert bodies(talk(note, order="newest")) == [["pinned", "answer"], ["new"], ["liked"]]
    assert [thread.first.is_pinned for thread in talk(note).threads] == [True, False, False]
    assert new.likes == 0


def test_a_pinned_comment_is_not_served_again_on_later_pages(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    pin_comment(many(note, tom, THREADS + 5)[0])

    for order in ("best", "newest"):
        page = talk(note, order=order)
        rest = talk(note, order=order, cursor=page.cursor)
        ids = [thread.first.id for thread in (*page.threads, *rest.threads)]
        assert (len(page.threads), len(ids), len(set(ids)), rest.cursor) == (THREADS + 1, THREADS + 5, THREADS + 5, "")


def test_who_is_apart_from_the_author_of_a_pinned_comment_sees_its_answers_only(
    mei: Person, tom: Person, zoe: Person
) -> None:
    note = a_note(mei)
    pinned = add_comment(tom, note, "pinned")
    add_comment(mei, note, "answer", parent=pinned)
    pin_comment(pinned)
    Block.objects.create(blocker=tom, blocked=zoe)

    assert bodies(talk(note, zoe)) == [["", "answer"]]
    assert not talk(note, zoe).threads[0].first.is_pinned


def test_a_hundred_threads_are_read_to_the_end_without_a_gap(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    said = many(note, tom, MOST_BEST + 2 * THREADS + 7)
    for place, comment in enumerate(said[:20]):
        Comment.objects.filter(pk=comment.pk).update(likes=place)

    for order in ("best", "newest"):
        ids: list[int] = []
        cursor, pages = "", 0
        while cursor or not pages:
            page = talk(note, order=order, cursor=cursor)
            ids += [thread.first.id for thread in page.threads]
            cursor, pages = page.cursor, pages + 1
            Comment.objects.filter(pk=ids[-1]).update(likes=99)  # the ranking moves
        assert (len(ids), len(set(ids)), pages) == (len(said), len(said), 7)
        assert len(cursor) < 1200


def test_a_long_thread_opens_where_it_was_asked_for(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    first = add_comment(mei, note, "first")
    replies = many(note, tom, THREAD_PAGE * 3, parent=first)

    begin, middle, end = (thread_of(pk, about(note)) for pk in (first.pk, replies[30].pk, replies[-1].pk))

    assert begin and middle and end
    assert (begin.earlier, len(begin.replies), begin.later) == (0, THREAD_PAGE, 2 * THREAD_PAGE)
    assert (middle.earlier, middle.replies[BEFORE].body, middle.later) == (28, "30", 60 - 28 - THREAD_PAGE)
    assert (end.earlier, [reply.body for reply in end.replies], end.later) == (57, ["57", "58", "59"], 0)


def test_comments_of_a_closed_account_leave_their_answers(mei: Person, tom: Person, zoe: Person) -> None:
    note = a_note(mei)
    first = add_comment(tom, note, "from tom")
    add_comment(zoe, note, "from zoe", parent=first)
    add_comment(tom, note, "again", parent=first)
    Person.objects.filter(pk=tom.pk).update(is_active=False)

    thread = talk(note).threads[0]

    assert [(said.is_gone, said.body, said.author_name) for said in (thread.first, *thread.replies)] == [
        (True, "", ""),
        (False, "from zoe", "Zoe"),
        (True, "", ""),
    ]
    assert found_in_talk(about(note), "from").threads[0].first.body == "from zoe"


def test_a_shown_product_follows_its_price_and_its_end(
    mei: Person, tom: Person, lin: Person, lipstick: Product
) -> None:
    note = a_note(mei)
    add_comment(lin, note, "ours", add_comment(tom, note, "link?"), product=lipstick)

    asks, shows = (thread := talk(note).threads[0]).first, thread.replies[0]
    assert asks.good is None
    assert shows.good is not None
    assert (shows.good["name_en"], shows.good["price_minor"], shows.good["is_on_sale"], shows.good["is_own_shop"]) == (
        "Petal Melt Lipstick",
        2000,
        True,
        True,
    )
    set_status(lipstick, ProductStatus.ARCHIVED)
    gone = talk(note).threads[0].replies[0].good
    assert gone is not None
    assert (gone["name_en"], gone["is_on_sale"]) == ("Petal Melt Lipstick", False)


def found(note: Note, words: str, viewer: object = ANYBODY) -> list[str]:
    return [thread.first.body for thread in found_in_talk(about(note, viewer), words).threads]


def test_words_are_found_in_both_levels_in_any_writing(mei: Person, tom: Person, zoe: Person) -> None:
    note, other = a_note(mei), a_note(mei)
    first = add_comment(tom, note, "Which SHADE is it? 色号")
    add_comment(mei, note, "Ｓｈａｄｅ 02, 100%_sure", parent=first)
    add_comment(zoe, note, "nice")
    add_comment(zoe, other, "shade")

    assert found(note, "shade") == ["Ｓｈａｄｅ 02, 100%_sure", "Which SHADE is it? 色号"]
    assert found(note, "02 shade") == ["Ｓｈａｄｅ 02, 100%_sure"]
    assert found(note, "色") == ["Which SHADE is it? 色号"]
    assert found(note, "%_") == ["Ｓｈａｄｅ 02, 100%_sure"]
    assert found(note, "sh%e") == []


def test_nothing_is_found_that_its_reader_may_not_see(mei: Person, tom: Person, zoe: Person, ada: Person) -> None:
    note = a_note(mei)
    remove_comment(add_comment(tom, note, "secret one"), by=tom)
    add_comment(tom, note, "secret two")
    Block.objects.create(blocker=tom, blocked=zoe)

    assert found(note, "secret", zoe) == []
    assert found(note, "secret") == ["secret two"]
    assert found(note, "secret", ada) == ["secret two", "secret one"]


def test_what_is_found_comes_page_by_page(mei: Person, tom: Person) -> None:
    note = a_note(mei)
    with at(now()):
        many(note, tom, FOUND + 5)
    Comment.objects.update(body="same")

    first = found_in_talk(about(note), "same")
    rest = found_in_talk(about(note), "same", cursor=first.cursor)

    ids = {thread.first.id for thread in (*first.threads, *rest.threads)}
    assert (len(first.threads), len(rest.threads), len(ids), rest.cursor) == (FOUND, 5, FOUND + 5, "")
