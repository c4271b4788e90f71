"""The page of a search: what was found, apart by kind, with its filters as plain links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe
from markupsafe import Markup

from cinnabar.activity.searches import Answer, record_search
from cinnabar.design.jinja import url
from cinnabar.front import structured
from cinnabar.front.listing import SORTS, Link
from cinnabar.front.opening import is_opening, line_of, words_of
from cinnabar.kit.limits import check_limit
from cinnabar.kit.middleware import sender_of
from cinnabar.kit.paging import BadCursor, pack_ids, unpack_ids
from cinnabar.notes.models import Note
from cinnabar.notes.only import CONDITIONS, NAMES
from cinnabar.notes.queries import Card, cards_of
from cinnabar.people.channels import CHANNELS
from cinnabar.search.finding import Results, find
from cinnabar.search.models import Kind
from cinnabar.search.queries import Limits
from cinnabar.search.text.marking import Passage, Span, snippet, spans_of
from cinnabar.search.text.question import Question
from cinnabar.search.text.wishes import Is, Part, Wish
from cinnabar.shop.grids import ORDERS, ProductCell, Sort, cells_of
from cinnabar.trends.lines import hot_list

PAGE = 20
IN_ALL = {Kind.PRODUCT: 4, Kind.PERSON: 3, Kind.BRAND: 3, Kind.TOPIC: 6}  # what stands above the notes
LONGEST_VISIT = 200
SEARCHES, SECONDS = 120, 60  # of one person or address

TABS: dict[str, tuple[str | Promise, tuple[Kind, ...]]] = {
    "": (pgettext_lazy("tab", "All"), (Kind.NOTE, Kind.PRODUCT, Kind.PERSON, Kind.BRAND, Kind.TOPIC)),
    "notes": (gettext_lazy("Notes"), (Kind.NOTE,)),
    "products": (gettext_lazy("Products"), (Kind.PRODUCT,)),
    "people": (gettext_lazy("People"), (Kind.PERSON,)),
    "brands": (gettext_lazy("Brands"), (Kind.BRAND,)),
    "topics": (gettext_lazy("Topics"), (Kind.TOPIC,)),
}

Choices = dict[str, tuple[str | Promise, str]]
# What an address may ask for → its name, and the order or condition in SQL.
NOTE_SORTS: Choices = {
    "": (pgettext_lazy("order", "Best"), ""),
    "newest": (gettext_lazy("Newest"), "extract(epoch FROM c.published_at)"),
    "likes": (gettext_lazy("Most liked"), "c.likes"),
    "saves": (gettext_lazy("Most saved"), "c.saves"),
    "comments": (
        gettext_lazy("Most talked about"),
        "(SELECT n.comments_count FROM notes_note n WHERE n.id = c.note_id)",
    ),
}
PRODUCT_SORTS: Choices = {
    "": (pgettext_lazy("order", "Best"), ""),
    "sold": (gettext_lazy("Most sold"), "k.sold"),
    **{
        sort.value: (SORTS[sort], f"-row_number() OVER (ORDER BY {ORDERS[sort]})")
        for sort in (Sort.RATING, Sort.CHEAPEST, Sort.DEAREST)
    },
}
TIMES: Choices = {
    "": (pgettext_lazy("time", "Any time"), ""),
    "day": (gettext_lazy("Last day"), "c.published_at > now() - interval '1 day'"),
    "week": (gettext_lazy("Last week"), "c.published_at > now() - interval '7 days'"),
    "half": (gettext_lazy("Last half year"), "c.published_at > now() - interval '183 days'"),
}
SEALS: Choices = {
    "": (pgettext_lazy("seal", "Any seal"), ""),
    **{kind: (NAMES[kind], CONDITIONS[kind]) for kind in ("here", "unpaid")},
}
FOLLOWED = "EXISTS (SELECT FROM people_follow w WHERE w.follower_id = %(viewer)s AND w.followed_id = c.author_id)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a search says, made sure of."""

    words: str
    tab: str = ""
    sort: str = ""
    time: str = ""
    seal: str = ""
    followed: bool = False
    stock: bool = False
    literal: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return TABS[self.tab][1]

    @property
    def is_filtered(self) -> bool:
        return bool(self.time or self.seal or self.followed or self.stock)

    def address(self, **changes: Any) -> str:
        """The address of the same search with some of it changed."""
        other = replace(self, **changes)
        query = {"q": other.words, "tab": other.tab, "sort": other.sort, "time": other.time, "seal": other.seal}
        query |= {"followed": "1" if other.followed else "", "stock": "1" if other.stock else ""}
        query |= {"literal": "1" if other.literal else ""}
        return url("search", query=query)

    def limits(self) -> Limits:
        notes = [text for text in (TIMES[self.time][1], SEALS[self.seal][1], FOLLOWED if self.followed else "") if text]
        goods = ["k.in_stock"] if self.stock else []
        orders = {Kind.NOTE: NOTE_SORTS, Kind.PRODUCT: PRODUCT_SORTS}
        chosen = {kind: orders[kind].get(self.sort, ("", ""))[1] for kind in self.kinds if kind in orders}
        return Limits(
            self.kinds,
            {Kind.NOTE: notes, Kind.PRODUCT: goods},
            {kind: f"({order})::float8" for kind, order in chosen.items() if order},
        )


@dataclass(frozen=True, slots=True)
class Marked:
    """The title of a note with its words marked, and the part of the body that says them where the title does not."""

    title: Markup
    snippet: Markup


@dataclass(frozen=True, slots=True)
class Page:
    cards: Sequence[Card] = ()
    cells: Sequence[ProductCell] = ()
    marked: dict[int, Marked] = field(default_factory=dict)
    people: Sequence[dict[str, Any]] = ()
    brands: Sequence[dict[str, Any]] = ()
    topics: Sequence[dict[str, Any]] = ()
    more: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.cells or self.people or self.brands or self.topics)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found by `q`; without it the box alone."""
    asked = _asked(request)
    context: dict[str, Any] = {"asked": asked, "page": None, "channels": CHANNELS, "structured": structured.of_search()}
    if asked.words:
        check_limit(f"search:{request.user.pk or sender_of(request)}", most=SEARCHES, seconds=SECONDS)
        results = find(asked.words, request.user, asked.limits(), is_literal=asked.literal)
        try:
            page = _page(request, asked, results)
        except BadCursor:
            return redirect(asked.address())
        _remember(request, asked, results)
        context |= {
            "page": page,
            "respelt": results.respelt,
            "chips": _chips(asked, results.wish),
            "filters": _filters(asked, request.user.is_authenticated),
            "tabs": _tabs(asked),
        }
    else:
        context["hot"] = hot_list()
    return render(request, "front/search.jinja", context)


def _remember(request: HttpRequest, asked: Asked, results: Results) -> None:
    """Keep what was asked for the history of whoever has an account and wants one; of visitors nothing."""
    if request.user.is_authenticated and request.user.keeps_searches and is_opening(request):
        best = {kind: results.ids(kind)[:PAGE] for kind in (Kind.NOTE, Kind.PRODUCT, Kind.BRAND, Kind.TOPIC)}
        record_search(
            request.user.pk,
            asked.words,
            line_of(asked.words),
            Answer(
                found=sum(map(len, results.scores.values())),
                note_ids=best[Kind.NOTE],
                product_ids=best[Kind.PRODUCT],
                brand_ids=best[Kind.BRAND],
                topic_ids=best[Kind.TOPIC],
            ),
        )


def _asked(request: HttpRequest) -> Asked:
    said = request.GET
    tab = said.get("tab", "") if said.get("tab", "") in TABS else ""
    sorts = {"notes": NOTE_SORTS, "products": PRODUCT_SORTS}.get(tab, {})
    is_notes = tab in ("", "notes")
    return Asked(
        words=words_of(said.get("q", "")),
        tab=tab,
        sort=_one_of(sorts, said.get("sort", "")),
        time=_one_of(TIMES, said.get("time", "")) if is_notes else "",
        seal=_one_of(SEALS, said.get("seal", "")) if is_notes else "",
        followed=is_notes and said.get("followed") == "1" and request.user.is_authenticated,
        stock=tab == "products" and said.get("stock") == "1",
        literal=said.get("literal") == "1",
    )


def _one_of(choices: Choices, value: str) -> str:
    return value if value in choices else ""


def _page(request: HttpRequest, asked: Asked, results: Results) -> Page:
    """One page of the chosen tab. What a visit was shown travels in the cursor, because the order may move."""
    after = request.GET.get("after", "")
    served = unpack_ids(after, of="search") if after else []
    if not asked.tab:
        return _everything(request, asked, results, served)
    kind = asked.kinds[0]
    ids = [one for one in results.ids(kind) if one not in served]
    shown = ids[:PAGE]
    page = Page(
        cards=cards_of(shown, request.user) if kind == Kind.NOTE else (),
        cells=cells_of(shown) if kind == Kind.PRODUCT else (),
        people=_shown(results, Kind.PERSON, shown),
        brands=_shown(results, Kind.BRAND, shown),
        topics=_shown(results, Kind.TOPIC, shown),
        more=_more(asked, served, shown, len(ids)),
    )
    return replace(page, marked=_marked(page.cards, results.question))


def _everything(request: HttpRequest, asked: Asked, results: Results, served: list[int]) -> Page:
    """Notes, and above their first page the best of everything else."""
    ids = [one for one in results.ids(Kind.NOTE) if one not in served]
    shown = ids[:PAGE]
    cards = cards_of(shown, request.user) if shown else []
    more = _more(asked, served, shown, len(ids))
    marked = _marked(cards, results.question)
    if served or asked.is_filtered:
        return Page(cards=cards, marked=marked, more=more)
    best = {kind: results.ids(kind)[:most] for kind, most in IN_ALL.items()}
    return Page(
        cards=cards,
        cells=cells_of(best[Kind.PRODUCT]) if best[Kind.PRODUCT] else (),
        marked=marked,
        people=_shown(results, Kind.PERSON, best[Kind.PERSON]),
        brands=_shown(results, Kind.BRAND, best[Kind.BRAND]),
        topics=_shown(results, Kind.TOPIC, best[Kind.TOPIC]),
        more=more,
    )


def _shown(results: Results, kind: Kind, ids: Sequence[int]) -> list[dict[str, Any]]:
    return [results.candidates[one].shown or {} for one in ids if results.candidates[one].kind == kind.value]


def _more(asked: Asked, served: list[int], shown: Sequence[int], left: int) -> str:
    served = [*served, *shown]
    if left <= len(shown) or len(served) >= LONGEST_VISIT:
        return ""
    return f"{asked.address()}&after={pack_ids(served, of='search')}"


def _marked(cards: Sequence[Card], question: Question) -> dict[int, Marked]:
    spans = {card.note_id: spans_of(card.title, question) for card in cards}
    silent = [note_id for note_id, found in spans.items() if not found]
    bodies = dict(Note.objects.filter(pk__in=silent).values_list("pk", "body")) if silent else {}
    passages = {note_id: snippet(body, question) for note_id, body in bodies.items()}
    return {
        card.note_id: Marked(_markup(card.title, spans[card.note_id]), _passage(passages.get(card.note_id)))
        for card in cards
    }


def _passage(passage: Passage | None) -> Markup:
    return _markup(passage.text, passage.spans) if passage else Markup("")


def _markup(text: str, spans: Sequence[Span]) -> Markup:
    """`text` for a page, with the spans in <mark>."""
    parts: list[Markup] = []
    done = 0
    for begin, end in spans:
        parts.append(Markup("{}<mark>{}</mark>").format(text[done:begin], text[begin:end]))
        done = end
    return Markup("").join([*parts, Markup("{}").format(text[done:])])


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that was understood of the question, and the address of the search without it."""

    label: str
    address: str


def _chips(asked: Asked, wish: Wish) -> list[Chip]:
    return [Chip(_said(part), asked.address(words=part.rest)) for part in wish.parts]


def _said(part: Part) -> str:
    match part.kind:
        case Is.PHRASE:
            return f"“{part.value}”"
        case Is.WITHOUT:
            return _("without “%(words)s”") % {"words": part.value}
        case Is.TOPIC:
            return f"#{part.value}"
        case Is.PERSON:
            return f"@{part.value}"
        case Is.BRAND:
            return _("Brand: %(name)s") % {"name": part.value}
    return _("Price: %(words)s") % {"words": part.value}


@dataclass(frozen=True, slots=True)
class Filter:
    label: str | Promise
    links: Sequence[Link]


def _tabs(asked: Asked) -> list[Link]:
    return [
        Link(label, Asked(asked.words, tab, literal=asked.literal).address(), tab == asked.tab)
        for tab, (label, _kinds) in TABS.items()
    ]


def _filters(asked: Asked, is_member: bool) -> list[Filter]:
    filters = []
    if asked.tab == "notes":
        filters.append(_choice(asked, _("Order"), "sort", NOTE_SORTS))
    if asked.tab == "products":
        filters.append(_choice(asked, _("Order"), "sort", PRODUCT_SORTS))
        filters.append(Filter(_("Filter"), [Link(_("In stock"), asked.address(stock=not asked.stock), asked.stock)]))
    if asked.tab in ("", "notes"):
        filters.append(_choice(asked, _("Seal"), "seal", SEALS))
    if asked.tab == "notes":
        filters.append(_choice(asked, _("Time"), "time", TIMES))
        if is_member:
            link = Link(_("Only people I follow"), asked.address(followed=not asked.followed), asked.followed)
            filters.append(Filter(_("Filter"), [link]))
    return filters


def _choice(asked: Asked, label: str | Promise, name: str, choices: Choices) -> Filter:
    links = [
        Link(words, asked.address(**{name: value}), getattr(asked, name) == value)
        for value, (words, _sql) in choices.items()
    ]
    return Filter(label, links)
