"""What a reader may ask a list of notes for: one kind of them only. It stands in an address, and here as SQL."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAMES: dict[str, str | Promise] = {
    "questions": _("Questions"),
    "open": pgettext_lazy("questions", "Unanswered"),
    "unpaid": _("No paid content"),
    "here": _("Bought here only"),
}

# On the alias `c` of notes_notecard. Money of any kind counts, also a gift.
CONDITIONS = {
    "questions": "c.is_question",
    "open": "c.is_question AND NOT c.is_answered",
    "unpaid": "c.money_mark = ''",
    "here": "c.tags > 0 AND c.tags_here = c.tags",
}

# On a product's page `g` is its own tag: how its author came by this one.
OF_A_PRODUCT = {"here": "g.provenance = 'here'"}


def only_of(asked: str) -> str:
    """What was asked for, or everything when there is no such kind."""
    return asked if asked in CONDITIONS else ""


def only_sql(only: str, **others: str) -> str:
    """One more condition for a statement; `others` say it differently where a list has a better answer."""
    return f" AND ({(CONDITIONS | others)[only]})" if only else ""
