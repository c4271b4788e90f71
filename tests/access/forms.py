"""The forms of a page as a browser and a screen reader find them: fields, what they hold; what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

CONTROLS = ("input", "select", "textarea", "button")
VOID = {"input", "img", "br", "link", "meta", "hr", "source"}


@dataclass
class Control:
    """One field of a form."""

    kind: str
    attributes: dict[str, str]
    value: str = ""

    @property
    def name(self) -> str:
        return self.attributes.get("name", "")

    @property
    def is_sent(self) -> bool:
        """Whether it goes with the form whatever button is pressed."""
        is_off = self.attributes.get("type") in ("checkbox", "radio") and "checked" not in self.attributes
        return self.kind != "button" and not is_off and self.attributes.get("type") != "file"


@dataclass
class Form:
    method: str
    action: str
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {control.name for control in self.controls} - {""}

    @property
    def buttons(self) -> set[str]:
        return {one.name for one in self.controls if one.kind == "button"}

    @property
    def presses(self) -> list[list[tuple[str, str]]]:
        """What a browser sends as the form stands, for each button that one may press."""
        fields = [(one.name, one.value) for one in self.controls if one.name and one.is_sent]
        buttons = [one for one in self.controls if one.kind == "button" and one.attributes.get("type") != "button"]
        return [[*fields, *([(one.name, one.value)] if one.name else [])] for one in buttons] or [fields]


class Reading(HTMLParser):
    """A page, read once."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.controls: list[Control] = []  # of every form
        self.ids: set[str] = set()
        self.errors: list[dict[str, str]] = []  # attributes of each element that says what is wrong with a field
        self.summary_links: list[str] = []
        self.takes_focus = False
        self._text: Control | None = None
        self._select: Control | None = None
        self._open: list[tuple[str, bool]] = []  # every open element, and whether it is the summary
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if told.get("id"):
            self.ids.add(told["id"])
        is_summary = "data-focus" in told
        self.takes_focus |= is_summary or "autofocus" in told
        if tag not in VOID:
            self._open.append((tag, is_summary))
        if tag == "form":
            self.forms.append(Form(told.get("method", "get").lower(), told.get("action", "")))
        if tag in CONTROLS:
            self._control(tag, told)
        if tag == "option" and self._select is not None:
            self._option(told)
        if "error" in told.get("class", "").split():
            self.errors.append(told)
        if tag == "a" and any(inside for _tag, inside in self._open) and told.get("href", "").startswith("#"):
            self.summary_links.append(told["href"][1:])

    def _control(self, tag: str, told: dict[str, str]) -> None:
        control = Control(tag, told, told.get("value", ""))
        self.controls.append(control)
        if any(open_tag == "form" for open_tag, _is in self._open):
            self._within(self.forms[-1], control)
        if tag == "textarea":
            self._text = control
        if tag == "select":
            self._select = control

    def _option(self, told: dict[str, str]) -> None:
        """A list holds what is chosen in it, else its first line; the first that says something, where it has to."""
        assert self._select is not None
        must = "required" in self._select.attributes and not self._select.value
        if "selected" in told or "data-first" not in self._select.attributes or must:
            self._select.value = told.get("value", "")
        self._select.attributes["data-first"] = "read"

    def _within(self, form: Form, control: Control) -> None:
        """A button with an address of its own is a form of its own."""
        if "formaction" in control.attributes:
            self.forms.insert(-1, Form(form.method, control.attributes["formaction"], [control]))
        else:
            form.controls.append(control)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            # A browser leaves out the line break that a template puts after the tag.
            self._text.value += data if self._text.value else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        if tag == "select":
            self._select = None
        while self._open and tag in [open_tag for open_tag, _is in self._open]:
            if self._open.pop()[0] == tag:
                break


def untied(page: str) -> list[str]:
    """What a screen reader would not tell of a refused form (A11Y-2)."""
    read = Reading(page)
    wrong = [] if read.takes_focus else ["nothing takes the focus"]
    wrong += [
        f"the summary leads to #{there}, which is nowhere" for there in read.summary_links if there not in read.ids
    ]
    told = {
        one
        for control in read.controls
        if control.attributes.get("aria-invalid") == "true"
        for one in control.attributes.get("aria-describedby", "").split()
    }
    for error in read.errors:
        is_spoken = error.get("role") == "alert" or read.summary_links  # the summary says it and leads there
        if not is_spoken and error.get("id", "") not in told:
            wrong.append(f"an error is tied to no field: {error}")
    for control in read.controls:
        if control.attributes.get("aria-invalid") == "true":
            described = control.attributes.get("aria-describedby", "").split()
            if not described or not set(described) <= read.ids:
                wrong.append(f"{control.name} is wrong, but nothing says why")
    return wrong
