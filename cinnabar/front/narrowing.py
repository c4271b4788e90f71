"""The filters of a search as plain links, with how many are left each way; and which one to drop when nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from markupsafe import Markup

from cinnabar.design.formats import country, money, pick
from cinnabar.design.jinja import url
from cinnabar.front.asking import FILTERS, ORDERINGS, Asked, Choices, may_choose, own_values
from cinnabar.front.listing import Link
from cinnabar.kit import sql
from cinnabar.kit.money import decimals_of
from cinnabar.notes.visibility import Viewer, viewer_parameters
from cinnabar.search import facets
from cinnabar.search.facets import PRICE, Good
from cinnabar.search.finding import find
from cinnabar.search.models import Kind

LABELS: dict[str, str | Promise] = {
    "sort": gettext_lazy("Order"),
    "seal": gettext_lazy("Seal"),
    "type": pgettext_lazy("of a note", "Kind"),
    "time": gettext_lazy("Time"),
    "seen": pgettext_lazy("notes", "Read"),
    "category": gettext_lazy("Category"),
    "brand": gettext_lazy("Brand"),
    "price": gettext_lazy("Price"),
    "origin": gettext_lazy("Origin"),
    "ships": gettext_lazy("Ships from"),
    "stock": gettext_lazy("Stock"),
    "rating": gettext_lazy("Rating"),
}
IN_SIGHT = ("sort", "seal")  # what is not folded away


@dataclass(frozen=True, slots=True)
class Filter:
    label: str | Promise
    links: Sequence[Link]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """A filter without which something would be left, and how much."""

    label: str
    address: str


def filters_of(asked: Asked, viewer: Viewer, found: Sequence[Good]) -> list[Filter]:
    """Everything the tab can be ordered and narrowed by."""
    filters = [_choice(asked, "sort", ORDERINGS[asked.tab])] if asked.tab in ORDERINGS else []
    choices = {name: own for name, own in FILTERS.get(asked.tab, {}).items() if may_choose(name, viewer)}
    filters += [_choice(asked, name, own) for name, own in choices.items() if "" in own]
    switches = [_switch(asked, name, own["1"][0]) for name, own in choices.items() if "" not in own]
    if asked.tab == "notes" and viewer.is_authenticated and "like" not in choices:
        label = _("Reviewers like me: say what you are like")
        switches.append(Link(label, url("settings-profile"), is_here=False))
    if switches:
        filters.append(Filter(_("Filter"), switches, is_folded=True))
    return [*filters, *_facets(asked, found)]


def drops_of(asked: Asked, viewer: Viewer, found: Sequence[Good]) -> list[Drop]:
    """When nothing fits all filters: without which one of them something would, the most first."""
    left = facets.left_without(found, asked.filters) if asked.tab == "products" else _notes_without(asked, viewer)
    names = sorted((name for name in left if left[name]), key=lambda name: -left[name])
    return [Drop(_without(_value(asked, name, found), left[name]), asked.choosing(name, "")) for name in names]


def _without(value: str, number: int) -> str:
    words = ngettext("Without “%(filter)s”: %(num)s", "Without “%(filter)s”: %(num)s", number)
    return words % {"filter": value, "num": number}


def _notes_without(asked: Asked, viewer: Viewer) -> dict[str, int]:
    """How many notes there would be without each of the chosen filters."""
    conditions = asked.note_conditions()
    unfiltered = find(asked.words, viewer, asked.unfiltered.limits(viewer), is_literal=asked.literal)
    others = {name: [text for other, text in conditions.items() if other != name] for name in conditions}
    if not others:
        return {}
    columns = [f"count(*) FILTER (WHERE {' AND '.join(texts) or 'true'})" for texts in others.values()]
    statement = f"SELECT ARRAY[{', '.join(columns)}] FROM notes_notecard c WHERE c.note_id = ANY(%(ids)s)"
    parameters = viewer_parameters(viewer) | own_values(viewer) | {"ids": unfiltered.ids(Kind.NOTE)}
    return dict(zip(others, sql.values(statement, parameters)[0], strict=True))


def _choice(asked: Asked, name: str, choices: Choices) -> Filter:
    links = [
        Link(words, asked.choosing(name, value), asked.chosen.get(name, "") == value)
        for value, (words, _sql) in choices.items()
    ]
    return Filter(LABELS[name], links, is_folded=name not in IN_SIGHT)


def _switch(asked: Asked, name: str, label: str | Promise) -> Link:
    is_on = asked.chosen.get(name) == "1"
    return Link(label, asked.choosing(name, "" if is_on else "1"), is_on)


def _facets(asked: Asked, found: Sequence[Good]) -> list[Filter]:
    filters = []
    for name, counted in (facets.counts(found, asked.filters) if found else {}).items():
        taken = asked.chosen.get(name, "")
        links = [
            Link(
                Markup("{} <small>{}</small>").format(_shown(name, value, found), number),
                asked.choosing(name, "" if value == taken else value),
                value == taken,
            )
            for value, number in counted
        ]
        if len(links) > 1 or taken or name in ("stock", "rating"):
            filters.append(Filter(LABELS[name], links, is_folded=True))
    return [filter for filter in filters if filter.links]


def _value(asked: Asked, name: str, found: Sequence[Good]) -> str:
    """A chosen filter in words."""
    value = asked.chosen[name]
    choices = FILTERS.get(asked.tab, {}).get(name)
    return str(choices[value][0]) if choices else _shown(name, value, found)


def _shown(name: str, value: str, found: Sequence[Good]) -> str:
    match name:
        case "category" | "brand":
            having = (one for one in found if getattr(one, name) == value)
            return next((pick(getattr(one, f"{name}_en"), getattr(one, f"{name}_zh")) for one in having), value)
        case "origin" | "ships":
            return country(value)
        case "stock":
            return _("In stock")
        case "rating":
            return _("★ %(least)s and up") % {"least": value}
    return _band(value)


def _band(value: str) -> str:
    match = PRICE.fullmatch(value)
    if match is None:
        return value
    low, high = (_amount(match[end], match["currency"]) for end in ("low", "high"))
    if low and high:
        return f"{low}–{high}"
    return _("under %(amount)s") % {"amount": high} if high else _("from %(amount)s") % {"amount": low}


def _amount(whole: str | None, currency: str) -> str:
    return money(int(whole) * 10 ** decimals_of(currency), currency).removesuffix(".00") if whole else ""
