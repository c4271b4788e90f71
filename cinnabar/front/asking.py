"""What the address of a search says: words, tab, order and filters, each made sure of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cinnabar.design.jinja import url
from cinnabar.front.listing import SORTS
from cinnabar.front.opening import words_of
from cinnabar.notes.only import CONDITIONS, NAMES
from cinnabar.notes.visibility import Viewer
from cinnabar.people.traits import like_me
from cinnabar.search.facets import FACETS
from cinnabar.search.models import Kind
from cinnabar.search.queries import Limits
from cinnabar.shop.grids import ORDERS, Sort

TABS: dict[str, tuple[str | Promise, tuple[Kind, ...]]] = {
    "": (pgettext_lazy("tab", "All"), (Kind.NOTE, Kind.PRODUCT, Kind.PERSON, Kind.BRAND, Kind.TOPIC)),
    "notes": (_("Notes"), (Kind.NOTE,)),
    "products": (_("Products"), (Kind.PRODUCT,)),
    "people": (_("People"), (Kind.PERSON,)),
    "brands": (_("Brands"), (Kind.BRAND,)),
    "topics": (_("Topics"), (Kind.TOPIC,)),
}

NARROWED = 300  # products that the facets count

Choices = dict[str, tuple[str | Promise, str]]
# What an address may ask for → its name, and the order or condition in SQL.
NOTE_SORTS: Choices = {
    "": (pgettext_lazy("order", "Best"), ""),
    "newest": (_("Newest"), "extract(epoch FROM c.published_at)"),
    "likes": (_("Most liked"), "c.likes"),
    "saves": (_("Most saved"), "c.saves"),
    "comments": (_("Most talked about"), "(SELECT n.comments_count FROM notes_note n WHERE n.id = c.note_id)"),
}
PRODUCT_SORTS: Choices = {
    "": (pgettext_lazy("order", "Best"), ""),
    "sold": (_("Most sold"), "k.sold"),
    **{
        sort.value: (SORTS[sort], f"-row_number() OVER (ORDER BY {ORDERS[sort]})")
        for sort in (Sort.RATING, Sort.CHEAPEST, Sort.DEAREST)
    },
}
SEALS: Choices = {
    "": (pgettext_lazy("seal", "Any seal"), ""),
    **{kind: (NAMES[kind], CONDITIONS[kind]) for kind in ("here", "unpaid")},
}
IS_FOLLOW_UP = "EXISTS (SELECT FROM notes_note n WHERE n.id = c.note_id AND n.follows_id IS NOT NULL)"
TYPES: Choices = {
    "": (pgettext_lazy("notes", "Every kind"), ""),
    "pictures": (_("With pictures"), "c.secret <> ''"),
    "text": (_("Text cards"), "c.secret = ''"),
    "questions": (NAMES["questions"], CONDITIONS["questions"]),
    "followups": (_("Follow-ups"), IS_FOLLOW_UP),
    "products": (_("With products"), "c.tags > 0"),
}
TIMES: Choices = {
    "": (pgettext_lazy("time", "Any time"), ""),
    "day": (_("Last day"), "c.published_at > now() - interval '1 day'"),
    "week": (_("Last week"), "c.published_at > now() - interval '7 days'"),
    "half": (_("Last half year"), "c.published_at > now() - interval '183 days'"),
}
OPENED = "EXISTS (SELECT FROM activity_seennote z WHERE z.person_id = %(viewer)s AND z.note_id = c.note_id)"
SEEN: Choices = {
    "": (pgettext_lazy("notes", "Read or not"), ""),
    "no": (_("Not read yet"), f"NOT {OPENED}"),
    "yes": (_("Already read"), OPENED),
}
FOLLOWED = "EXISTS (SELECT FROM people_follow w WHERE w.follower_id = %(viewer)s AND w.followed_id = c.author_id)"
SAME_CITY = """EXISTS (SELECT FROM notes_note n JOIN people_person a ON a.id = n.author_id WHERE n.id = c.note_id
    AND upper(COALESCE(NULLIF(n.city, ''), a.city)) = upper(%(own_city)s))"""
LIKE_ME = """EXISTS (SELECT FROM people_person a WHERE a.id = c.author_id AND a.id <> %(viewer)s
    AND (%(own_skin)s = '' OR a.traits ->> 'skin' ~* NULLIF(%(own_skin)s, ''))
    AND (%(own_age)s = 0 OR abs(substring(a.traits ->> 'age' FROM '[0-9]{1,2}')::int - %(own_age)s) <= 5))"""
FOLLOWING: Choices = {"1": (_("Only people I follow"), FOLLOWED)}
CITY: Choices = {"1": (_("In my city"), SAME_CITY)}
LIKE: Choices = {"1": (_("Reviewers like me"), LIKE_ME)}

NOTE_FILTERS: dict[str, Choices] = {"seal": SEALS, "type": TYPES, "time": TIMES, "seen": SEEN}
NOTE_FILTERS |= {"followed": FOLLOWING, "city": CITY, "like": LIKE}
OF_MEMBERS = ("seen", "followed", "city", "like")
FILTERS: dict[str, dict[str, Choices]] = {"": {"seal": SEALS}, "notes": NOTE_FILTERS}
ORDERINGS: dict[str, Choices] = {"notes": NOTE_SORTS, "products": PRODUCT_SORTS}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it. `chosen` holds order and filters: what is not there is not chosen."""

    words: str
    tab: str = ""
    literal: bool = False
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return TABS[self.tab][1]

    @property
    def filters(self) -> dict[str, str]:
        """The chosen filters without the order."""
        return {name: value for name, value in self.chosen.items() if name != "sort"}

    def address(self) -> str:
        query = {"q": self.words, "tab": self.tab, **self.chosen, "literal": "1" if self.literal else ""}
        return url("search", query=query)

    def choosing(self, name: str, value: str) -> str:
        """The address with one choice made, or taken back where the value is empty."""
        return replace(self, chosen={**self.chosen, name: value}).address()

    def saying(self, words: str) -> str:
        """The address with other words."""
        return replace(self, words=words, literal=False).address()

    def literally(self) -> str:
        """The address with every word as it is written."""
        return replace(self, literal=True).address()

    def in_tab(self, tab: str) -> str:
        """The address of the same words in another tab."""
        return Asked(self.words, tab, self.literal).address()

    @property
    def unfiltered(self) -> Asked:
        return replace(self, chosen={name: value for name, value in self.chosen.items() if name == "sort"})

    def limits(self, viewer: Viewer) -> Limits:
        """What the index is asked for; products are narrowed after they are found, because each choice is counted."""
        conditions = self.note_conditions().values() if Kind.NOTE in self.kinds else ()
        orders = {Kind.NOTE: NOTE_SORTS, Kind.PRODUCT: PRODUCT_SORTS}
        sort = self.chosen.get("sort", "")
        sorts = {kind: orders[kind].get(sort, ("", ""))[1] for kind in self.kinds if kind in orders}
        return Limits(
            self.kinds,
            {Kind.NOTE: list(conditions)},
            {kind: f"({order})::float8" for kind, order in sorts.items() if order},
            most={Kind.PRODUCT: NARROWED} if self.tab == "products" else {},
            parameters=own_values(viewer),
        )

    def note_conditions(self) -> dict[str, str]:
        """The SQL of each chosen filter of notes."""
        choices = FILTERS.get(self.tab, {})
        return {name: choices[name][value][1] for name, value in self.filters.items() if name in choices}


def asked_of(request: HttpRequest) -> Asked:
    """What the address of this request says; what means nothing in its tab is left out."""
    said = request.GET
    tab = said.get("tab", "") if said.get("tab", "") in TABS else ""
    allowed = FILTERS.get(tab, {}) | ({"sort": ORDERINGS[tab]} if tab in ORDERINGS else {})
    chosen = {
        name: value
        for name, choices in allowed.items()
        if (value := said.get(name, "")) and value in choices and may_choose(name, request.user)
    }
    if tab == "products":
        chosen |= {name: value for name in FACETS if (value := said.get(name, "")[:60].replace("\0", ""))}
    return Asked(words_of(said.get("q", "")), tab, said.get("literal") == "1", chosen)


def may_choose(name: str, viewer: Viewer) -> bool:
    """Whether a filter means anything for this reader."""
    if not viewer.is_authenticated:
        return name not in OF_MEMBERS
    if name == "city":
        return bool(viewer.city)
    return name != "like" or like_me(viewer).is_known


def own_values(viewer: Viewer) -> dict[str, Any]:
    """What the filters of members refer to."""
    if not viewer.is_authenticated:
        return {}
    like = like_me(viewer)
    return {"own_city": viewer.city, "own_skin": like.skin, "own_age": like.age}
