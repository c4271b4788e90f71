"""Links in a text end where the address ends, in any script."""

from __future__ import annotations

import re

import pytest

from cinnabar.notes.prose import linked, marked


def links(text: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', linked(text))


def words(text: str) -> str:
    return re.sub(r"<[^>]+>", "", linked(text).replace("<br>", "\n"))


def test_an_address_in_chinese_text_does_not_swallow_the_sentence() -> None:
    # Field report TXT-3.
    text = "看这里https://example.com/a，很好（https://example.org/b）。另见https://example.com/wiki/Tea_(drink)《茶》"

    assert links(text) == ["https://example.com/a", "https://example.org/b", "https://example.com/wiki/Tea_(drink)"]
    assert words(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://example.com.", ["https://example.com"]),
        ("(https://example.com/a)", ["https://example.com/a"]),
        ("https://example.com/a?b=1&c=2, or", ["https://example.com/a?b=1&amp;c=2"]),
        ("https://example.com/#part", ["https://example.com/#part"]),
        ("链接https://example.com/茶叶", ["https://example.com/"]),
        ("https://", []),
        ("https://...", []),
        ("javascript:alert(1) ftp://x.example www.example.com", []),
    ],
)
def test_where_an_address_begins_and_ends(text: str, found: list[str]) -> None:
    assert links(text) == found


def test_topics_lead_to_their_page() -> None:
    assert links("用完了 #空瓶记，#LipCare") == ["/topics/%E7%A9%BA%E7%93%B6%E8%AE%B0", "/topics/lipcare"]


def test_markup_is_shown_not_obeyed() -> None:
    text = '<b onclick="x">&amp;</b> https://example.com/"><script>'

    assert linked(text) == (
        "&lt;b onclick=&#34;x&#34;&gt;&amp;amp;&lt;/b&gt; "
        '<a href="https://example.com/" rel="nofollow ugc noopener">https://example.com/</a>&#34;&gt;&lt;script&gt;'
    )


def test_line_breaks_are_kept() -> None:
    assert linked("one\n\ntwo") == "one<br><br>two"


PEOPLE = {"MEI": "mei", "桃子": "桃子", "TOM_READS": "tom_reads"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thanks @mei!", ["/@mei"]),
        ("谢谢@mei你的分享", ["/@mei"]),
        ("＠ＭＥＩ 请看", ["/@mei"]),
        ("@桃子真好，@桃子。", ["/@%E6%A1%83%E5%AD%90", "/@%E6%A1%83%E5%AD%90"]),
        ("(@Tom_Reads)", ["/@tom_reads"]),
        ("@tom @meiko a@mei.example @", []),
        ("https://example.com/@mei", ["https://example.com/@mei"]),
    ],
)
def test_an_at_leads_to_whom_it_names(text: str, found: list[str]) -> None:
    assert re.findall(r'<a href="([^"]*)"', linked(text, PEOPLE)) == found
    assert re.sub(r"<[^>]+>", "", linked(text, PEOPLE)) == text


@pytest.mark.parametrize(
    ("text", "searched", "shown"),
    [
        ("Which SHADE is it?", ["shade"], "Which <mark>SHADE</mark> is it?"),
        ("ＩＰＨＯＮＥ 壳", ["iphone"], "<mark>ＩＰＨＯＮＥ</mark> 壳"),
        ("色号是02号", ["色号", "02"], "<mark>色号</mark>是<mark>02</mark>号"),
        ("a <b> ab", ["<b>"], "a <mark>&lt;b&gt;</mark> ab"),
        ("㎏ und ㎏", ["k", "g"], "<mark>㎏</mark> und <mark>㎏</mark>"),
        ("nothing", ["."], "nothing"),
        ("nothing", [], "nothing"),
    ],
)
def test_what_was_searched_is_marked_in_any_writing(text: str, searched: list[str], shown: str) -> None:
    assert marked(text, searched) == shown
