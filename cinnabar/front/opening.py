"""When a page counts as opened by its reader, and from where."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest

from cinnabar.activity.searches import record_search_click
from cinnabar.search.text.folding import fold

# The first part of an address → what a note opened from there is recorded to come from.
SOURCES = {
    "": "home",
    "c": "channel",
    "following": "following",
    "notes": "note",
    "topics": "topic",
    "boards": "board",
    "products": "product",
    "brands": "brand",
    "shops": "shop",
    "search": "search",
}
LONGEST = 200  # characters of a search


def is_opening(request: HttpRequest) -> bool:
    """Whether somebody is about to look: not only asking for headers, nor a browser fetching ahead of its reader."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return request.method == "GET" and "prefetch" not in purpose


def found_in(request: HttpRequest) -> tuple[str, int | None]:
    """The list that the reader came from, by the page before; its place there, when the script of that list tells."""
    before = urlsplit(request.headers.get("Referer", ""))
    place = request.headers.get("X-Position", "")
    position = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else None
    if before.netloc != request.get_host():
        return "", None
    name = before.path.split("/")[1][:16]
    return SOURCES.get(name, "profile" if name.startswith("@") else ""), position


def note_search_click(request: HttpRequest, kind: str, subject_id: int) -> None:
    """Write down that this was opened from a search, if it was, and its reader keeps their searches."""
    source, position = found_in(request)
    if source == "search" and request.user.is_authenticated and request.user.keeps_searches and is_opening(request):
        said = parse_qs(urlsplit(request.headers["Referer"]).query).get("q", [""])[0]
        record_search_click(request.user.pk, line_of(words_of(said)), kind, subject_id, position=position)


def words_of(said: str) -> str:
    """What somebody typed, on one line, as far as it is read."""
    return " ".join(said.replace("\0", " ").split())[:LONGEST]


def line_of(words: str) -> str:
    """The one writing of all searches that mean the same words."""
    return fold(words)[:LONGEST]
