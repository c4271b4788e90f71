"""The note page in a browser's words: who sees what, what it costs, and what a form answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cinnabar.activity.models import Deed, SeenNote
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import TagContent, add_comment, delete_note, hide_note, remove_comment
from cinnabar.notes.models import Comment, Note
from cinnabar.notes.tests.props import a_draft, a_hidden_note, a_note, a_proof, a_tag
from cinnabar.people.models import Block, Person
from cinnabar.shop.models import Product


def address(note: Note, **query: str) -> str:
    return reverse("note", kwargs={"note_id": note.pk}, query=query)


@pytest.fixture
def note(mei: Person, lipstick: Product) -> Note:
    a_proof(mei, lipstick)
    tags = (
        a_tag(lipstick, "here", rating=4, pro="melts in", con="fades by noon", used_for="weeks"),
        TagContent(outside_brand="Nowhere", outside_name="Lip balm", provenance="gifted"),
    )
    body = "看这里https://example.com/a，很好 <b>x</b> #空瓶记"
    return a_note(mei, pictures=3, title="Two weeks in", body=body, tags=tags, topics=("Lips",), city="Shanghai")


def test_a_note_reads_without_an_account_and_without_a_script(note: Note, browser_of: Any) -> None:
    answer = browser_of().get(address(note))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert "<title>Two weeks in · Mei · Cinnabar</title>" in page
    assert f'<link rel="canonical" href="http://testserver{address(note)}">' in page
    assert 'href="https://example.com/a"' in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert 'href="/topics/%E7%A9%BA%E7%93%B6%E8%AE%B0"' in page
    assert f"/products/{encode(note.tags.first().product_id)}?from={encode(note.pk)}" in page
    for words in ("bought here", "gifted", "melts in", "fades by noon", "used for weeks", "Lip balm", "Shanghai"):
        assert words in page


def test_money_marks_stand_before_everything_else(note: Note, browser_of: Any) -> None:
    page = browser_of().get(address(note)).content.decode()

    main = page[page.index("<article") :]
    assert main.index("/seals#gifted") < main.index("data-carousel") < main.index("<h1>")


def test_a_signed_in_page_costs_six_queries(
    note: Note, tom: Person, browser_of: Any, django_assert_num_queries: Any
) -> None:
    add_comment(tom, note, "is it sticky")
    browser = browser_of(tom)
    browser.get(address(note))

    # session, person, note with all its rows, the opening, the talk, related cards
    with django_assert_num_queries(6):
        browser.get(address(note))

    assert SeenNote.objects.get().note_id == note.pk
    assert Deed.objects.count() == 2


def test_a_visitors_page_costs_three_queries(note: Note, browser_of: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # note with all its rows, the talk, related cards
        browser_of().get(address(note))

    assert not Deed.objects.exists()


def test_a_hidden_note_tells_its_author_why_and_others_nothing(
    mei: Person, tom: Person, ada: Person, browser_of: Any
) -> None:
    note = a_hidden_note(mei)

    answers = [browser_of(person).get(address(note)) for person in (None, tom, mei, ada)]

    assert [answer.status_code for answer in answers] == [404, 404, 200, 200]
    page = answers[2].content.decode()
    assert "Undisclosed advertising" in page
    assert "http://live.testserver/private/" in page
    assert "/media/" not in page
    assert "data-toggle" not in page


@pytest.mark.parametrize("state", ["draft", "deleted"])
def test_drafts_and_deleted_notes_answer_404(mei: Person, tom: Person, browser_of: Any, state: str) -> None:
    # Field reports PRV-3 and PRV-5.
    note = a_draft(mei) if state == "draft" else delete_note(a_note(mei))

    answers = [browser_of(person).get(address(note)) for person in (None, tom)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert browser_of(mei).get(address(note)).status_code == (200 if state == "draft" else 404)


def test_people_who_blocked_each_other_get_404(
    note: Note, mei: Person, tom: Person, zoe: Person, browser_of: Any
) -> None:
    Block.objects.create(blocker=mei, blocked=tom)
    Block.objects.create(blocker=zoe, blocked=mei)

    assert [browser_of(person).get(address(note)).status_code for person in (tom, zoe)] == [404, 404]


def test_a_comment_is_said_and_answered(note: Note, tom: Person, mei: Person, browser_of: Any) -> None:
    comments = reverse("comments", kwargs={"note_id": note.pk})
    said = browser_of(tom).post(comments, {"body": "is it sticky"})
    first = Comment.objects.get()
    browser_of(mei).post(comments, {"body": "not at all", "parent": encode(first.pk)})

    assert said["Location"] == f"{address(note, comment=encode(first.pk))}#c-{first.pk}"
    page = browser_of().get(said["Location"]).content.decode()
    assert page.index("is it sticky") < page.index("not at all")
    assert "2 comments" in page


@pytest.mark.parametrize("body", ["", "   ", "字" * 501])
def test_a_comment_that_cannot_be_taken_stays_in_the_form(note: Note, tom: Person, browser_of: Any, body: str) -> None:
    answer = browser_of(tom).post(reverse("comments", kwargs={"note_id": note.pk}), {"body": body})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert body.strip() in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_comment_of_somebody_logged_out_waits_for_the_sign_in(note: Note, browser_of: Any) -> None:
    # Field report TXT-5; people.middleware keeps what was written.
    answer = browser_of().post(reverse("comments", kwargs={"note_id": note.pk}), {"body": "a long thought"})

    assert answer.status_code == 401
    assert not Comment.objects.exists()


def test_links_in_comments_end_where_they_end(note: Note, tom: Person, browser_of: Any) -> None:
    # Field report TXT-3.
    add_comment(tom, note, "另见https://example.com/wiki/Tea_(drink)《茶》")

    assert 'href="https://example.com/wiki/Tea_(drink)"' in browser_of().get(address(note)).content.decode()


def test_the_permanent_address_of_a_reply_works_after_its_parent_is_gone(
    note: Note, tom: Person, zoe: Person, ada: Person, browser_of: Any
) -> None:
    # Field report COM-2.
    one = add_comment(tom, note, "一一一")
    three = add_comment(note.author, note, "三三三", parent=add_comment(zoe, note, "二二二", parent=one))
    remove_comment(one, by=tom)

    for person in (None, zoe):
        page = browser_of(person).get(address(note, comment=encode(three.pk))).content.decode()
        assert "一一一" not in page
        assert "二二二" in page
        assert "三三三" in page
        assert "This comment is not here any more." in page
    assert "removed by Tom" in browser_of(ada).get(address(note)).content.decode()
    answer = browser_of(zoe).post(
        reverse("comments", kwargs={"note_id": note.pk}), {"body": "四四四", "parent": encode(three.pk)}
    )
    assert answer.status_code == 302
    assert Comment.objects.get(body="四四四").parent == one


def test_nobody_answers_a_comment_they_do_not_see(note: Note, tom: Person, zoe: Person, browser_of: Any) -> None:
    comment = add_comment(tom, note, "hm")
    Block.objects.create(blocker=tom, blocked=zoe)

    answer = browser_of(zoe).post(
        reverse("comments", kwargs={"note_id": note.pk}), {"body": "hey", "parent": encode(comment.pk)}
    )

    assert answer.status_code == 404
    assert Comment.objects.count() == 1


def test_a_note_hidden_meanwhile_takes_no_comment(note: Note, tom: Person, browser_of: Any) -> None:
    hide_note(note, reason="x")

    assert browser_of(tom).post(reverse("comments", kwargs={"note_id": note.pk}), {"body": "hm"}).status_code == 404
    assert not Comment.objects.exists()


def test_a_foreign_cursor_leads_to_the_beginning(note: Note, browser_of: Any) -> None:
    answer = browser_of().get(address(note, after="forged"))

    assert (answer.status_code, answer["Location"]) == (302, address(note))


def test_the_page_speaks_chinese(note: Note, browser_of: Any) -> None:
    page = browser_of(**{"Accept-Language": "zh-CN"}).get(address(note)).content.decode()

    for words in ("本站购入", "受赠", "关注", "说点什么"):
        assert words in page


def test_the_addresses_of_a_comments_forms_work(note: Note, tom: Person, browser_of: Any) -> None:
    comment = add_comment(tom, note, "hm")
    page = browser_of(tom).get(address(note)).content.decode()

    for name in ("comment-like", "comment-removal"):
        form = reverse(name, kwargs={"note_id": note.pk, "comment_id": comment.pk})
        assert f'action="{form}"' in page
        assert browser_of(tom).post(form, {"on": "1"}).status_code == 302
