"""Home beside 50 slow uploads and 50 slow downloads: nothing may be refused, and readers should not notice."""

from __future__ import annotations

import asyncio
import http.client
import re
import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.load import LIVE_PORT, PORT, running

EACH = 50
TIMES = 40
PIECE = 64  # bytes at a time
PAUSE = 0.1  # seconds between two pieces
BODY = bytes(range(256)) * 100  # no picture: receiving is what counts here, decoding is measured elsewhere
PHOTO = Path(__file__).parent.parent / "cinnabar" / "town" / "pictures" / "balm-green-wood.jpg"
BROKEN = 0  # instead of a status: the connection was refused, or the answer broke off


@dataclass(frozen=True)
class Outcome:
    """Milliseconds and status of each answer of home, and statuses of the slow ones."""

    home_ms: list[float]
    home: Counter[int]
    uploads: Counter[int]
    downloads: Counter[int]

    @property
    def median_ms(self) -> float:
        return round(statistics.median(self.home_ms), 1)

    @property
    def worst_ms(self) -> float:
        return round(max(self.home_ms), 1)


def ask_beside(home: str, *, uploads: Sequence[str], downloads: Sequence[str], times: int = TIMES) -> Outcome:
    """Ask `home` while bodies trickle to every upload address and from every download address; then let them end."""
    neighbours = _Neighbours(uploads, downloads)
    try:
        asked = [_ask(home) for _ in range(times)]
    finally:
        uploaded, downloaded = neighbours.let_end()
    spent, statuses = zip(*asked, strict=True)
    return Outcome(list(spent), Counter(statuses), Counter(uploaded), Counter(downloaded))


def _ask(address: str) -> tuple[float, int]:
    parts = urlsplit(address)
    began = time.perf_counter()
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        connection.request("GET", parts.path or "/")
        answer = connection.getresponse()
        answer.read()
        return (time.perf_counter() - began) * 1000, answer.status
    except (OSError, http.client.HTTPException):
        return (time.perf_counter() - began) * 1000, BROKEN
    finally:
        connection.close()


class _Neighbours:
    """Slow connections in a thread of their own; all are under way when it is made."""

    def __init__(self, uploads: Sequence[str], downloads: Sequence[str]) -> None:
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._under_way = threading.Semaphore(0)
        self._uploads, self._downloads = uploads, downloads
        self._answers: tuple[list[int], list[int]] = ([], [])
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._run()))
        self._thread.start()
        for _ in range(len(uploads) + len(downloads)):
            self._under_way.acquire(timeout=30)

    def let_end(self) -> tuple[list[int], list[int]]:
        """Send and read the rest at once; the statuses of uploads and of downloads."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()
        self._loop.close()
        return self._answers

    async def _run(self) -> None:
        uploads = [self._told(self._upload(address)) for address in self._uploads]
        downloads = [self._told(self._download(address)) for address in self._downloads]
        answers = await asyncio.gather(*uploads, *downloads)
        self._answers = (answers[: len(uploads)], answers[len(uploads) :])

    async def _told(self, talk: Coroutine[Any, Any, int]) -> int:
        try:
            return await asyncio.wait_for(talk, 120)
        except (OSError, EOFError, TimeoutError):
            return BROKEN
        finally:
            self._under_way.release()  # once more does no harm: only the first of each is waited for

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._end.wait(), PAUSE)
        except TimeoutError:
            return

    async def _upload(self, address: str) -> int:
        parts = urlsplit(address)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n"
            f"Content-Type: application/octet-stream\r\nContent-Length: {len(BODY)}\r\n\r\n".encode()
        )
        sent = 0
        while not self._end.is_set() and sent < len(BODY) - PIECE and not reader.at_eof():
            writer.write(BODY[sent : sent + PIECE])
            await writer.drain()
            sent += PIECE
            if sent == PIECE:
                self._under_way.release()
            await self._pause()
        writer.write(BODY[sent:])
        answer = await reader.read()
        writer.close()
        return _status(answer)

    async def _download(self, address: str) -> int:
        parts = urlsplit(address)
        with socket.socket() as line:
            line.setblocking(False)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)  # so that the server's end fills up
            await self._loop.sock_connect(line, (parts.hostname or "", parts.port))
            request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n"
            await self._loop.sock_sendall(line, request.encode())
            answer = b""
            while piece := await self._loop.sock_recv(line, 65_536 if self._end.is_set() else PIECE):
                if not answer:
                    self._under_way.release()
                answer += piece
                if not self._end.is_set():
                    await self._pause()
        return _status(answer) if _is_complete(answer) else BROKEN


def _status(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(found[1]) if found else BROKEN


def _is_complete(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    return length is not None and int(length[1]) == len(body)


def beside_slow_ones(database_url: str) -> dict[str, Any]:
    """The measurement of `bin/bench`: two web workers and the live process on the bench's town."""
    from cinnabar.media import actions, tickets
    from cinnabar.people.models import Person

    owner = Person.objects.get(handle="person1")
    waiting = [actions.begin_picture(owner.pk, purpose="note") for _ in range(EACH)]
    shown = actions.bring_picture(owner.pk, purpose="note", path=PHOTO)
    try:
        with running(database_url, "serve", "live"):
            outcome = ask_beside(
                f"http://127.0.0.1:{PORT}/",
                uploads=_at_live([tickets.upload_ticket(picture) for picture in waiting]),
                downloads=_at_live([tickets.private_address(shown, 960)] * EACH),
            )
    finally:
        actions.erase([shown.pk, *(picture.pk for picture in waiting)])
    return {
        "home_ms": outcome.median_ms,
        "worst_ms": outcome.worst_ms,
        "refused": _not(200, outcome.home) + _not(201, outcome.uploads) + _not(200, outcome.downloads),
    }


def _at_live(addresses: Iterable[str]) -> list[str]:
    return [f"http://127.0.0.1:{LIVE_PORT}{urlsplit(address).path}" for address in addresses]


def _not(status: int, counted: Counter[int]) -> int:
    return counted.total() - counted[status]
