"""Whether this installation works: for whoever runs it, and for the machines in front of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cinnabar.feed.serving import served
from cinnabar.kit.middleware import sender_of
from cinnabar.search import census

PLAIN = "text/plain; charset=utf-8"
NEAR = ("127.0.0.1", "::/64")  # this machine


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """503 without the database; 200 with a word on what is missing while the product still works."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        missing = [words for words, is_missing in _missing() if is_missing]
    except Error:
        return HttpResponse("database\n", status=503, content_type=PLAIN)
    return HttpResponse(f"degraded: {', '.join(missing)}\n" if missing else "ok\n", content_type=PLAIN)


def _missing() -> Iterator[tuple[str, bool]]:
    yield "snapshot", served.engine() is None
    yield "search index of an older version, rebuild-search mends it", census.is_outdated()


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters of this process in the text format of Prometheus, for this machine only."""
    if sender_of(request) not in NEAR:
        raise Http404
    return HttpResponse("\n".join(_lines()) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _lines() -> Iterator[str]:
    yield "# TYPE cinnabar_feed_snapshot gauge"
    yield f"cinnabar_feed_snapshot {served.version}"
    yield "# TYPE cinnabar_feed_pages_total counter"
    for how, count in sorted(served.counters.pages.items()):
        yield f'cinnabar_feed_pages_total{{how="{how}"}} {count}'
    yield "# TYPE cinnabar_feed_source_left_out_total counter"
    for (source, why), count in sorted(served.counters.watch.left_out.items()):
        yield f'cinnabar_feed_source_left_out_total{{source="{source}",why="{why}"}} {count}'
