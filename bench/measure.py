"""One page, asked many times in this process through the whole middleware; CPU time of this thread."""

from __future__ import annotations

import gzip
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.wsgi import get_wsgi_application
from django.db import connection

ROUNDS = 500
WARM = 40

application = get_wsgi_application()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU of the asking thread (median, 90th percentile), queries, and the size of the page."""

    page: str
    median_ms: float
    p90_ms: float
    queries: int
    html_gzip: int
    html: int


def ask(path: str, *, cookies: str = "", form: dict[str, Any] | None = None) -> Answer:
    """One request through the WSGI application, closed as a server would close it."""
    where, _, query = path.partition("?")
    body = urlencode(form).encode() if form is not None else b""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET" if form is None else "POST",
        "PATH_INFO": where.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookies,
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    seen: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], problem: Any = None) -> Any:
        seen.update(status=int(status[:3]), headers=dict(headers))

    response = application(environ, start_response)
    content = b"".join(response)
    response.close()
    return Answer(seen["status"], seen["headers"], content)


def measure(
    name: str,
    request: Callable[[], Answer],
    *,
    before: Callable[[], None] | None = None,
    expect: int = 200,
    rounds: int = ROUNDS,
) -> Cost:
    """The cost of `request`; `before` prepares each round and is not counted."""
    answer, queries = _counted(request, before)
    if answer.status != expect:
        raise RuntimeError(f"{name} answered {answer.status}, not {expect}: {answer.body[:300]!r}")
    times = []
    for round_ in range(rounds + WARM):
        if before:
            before()
        began = time.thread_time()
        answer = request()
        spent = time.thread_time() - began
        if answer.status != expect:
            raise RuntimeError(f"{name} answered {answer.status} in round {round_}")
        if round_ >= WARM:
            times.append(spent * 1000)
    times.sort()
    return Cost(
        page=name,
        median_ms=round(statistics.median(times), 2),
        p90_ms=round(times[int(len(times) * 0.9)], 2),
        queries=queries,
        html_gzip=len(gzip.compress(answer.body, 6)),
        html=len(answer.body),
    )


def _counted(request: Callable[[], Answer], before: Callable[[], None] | None) -> tuple[Answer, int]:
    if before:
        before()
    request()
    if before:
        before()
    count = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        answer = request()
    return answer, count
