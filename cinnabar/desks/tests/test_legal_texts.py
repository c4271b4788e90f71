"""Terms, privacy and imprint: ours at first, then the operator's."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.desks.models import LegalText
from cinnabar.desks.operators.legal import as_html
from cinnabar.people.models import Person, Role
from tests.cast import a_person

EDIT = "/desk/operator/texts/imprint/zh-hans"


@pytest.fixture
def kim(db: None) -> Person:
    return a_person("kim", role=Role.OPERATOR, language="zh-hans")


def text_of(browser: Any, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_text_is_there_in_both_languages_and_at_the_foot_of_every_page(db: None, browser_of: Any) -> None:
    for language, words in (("en", "you may do here"), ("zh-CN", "你可以做什么")):
        browser = browser_of(**{"Accept-Language": language})
        assert words in text_of(browser, "/terms")
        for path in ("/terms", "/privacy", "/imprint"):
            assert f'href="{path}"' in text_of(browser, "/")
            assert "<h2>" in text_of(browser, path)


def test_an_operator_writes_their_own_and_goes_back(kim: Person, browser_of: Any) -> None:
    browser = browser_of(kim)
    assert "尚未填写" in text_of(browser, EDIT)

    assert browser.post(EDIT, {"body": "# 地址\n<b>上海</b>\n- 一\n"})["Location"] == "/imprint"

    page = text_of(browser_of(**{"Accept-Language": "zh-CN"}), "/imprint")
    assert "<h2>地址</h2>" in page
    assert "&lt;b&gt;上海&lt;/b&gt;" in page
    assert LegalText.objects.get().changed_by_id == kim.pk
    assert "has not written" in text_of(browser_of(**{"Accept-Language": "en"}), "/imprint")
    browser.post(EDIT, {"body": ""})
    assert not LegalText.objects.exists()


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_form(kim: Person, browser_of: Any) -> None:
    answer = browser_of(kim).post(EDIT, {"body": "x" * 60_001})

    assert answer.status_code == 422
    assert "x" * 60_001 in answer.content.decode()
    assert not LegalText.objects.exists()


def test_nobody_else_writes_them(tom: Person, ada: Person, kim: Person, browser_of: Any) -> None:
    for person in (tom, ada):
        assert browser_of(person).get("/desk/operator/texts").status_code == 404
        assert browser_of(person).post(EDIT, {"body": "mine"}).status_code == 404
    assert browser_of().post(EDIT, {"body": "mine"}).status_code == 401
    assert browser_of(kim).get("/desk/operator/texts").status_code == 200
    assert browser_of(kim).get("/desk/operator/texts/imprint/xx").status_code == 404
    assert not LegalText.objects.exists()


def test_a_text_has_headings_lists_and_paragraphs_and_no_other_markup() -> None:
    html = as_html("# A & B\n- one\n- <two>\n\nplain\ntext")

    assert html == "<h2>A &amp; B</h2>\n<ul><li>one</li><li>&lt;two&gt;</li></ul>\n<p>plain<br>text</p>"
