"""A small HTTPS proxy of our own, for where neither nginx nor Caddy is installed: one request a connection."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from pathlib import Path

LIVE = ("/upload/", "/film/", "/private/", "/export/")
HEAD = 64 * 1024


class TlsProxy:
    """Listens on `port` with a certificate, and adds the sender's address as a header line of its own, as HAProxy does.

    That is the harder way for who reads it: a reader's own `X-Forwarded-For` stays before it.
    """

    def __init__(self, port: int, *, web: int, live: int, certificate: Path) -> None:
        self._port, self._web, self._live = port, web, live
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)
        self._is_open, self._is_over = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._listen()), daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._is_open.wait(30)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._is_over.set)
        self._thread.join(10)

    async def _listen(self) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._serve, "127.0.0.1", self._port, ssl=self._tls, limit=HEAD)
        self._is_open.set()
        await self._is_over.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError), contextlib.closing(writer):
            head = await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
            path = first.split(b" ")[1].decode()
            kept = [line for line in lines if not line.lower().startswith((b"connection:", b"x-forwarded-proto:"))]
            sender = writer.get_extra_info("peername")[0].encode()
            ours = [b"X-Forwarded-For: " + sender, b"X-Forwarded-Proto: https", b"Connection: close"]
            port = self._live if path.startswith(LIVE) else self._web
            inside, outside = await asyncio.open_connection("127.0.0.1", port)
            with contextlib.closing(outside):
                outside.write(b"\r\n".join([first, *kept, *ours]) + b"\r\n\r\n")
                sending = asyncio.create_task(_pass_on(reader, outside))
                await _pass_on(inside, writer)
                sending.cancel()


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while block := await source.read(65_536):
            target.write(block)
            await target.drain()
