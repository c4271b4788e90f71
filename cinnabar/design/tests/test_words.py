"""How templates say things."""

from __future__ import annotations

from cinnabar.design.jinja import said
from cinnabar.kit.language import speaking


def test_values_are_filled_in_and_escaped() -> None:
    with speaking("en"):
        assert said("to %(name)s:", name="<b>Tom</b>") == "to &lt;b&gt;Tom&lt;/b&gt;:"


def test_a_doubled_per_cent_sign_is_one() -> None:
    with speaking("en"):
        assert said("100%% cotton") == "100% cotton"
        assert said("100%% %(what)s", what="cotton") == "100% cotton"


def test_each_language_keeps_its_own_words() -> None:
    with speaking("zh-hans"):
        chinese = said("Like")
    with speaking("en"):
        english = said("Like")

    assert (chinese, english) == ("赞", "Like")
