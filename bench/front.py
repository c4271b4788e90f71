"""What docs/operating.md puts before the web workers, as far as a slow line feels it: a proxy that compresses text."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TEXTS = (b"text/", b"application/json", b"application/manifest", b"image/svg")
SMALLEST = 500
LEVEL = 6
HOP = (b"connection:", b"keep-alive:", b"content-length:", b"transfer-encoding:")


@contextmanager
def compressing(port: int, *, behind: int) -> Iterator[None]:
    """Listen on `port` for what `behind` answers, until the block ends."""
    loop = asyncio.new_event_loop()
    compressed: dict[bytes, bytes] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _message(reader):
                writer.write(_packed(await _asked(request, behind), compressed))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", port))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes] | None:
    """Head and body of a request; None when the browser has no more."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    return head, await reader.readexactly(int(_value(head, b"content-length:") or 0))


async def _asked(request: tuple[bytes, bytes], port: int) -> bytes:
    head, body = request
    head = _without(head, HOP).replace(b" HTTP/1.1\r\n", b" HTTP/1.0\r\n", 1)  # so that no answer comes in pieces
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head[:-2] + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    answer = await reader.read()
    writer.close()
    return answer


def _packed(answer: bytes, compressed: dict[bytes, bytes]) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    head = _without(head + b"\r\n\r\n", HOP)[:-2].replace(b"HTTP/1.0", b"HTTP/1.1", 1)
    if len(body) >= SMALLEST and _value(head, b"content-type:").startswith(TEXTS):
        body = compressed.setdefault(body, gzip.compress(body, LEVEL))
        head += b"Content-Encoding: gzip\r\n"
    return head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


def _value(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(name):
            return line[len(name) :].strip()
    return b""


def _without(head: bytes, names: tuple[bytes, ...]) -> bytes:
    return b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(names))
