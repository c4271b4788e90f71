"""The page of a search: what was found, apart by kind, with its filters as plain links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from cinnabar.activity.searches import Answer, record_search
from cinnabar.front import structured
from cinnabar.front.asking import TABS, Asked, asked_of
from cinnabar.front.listing import Link
from cinnabar.front.narrowing import drops_of, filters_of
from cinnabar.front.opening import is_opening, line_of
from cinnabar.front.opinions import SealRatings, ratings_by_seal
from cinnabar.front.suggesting import own_searches
from cinnabar.kit.limits import check_limit
from cinnabar.kit.middleware import sender_of
from cinnabar.kit.paging import BadCursor, pack_ids, unpack_ids
from cinnabar.notes.models import Note, Topic
from cinnabar.notes.queries import Card, ProductNote, cards_of, notes_for_product
from cinnabar.notes.visibility import Viewer
from cinnabar.people.channels import CHANNELS
from cinnabar.search import facets
from cinnabar.search.alternatives import fewer_words
from cinnabar.search.facets import Good
from cinnabar.search.finding import Results, find
from cinnabar.search.models import Kind
from cinnabar.search.naming import Named, the_named
from cinnabar.search.text.marking import Passage, Span, snippet, spans_of
from cinnabar.search.text.question import Question
from cinnabar.search.text.wishes import Is, Part, Wish
from cinnabar.shop.grids import ProductCell, cells_of
from cinnabar.trends.lines import hot_list

PAGE = 20
IN_ALL = {Kind.PRODUCT: 4, Kind.PERSON: 3, Kind.BRAND: 3, Kind.TOPIC: 6}  # what stands above the notes
LONGEST_VISIT = 200
LEAD_NOTES, TOPICS = 4, 8
SEARCHES, SECONDS = 120, 60  # of one person or address


@dataclass(frozen=True, slots=True)
class Marked:
    """The title of a note with its words marked, and the part of the body that says them where the title does not."""

    title: Markup
    snippet: Markup


@dataclass(frozen=True, slots=True)
class Lead:
    """The product that the question names: what it costs, how it is rated, and what readers say first."""

    cell: ProductCell
    seals: Sequence[SealRatings]
    notes: Sequence[ProductNote]


@dataclass(frozen=True, slots=True)
class Why:
    """Why something stands where it stands, for operators."""

    kind: str
    title: str
    covered: float
    total: float
    parts: str


@dataclass(frozen=True, slots=True)
class Page:
    lead: Lead | None = None
    cards: Sequence[Card] = ()
    cells: Sequence[ProductCell] = ()
    marked: dict[int, Marked] = field(default_factory=dict)
    people: Sequence[dict[str, Any]] = ()
    brands: Sequence[dict[str, Any]] = ()
    topics: Sequence[dict[str, Any]] = ()
    more: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.lead or self.cards or self.cells or self.people or self.brands or self.topics)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found by `q`; without it the box alone."""
    asked = asked_of(request)
    context: dict[str, Any] = {"asked": asked, "page": None, "channels": CHANNELS, "structured": structured.of_search()}
    if asked.words:
        check_limit(f"search:{request.user.pk or sender_of(request)}", most=SEARCHES, seconds=SECONDS)
        try:
            context |= _answer(request, asked)
        except BadCursor:
            return redirect(asked.address())
    else:
        context |= {"hot": hot_list(), "before": own_searches(request)}
    return render(request, "front/search.jinja", context)


def _answer(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    viewer = request.user
    results = find(asked.words, viewer, asked.limits(viewer), is_literal=asked.literal)
    goods = facets.goods(results.ids(Kind.PRODUCT)) if asked.tab == "products" else []
    page = _page(request, asked, results, goods)
    _remember(request, asked, results)
    return {
        "page": page,
        "respelt": results.respelt,
        "chips": _chips(asked, results.wish),
        "filters": filters_of(asked, viewer, goods),
        "tabs": [Link(label, asked.in_tab(tab), tab == asked.tab) for tab, (label, _kinds) in TABS.items()],
        "drops": drops_of(asked, viewer, goods) if page.is_empty and asked.filters else [],
        "instead": _instead(asked, viewer) if page.is_empty and not asked.filters else {},
        "may_ask_why": _may_ask_why(viewer),
        "why": _why(results) if request.GET.get("why") == "1" and _may_ask_why(viewer) else [],
    }


def _may_ask_why(viewer: Viewer) -> bool:
    return viewer.is_authenticated and (viewer.is_operator or viewer.is_staff)


def _instead(asked: Asked, viewer: Viewer) -> dict[str, Any]:
    """Where to go from a question that found nothing."""
    topics = Topic.objects.filter(notes__gt=0).order_by("-notes", "pk")[:TOPICS]
    return {"fewer": fewer_words(asked.words, viewer), "topics": list(topics)}


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


def _page(request: HttpRequest, asked: Asked, results: Results, goods: Sequence[Good]) -> Page:
    """One page of the chosen tab. What a visit was shown travels in the cursor, because the order may move."""
    after = request.GET.get("after", "")
    served = unpack_ids(after, of="search") if after else []
    if not asked.tab:
        return _everything(request, asked, results, served)
    kind = asked.kinds[0]
    every = [one.product_id for one in facets.narrowed(goods, asked.filters)] if goods else results.ids(kind)
    ids = [one for one in every if one not in served]
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
    is_first = not (served or asked.filters)
    best = {kind: results.ids(kind)[:most] for kind, most in IN_ALL.items()} if is_first else {}
    cells = cells_of(best[Kind.PRODUCT]) if best.get(Kind.PRODUCT) else []
    lead = _lead(results.question, cells, request.user)
    served = [*served, *(note.note_id for note in lead.notes)] if lead else served
    ids = [one for one in results.ids(Kind.NOTE) if one not in served]
    shown = ids[:PAGE]
    cards = cards_of(shown, request.user) if shown else []
    more = _more(asked, served, shown, len(ids))
    marked = _marked(cards, results.question)
    if not is_first:
        return Page(cards=cards, marked=marked, more=more)
    return Page(
        lead=lead,
        cards=cards,
        cells=[cell for cell in cells if lead is None or cell.product_id != lead.cell.product_id],
        marked=marked,
        people=_shown(results, Kind.PERSON, best[Kind.PERSON]),
        brands=_shown(results, Kind.BRAND, best[Kind.BRAND]),
        topics=_shown(results, Kind.TOPIC, best[Kind.TOPIC]),
        more=more,
    )


def _lead(question: Question, cells: Sequence[ProductCell], viewer: Viewer) -> Lead | None:
    names = [Named(cell.product_id, [n for n in (cell.name_en, cell.name_zh) if n], cell.brand_name) for cell in cells]
    named = the_named(question, names)
    if named is None:
        return None
    cell = next(cell for cell in cells if cell.product_id == named)
    return Lead(cell, ratings_by_seal(named, viewer), notes_for_product(named, viewer, limit=LEAD_NOTES))


def _why(results: Results) -> list[Why]:
    """The best of each kind with everything that was counted for them."""
    return [
        Why(
            kind.label,
            results.candidates[score.id].title.strip(),
            round(score.covered, 3),
            round(score.total, 3),
            " · ".join(f"{name} {value:.3f}" for name, value in score.parts.items()),
        )
        for kind, scores in results.scores.items()
        for score in scores[:PAGE]
    ]


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
    return [Chip(_said(part), asked.saying(part.rest)) for part in wish.parts]


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
