"""What search engines may read: robots.txt, and sitemaps in pages that begin at an id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cinnabar.front.structured import address_of
from cinnabar.kit import sql
from cinnabar.notes.visibility import visible_sql

A_PAGE = 2000
SECONDS = 3600
NOT_FOR_ROBOTS = (
    "/basket /checkout /decisions/ /desk/ /draft /email/ /history /interests /login /logout /notes/new /notifications "
    "/offline /orders /outbox /password-reset /payments/ /purchases/ /reports/ /sessions/ /settings /signup"
).split()


@dataclass(frozen=True, slots=True)
class Listed:
    id: int
    word: str  # what its address is made of, where that is not the id
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: every row that everybody may open, and its address."""

    rows: str
    address: Callable[[Listed], str]


VISIBLE = visible_sql("n", AnonymousUser())
KINDS: dict[str, Kind] = {
    "notes": Kind(
        f"SELECT n.id, '' AS word, COALESCE(n.edited_at, n.published_at) AS changed FROM notes_note n WHERE {VISIBLE}",
        lambda row: address_of("note", note_id=row.id),
    ),
    "products": Kind(
        """SELECT p.id, '' AS word, NULL::timestamptz AS changed FROM shop_product p
        JOIN shop_shop s ON s.id = p.shop_id WHERE p.status = 'active' AND s.is_open""",
        lambda row: address_of("product", product_id=row.id),
    ),
    "shops": Kind(
        "SELECT s.id, s.slug AS word, NULL::timestamptz AS changed FROM shop_shop s WHERE s.is_open",
        lambda row: address_of("shop", slug=row.word),
    ),
    "brands": Kind(
        """SELECT b.id, b.slug AS word, NULL::timestamptz AS changed FROM shop_brand b
        WHERE EXISTS (SELECT FROM shop_productcard c WHERE c.brand_id = b.id AND c.is_on_sale)""",
        lambda row: address_of("brand", slug=row.word),
    ),
    "topics": Kind(
        f"""SELECT t.id, t.slug AS word, NULL::timestamptz AS changed FROM notes_topic t
        WHERE EXISTS (SELECT FROM notes_notetopic o JOIN notes_note n ON n.id = o.note_id
                      WHERE o.topic_id = t.id AND {VISIBLE})""",
        lambda row: address_of("topic", slug=row.word),
    ),
    "people": Kind(
        f"""SELECT a.id, a.handle AS word, NULL::timestamptz AS changed FROM people_person a
        WHERE a.is_active AND EXISTS (SELECT FROM notes_note n WHERE n.author_id = a.id AND {VISIBLE})""",
        lambda row: address_of("profile", handle=row.word),
    ),
}

STARTS = (
    "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM ({rows}) r) p WHERE place %% %(page)s = 1"
)
PAGE = "SELECT * FROM ({rows}) r WHERE id >= %(start)s ORDER BY id LIMIT %(page)s"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    return _kept(request, "\n".join([*lines, "", f"Sitemap: {address_of('sitemap')}", ""]), "text/plain; charset=utf-8")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where the pages of each kind begin; looked up at most once an hour."""
    text = cache.get("sitemap-index")
    if text is None:
        places = [
            address_of("sitemap-page", kind=name, start=start)
            for name, kind in KINDS.items()
            for start in sql.values(STARTS.format(rows=kind.rows), {"page": A_PAGE, "viewer": 0})
        ]
        entries = "".join(f"<sitemap><loc>{escape(place)}</loc></sitemap>" for place in places)
        text = _document("sitemapindex", entries)
        cache.set("sitemap-index", text, SECONDS)
    return _kept(request, text, "application/xml; charset=utf-8")


@require_safe
def page(request: HttpRequest, kind: str, start: int) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    found = KINDS[kind]
    parameters: dict[str, Any] = {"start": start, "page": A_PAGE, "viewer": 0}
    entries = [_entry(found, row) for row in sql.rows(Listed, PAGE.format(rows=found.rows), parameters)]
    return _kept(request, _document("urlset", "".join(entries)), "application/xml; charset=utf-8")


def _entry(kind: Kind, row: Listed) -> str:
    changed = f"<lastmod>{row.changed.isoformat(timespec='seconds')}</lastmod>" if row.changed else ""
    return f"<url><loc>{escape(kind.address(row))}</loc>{changed}</url>"


def _document(root: str, entries: str) -> str:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">{entries}</{root}>\n'


def _kept(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    return keep_in_caches(request, HttpResponse(text, content_type=content_type), seconds=SECONDS)


def keep_in_caches(request: HttpRequest, response: HttpResponse, *, seconds: int) -> HttpResponse:
    """Let visitors' caches keep it so long; what signed-in people get stays private, as everywhere."""
    if not request.user.is_authenticated:
        response["Cache-Control"] = f"public, max-age={seconds}"
    return response
