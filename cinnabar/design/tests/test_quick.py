"""Jinja2 made quicker says what Jinja2 says."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from cinnabar.design.quick import QuickEnvironment

PAGES = {
    "pieces": "{% macro link(to, words='here') %}"
    "<a href='{{ to }}'>{{ words }}{{ say('!', twice=true) }}</a>{% endmacro %}",
    "page": "{% from 'pieces' import link %}{% set it %}<i>{{ evil }}</i>{% endset %}"
    "{% for n in [1, 2] %}{{ link(evil, words=it) }}{{ n }}{{ safe }}{{ none }}{{ nested.evil ~ safe }}{% endfor %}"
    "{{ say(evil) }}{{ here() }}{% autoescape false %}{{ evil }}{% endautoescape %}",
}
SHOWN = {"evil": "<\"'&>", "safe": Markup("<b>"), "nested": {"evil": "<"}}


class Shouting:
    def __html__(self) -> str:
        return "<em>loud</em>"


def _say(words: str, twice: bool = False) -> str:
    return words * 2 if twice else words


def _made_by(kind: type[Environment]) -> Environment:
    made = kind(loader=DictLoader(PAGES), autoescape=True, undefined=StrictUndefined)
    made.globals.update(say=_say, here=Shouting)
    return made


def test_a_page_is_the_same_to_the_letter() -> None:
    quick, plain = (_made_by(kind).get_template("page").render(SHOWN) for kind in (QuickEnvironment, Environment))

    assert quick == plain
    assert "&lt;&#34;&#39;&amp;&gt;" in quick
    assert "<em>loud</em>" in quick


def test_what_is_missing_is_still_a_fault() -> None:
    with pytest.raises(UndefinedError, match="'lost' is undefined"):
        _made_by(QuickEnvironment).from_string("{{ lost }}").render()
    with pytest.raises(UndefinedError, match="'lost' is undefined"):
        _made_by(QuickEnvironment).from_string("{{ lost() }}").render()
