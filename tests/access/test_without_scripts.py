"""Every page without a script: nothing stands there that does nothing, and every form has its button and its answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve

from tests.access.places import PEOPLE, Places
from tests.access.test_who_gets_what import TABLE

VOID = {"input", "img", "br", "link", "meta", "hr", "source", "path", "rect", "circle", "use"}
FIELDS = {"input", "select", "textarea"}
WITHOUT_SCRIPTS = ("data-copy",)  # a style sheet hides it: @media (scripting: none)
TYPED = {"file", "submit", "button", "image", "reset"}  # inputs that carry nothing of their own


@dataclass
class Form:
    action: str
    is_post: bool
    is_shown: bool
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # those that can be seen, and where they lead
    has_file: bool = False


class Plain(HTMLParser):
    """What is left of a page without scripts: its forms, and whatever cannot do anything."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.wrong: list[str] = []
        self._open: list[tuple[str, bool]] = []  # tag, and whether it hides what is in it
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._select = ""
        self.feed(page)

    @property
    def _is_hidden(self) -> bool:
        return any(hides for _tag, hides in self._open)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        hides = "hidden" in told or tag == "template" or (tag == "dialog" and "open" not in told)
        shown = not hides and not self._is_hidden
        if tag not in VOID:
            self._open.append((tag, hides))
        if tag == "form":
            self._form = Form(told.get("action", ""), told.get("method", "").lower() == "post", shown)
            self.forms.append(self._form)
            self._by_id[told.get("id", "")] = self._form
        elif tag == "button":
            self._button(told, shown)
        elif tag in FIELDS:
            self._field(tag, told, shown)
        elif tag == "option" and self._form and self._select:
            self._option(told)
        elif tag == "a" and shown and "href" not in told:
            self.wrong.append(f"a link to nowhere: {told}")

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and any(tag == opened for opened, _hides in self._open):
            opened, _hides = self._open.pop()
            if opened == tag:
                break
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""

    def _button(self, told: dict[str, str], shown: bool) -> None:
        form = self._by_id.get(told["form"]) if "form" in told else self._form
        does = form is not None and told.get("type", "submit") == "submit"
        if shown and not does and not any(name in told for name in WITHOUT_SCRIPTS):
            self.wrong.append(f"a button without a use: {told}")
        if does and form and shown and "spoken" not in told.get("class", "") and "disabled" not in told:
            form.buttons.append((told.get("name", ""), told.get("value", ""), told.get("formaction", form.action)))

    def _field(self, tag: str, told: dict[str, str], shown: bool) -> None:
        form, name, kind = self._form, told.get("name", ""), told.get("type", "text")
        if form is None or "form" in told:
            if shown and "readonly" not in told and "form" not in told:
                self.wrong.append(f"a field without a form: {told}")
            return
        form.has_file |= kind == "file"
        is_off = kind in ("checkbox", "radio") and "checked" not in told
        if not name or kind in TYPED or is_off or "disabled" in told:
            return
        if tag == "select":
            self._select = name
            return
        form.fields.append((name, told.get("value", "on" if kind in ("checkbox", "radio") else "")))

    def _option(self, told: dict[str, str]) -> None:
        assert self._form
        mine = [at for at, (name, _value) in enumerate(self._form.fields) if name == self._select]
        chosen = (self._select, told.get("value", ""))
        if not mine:
            self._form.fields.append(chosen)
        elif "selected" in told:
            self._form.fields[mine[-1]] = chosen


@dataclass(frozen=True)
class Shown:
    """A form as somebody finds it on a page."""

    who: str
    page: str
    form: Form


def seen_by(get: dict[str, int]) -> list[str]:
    """A visitor or a newcomer, and the last one for whom it is there."""
    let_in = [who for who in PEOPLE if get[who] == 200]
    return list(dict.fromkeys([*let_in[:2], *let_in[-1:]]))


@pytest.fixture
def pages(places: Places, browser_of: Any) -> list[tuple[str, str, Plain]]:
    """Every page of the table, as those see it for whom it is there."""
    found = []
    for name, about, get, _post in TABLE:
        for who in seen_by(get):
            person, address = places.people[who], places.address(name, about)
            answer = browser_of(person if person.is_authenticated else None).get(address)
            if answer.headers.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content:
                found.append((who, address, Plain(answer.content.decode())))
    return found


def test_nothing_on_a_page_needs_a_script_and_every_form_has_its_button(pages: list[tuple[str, str, Plain]]) -> None:
    wrong = {f"{problem} on {address} as {who}" for who, address, page in pages for problem in page.wrong}
    mute = {
        f"{form.action} on {address} as {who}"
        for who, address, page in pages
        for form in page.forms
        if form.is_shown and not form.buttons
    }

    assert len(pages) > 150
    assert (sorted(wrong), sorted(mute)) == ([], [])


def each_once(pages: list[tuple[str, str, Plain]]) -> list[tuple[Shown, tuple[str, str, str]]]:
    """Every button of every form once for everybody who sees it, whatever its form is about."""
    found: dict[tuple[str, ...], tuple[Shown, tuple[str, str, str]]] = {}
    for who, address, page in pages:
        for form in page.forms:
            for name, value, there in form.buttons:
                action = urljoin(f"http://testserver{address}", there)
                if not action.startswith("http://testserver") or form.has_file:
                    continue
                try:
                    view = resolve(urlsplit(action).path).view_name
                except Resolver404:
                    view = f"nothing at {action}"
                step = re.sub(r":.*", "", value) if name == "do" else ""
                key = (who, view, name, step, *sorted({name for name, _value in form.fields})[:3])
                found.setdefault(key, (Shown(who, address, form), (name, value, there)))
    return list(found.values())


def test_every_form_answers_with_a_page_whoever_sends_it_as_it_stands(
    pages: list[tuple[str, str, Plain]], places: Places, browser_of: Any
) -> None:
    """Without a script a form is its fields and one button: 422 is an answer too, a 404 or a piece of data is none."""
    buttons, wrong = each_once(pages), []
    for shown, (name, value, there) in buttons:
        person, form = places.people[shown.who], shown.form
        address = urljoin(shown.page, there)
        fields: dict[str, list[str]] = {}
        for key, said in [*form.fields, *([(name, value)] if name else [])]:
            fields.setdefault(key, []).append(said)
        with transaction.atomic():
            browser = browser_of(person if person.is_authenticated else None)
            answer = browser.post(address, fields) if form.is_post else browser.get(address.split("?")[0], fields)
            told = f"{address} {fields} as {shown.who}: {answer.status_code}"
            if answer.status_code == 302:
                answer = browser.get(urljoin(address, answer["Location"]), follow=True)
                told += f" → {answer.status_code}"
            is_page = "text/html" in answer.headers.get("Content-Type", "") and b"<html" in answer.content
            if answer.status_code not in (200, 401, 422) or not is_page:
                wrong.append(told)
            transaction.set_rollback(True)

    assert len(buttons) > 150
    assert wrong == []
