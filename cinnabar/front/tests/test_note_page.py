"""The note page in a browser's words: who sees what, what it costs, and what a form answers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from cinnabar.activity.models import Deed, SeenNote
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import TagContent, add_comment, delete_note, hide_note, pin_comment, remove_comment
from cinnabar.notes.models import Comment, Note
from cinnabar.notes.tests.props import a_draft, a_hidden_note, a_note, a_proof, a_tag
from cinnabar.people.models import Block, Person
from cinnabar.shop.models import Product, Shop
from tests.cast import a_person, a_product


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


def test_a_visitor_who_wants_to_say_something_comes_back_to_the_field(note: Note, tom: Person, browser_of: Any) -> None:
    tom.set_password("gelber-elefant-7")
    tom.save()
    browser = browser_of()
    ask = re.search(r'class="say-link" href="([^"]+)"', browser.get(address(note)).content.decode())
    assert ask is not None
    kept = re.search(r'name="next" value="([^"]+)"', browser.get(ask[1]).content.decode())
    assert kept is not None

    back = browser.post("/login", {"login": "tom", "password": "gelber-elefant-7", "next": kept[1]})

    assert (back.status_code, back["Location"]) == (302, f"{address(note)}#say")
    assert 'id="say"' in browser.get(back["Location"]).content.decode()


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


def place(name: str, comment: Comment) -> str:
    return reverse(name, kwargs={"note_id": comment.note_id, "comment_id": comment.pk})


def main_of(answer: Any) -> str:
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_the_notes_author_pins_and_unpins_from_the_page(note: Note, mei: Person, tom: Person, browser_of: Any) -> None:
    old, new = add_comment(tom, note, "the old one"), add_comment(tom, note, "the new one")
    reply = add_comment(tom, note, "a reply", old)

    page = main_of(browser_of(mei).get(address(note)))
    assert (f'action="{place("comment-pin", old)}"' in page, place("comment-pin", reply) in page) == (True, False)
    assert browser_of(mei).post(place("comment-pin", old), {"on": "1"}).status_code == 302
    page = main_of(browser_of().get(address(note)))
    assert page.index("the old one") < page.index("the new one")
    assert page.count("Pinned") == 1

    browser_of(mei).post(place("comment-pin", old), {"on": "0"})
    page = main_of(browser_of().get(address(note)))
    assert page.index("the new one") < page.index("the old one")
    assert new.likes == 0


@pytest.mark.parametrize("about", ["old", "reply"])
def test_nobody_else_pins_and_no_reply_is_pinned(
    note: Note, mei: Person, tom: Person, browser_of: Any, about: str
) -> None:
    old = add_comment(tom, note, "old")
    comment, who = (old, tom) if about == "old" else (add_comment(tom, note, "reply", old), mei)

    assert browser_of(who).post(place("comment-pin", comment), {"on": "1"}).status_code == 404
    assert Note.objects.get(pk=note.pk).pinned_comment_id is None


@pytest.mark.parametrize("way", ["blocked", "blocking", "closed", "removed"])
def test_a_comment_that_is_not_shown_takes_no_like(
    note: Note, tom: Person, zoe: Person, browser_of: Any, way: str
) -> None:
    comment = add_comment(tom, note, "hm")
    if way == "blocked":
        Block.objects.create(blocker=zoe, blocked=tom)
    elif way == "blocking":
        Block.objects.create(blocker=tom, blocked=zoe)
    elif way == "closed":
        Person.objects.filter(pk=tom.pk).update(is_active=False)
    else:
        remove_comment(comment, by=tom)

    for name in ("comment-like", "report-comment"):
        assert browser_of(zoe).post(place(name, comment), {"on": "1"}).status_code == 404, name

    assert Comment.objects.get().likes == 0


def test_a_product_answers_a_comment(note: Note, tom: Person, lin: Person, lipstick: Product, browser_of: Any) -> None:
    comments = reverse("comments", kwargs={"note_id": note.pk})
    asked = add_comment(tom, note, "link?")

    form = main_of(browser_of(lin).get(address(note, reply=encode(asked.pk))))
    assert f'<input type="radio" name="product" value="{encode(lipstick.pk)}">' in form
    browser_of(lin).post(comments, {"body": "", "parent": encode(asked.pk), "product": encode(lipstick.pk)})

    answer = Comment.objects.get(parent=asked)
    assert (answer.body, answer.product) == ("", lipstick)
    page = main_of(browser_of().get(address(note)))
    shown = page[page.index("said-good") :]
    assert f"/products/{encode(lipstick.pk)}?from={encode(note.pk)}" in shown
    assert "own shop" in shown[: shown.index("said-foot")]


@pytest.mark.parametrize("words", ["Rose", "https://shop.example/products/{}?from=x", "/products/{}"])
def test_a_product_is_found_by_name_or_address_without_a_script(
    note: Note, tom: Person, hanok: Shop, browser_of: Any, words: str
) -> None:
    other = a_product(hanok, "Rose Water")
    sent = {"body": "this one", "q": words.format(encode(other.pk)), "do": "find"}

    answer = browser_of(tom).post(reverse("comments", kwargs={"note_id": note.pk}), sent)

    page = main_of(answer)
    assert answer.status_code == 200
    assert "Rose Water" in page
    assert ">this one</textarea>" in page
    assert not Comment.objects.exists()


def test_a_product_taken_off_sale_meanwhile_is_refused_at_its_field(
    note: Note, tom: Person, lipstick: Product, browser_of: Any
) -> None:
    Product.objects.filter(pk=lipstick.pk).update(status="paused")

    sent = {"body": "here", "product": encode(lipstick.pk)}
    answer = browser_of(tom).post(reverse("comments", kwargs={"note_id": note.pk}), sent)

    assert answer.status_code == 422
    assert "This product is not on sale any more." in answer.content.decode()
    assert ">here</textarea>" in answer.content.decode()
    assert not Comment.objects.exists()


def test_comments_are_searched_on_a_page_of_their_own(note: Note, tom: Person, mei: Person, browser_of: Any) -> None:
    first = add_comment(tom, note, "Which SHADE is it?")
    add_comment(mei, note, "shade 02", first)
    add_comment(tom, note, "nice")
    comments = reverse("comments", kwargs={"note_id": note.pk})

    found = main_of(browser_of().get(comments, {"q": " shade "}))
    assert "Which <mark>SHADE</mark> is it?" in found
    assert "<mark>shade</mark> 02" in found
    assert "nice" not in found
    assert f'href="{address(note, comment=encode(first.pk))}#c-{first.pk}"' in found
    assert "No comment has “price”." in main_of(browser_of().get(comments, {"q": "price"}))
    assert "nice" in main_of(browser_of().get(comments))
    too_long = browser_of().get(comments, {"q": "x" * 81})
    assert (too_long.status_code, "At most 80 characters; this has 81." in too_long.content.decode()) == (422, True)


def test_people_are_linked_in_words_and_comments(note: Note, tom: Person, zoe: Person, browser_of: Any) -> None:
    add_comment(tom, note, "谢谢@mei的分享 @nobody")

    page = main_of(browser_of(zoe).get(address(note)))

    assert '谢谢<a href="/@mei">@mei</a>的分享 @nobody' in page


def test_mentions_cost_one_query_more(note: Note, tom: Person, browser_of: Any, django_assert_num_queries: Any) -> None:
    add_comment(tom, note, "@mei and @tom and @zoe")

    with django_assert_num_queries(4):  # note with all its rows, the talk, the people, related cards
        browser_of().get(address(note))


def test_who_has_just_spoken_does_not_answer_themselves(note: Note, tom: Person, mei: Person, browser_of: Any) -> None:
    first = add_comment(tom, note, "first")
    reply = add_comment(mei, note, "reply", first)

    def answers(person: Person, **query: str) -> bool:
        return 'name="parent"' in main_of(browser_of(person).get(address(note, **query)))

    assert not answers(tom, comment=encode(first.pk))
    assert answers(mei, comment=encode(reply.pk))
    assert answers(tom, reply=encode(first.pk))


def test_a_script_gets_an_address_or_the_problem(note: Note, tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom, Accept="application/json")
    comments = reverse("comments", kwargs={"note_id": note.pk})

    said, refused = browser.post(comments, {"body": "hm"}), browser.post(comments, {"body": "字" * 501})

    comment = Comment.objects.get()
    assert (said.status_code, said.json()) == (
        201,
        {"address": f"{address(note, comment=encode(comment.pk))}#c-{comment.pk}"},
    )
    assert (refused.status_code, refused.json()) == (422, {"problem": "At most 500 characters; this has 501."})


def test_two_thousand_comments_cost_no_more_queries(
    note: Note, tom: Person, browser_of: Any, django_assert_num_queries: Any
) -> None:
    firsts = Comment.objects.bulk_create(Comment(note=note, author=tom, body=f"{n}") for n in range(1500))
    Comment.objects.bulk_create(Comment(note=note, author=tom, body=f"{n}", parent=firsts[0]) for n in range(500))
    pin_comment(firsts[7])
    browser = browser_of(a_person("ann"))
    browser.get(address(note))

    # session, person, note with all its rows, the opening, the talk, related cards
    for query in ({}, {"order": "newest"}, {"comment": encode(firsts[0].pk)}):
        with django_assert_num_queries(6):
            page = main_of(browser.get(address(note, **query)))
        assert page.count('class="said"') <= 25


def test_a_thread_of_500_replies_is_turned_page_by_page(note: Note, tom: Person, browser_of: Any) -> None:
    first = add_comment(tom, note, "first")
    replies = Comment.objects.bulk_create(Comment(note=note, author=tom, body=f"{n}", parent=first) for n in range(100))

    page = main_of(browser_of().get(address(note, comment=encode(first.pk))))

    assert "80 more replies" in page
    assert f'href="{address(note, comment=encode(replies[19].pk))}#talk"' in page
    later = main_of(browser_of().get(address(note, comment=encode(replies[19].pk))))
    assert "17 earlier replies" in later
    assert f'id="c-{replies[19].pk}"' in later


def test_every_comment_has_its_buttons_in_one_form(note: Note, mei: Person, tom: Person, browser_of: Any) -> None:
    evil = add_comment(tom, note, "<i>sticky</i> & more")
    answer = add_comment(mei, note, "no", evil)
    here, first, second = address(note), encode(evil.pk), encode(answer.pk)

    seen = {person: _buttons(browser_of(person).get(here)) for person in (None, tom, mei)}

    likes = [f"{here}/comments/{first}/like", f"{here}/comments/{second}/like"]
    assert seen[None] == likes
    removals = [f"{here}/comments/{key}/removal" for key in (first, second)]
    assert seen[tom] == [removals[0], *likes]
    assert seen[mei] == [f"{here}/comments/{first}/pin", removals[0], likes[0], removals[1], likes[1]]
    talk = main_of(browser_of(tom).get(here)).partition('<ol class="threads">')[2].partition("</ol>")[0]
    assert "&lt;i&gt;sticky&lt;/i&gt; &amp; more" in talk
    assert "<form" not in talk


def _buttons(answer: Any) -> list[str]:
    return re.findall(r'<button[^>]* formaction="([^"]*)"', main_of(answer))
