"""The three processes on the tests' database, and a proxy in front: https://shop.example.test:8443."""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from django.core.management import call_command
from django.db import connection

from cinnabar.command.family import Family
from cinnabar.kit.installation import claim_as_demo
from tests.proxies import installed
from tests.proxies.tls import TlsProxy

ADDRESS = "https://shop.example.test:8443"
CERTIFICATE = Path(__file__).with_name("shop.pem")  # with its key, which opens nothing: no such host exists
BROWSER = {"Accept-Language": "en", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
Reader = Callable[..., httpx.Client]


@dataclass(frozen=True)
class Ports:
    web: int
    proxy: int

    @property
    def live(self) -> int:
        return self.web + 1


class Resolved(httpcore.SyncBackend):
    """Every name is the proxy on this machine, asked from the network address `sender`."""

    def __init__(self, port: int, sender: str) -> None:
        self._port, self._sender = port, sender

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        return super().connect_tcp("127.0.0.1", self._port, timeout, self._sender, socket_options)


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database for a whole module, for other processes to see; emptied afterwards."""
    with django_db_blocker.unblock():
        claim_as_demo({})
        yield
        call_command("flush", interactive=False, verbosity=0)
        with connection.cursor() as cursor:  # what is no model of ours, and no test expects
            cursor.execute("TRUNCATE kit_limit, kit_cache, procrastinate_jobs CASCADE")


@pytest.fixture
def _django_db_helper(tables: None) -> None:
    """No transaction around a test here: the mark `django_db` only says that there has to be a database."""


@pytest.fixture(scope="module")
def servers(tables: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """`cinnabar serve`, `live` and `worker`, as an installation behind one proxy."""
    home, ports = tmp_path_factory.mktemp("home"), Ports(*_free_ports())
    theirs = {name: value for name, value in os.environ.items() if not name.startswith("CINNABAR_")}
    ours = {
        "CINNABAR_HOME": str(home),
        "CINNABAR_DEMO": "1",  # for payments that move no money
        "CINNABAR_ADDRESS": ADDRESS,
        "CINNABAR_LIVE_ADDRESS": ADDRESS,
        "CINNABAR_PROXIES": "1",
        "CINNABAR_PORT": str(ports.web),
        "DATABASE_URL": _database_url(),
    }
    family = Family(home / "logs")
    with pytest.MonkeyPatch.context() as patch:
        for name in set(os.environ) - set(theirs):
            patch.delenv(name)
        for name, value in ours.items():
            patch.setenv(name, value)
        for name, door in (("web", "serve"), ("live", "live"), ("worker", "worker")):
            family.start(name, door)
    try:
        for port in (ports.web, ports.live):
            _wait_for(port, family, home)
        yield ports
    finally:
        family.stop()


@pytest.fixture(scope="module", params=["ours", *installed.found()])
def shop(request: Any, servers: Ports, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """The servers behind a proxy: our own small one, and those that are installed as the documentation says."""
    inside: dict[str, Any] = {"web": servers.web, "live": servers.live, "certificate": CERTIFICATE}
    if request.param == "ours":
        proxy: installed.Proxy = TlsProxy(servers.proxy, **inside)
    else:
        make = {"nginx": installed.nginx, "caddy": installed.caddy}[request.param]
        proxy = make(tmp_path_factory.mktemp(request.param), servers.proxy, **inside)
    proxy.start()
    try:
        _wait_for(servers.proxy)
        yield servers
    finally:
        proxy.stop()


@pytest.fixture
def reader(shop: Ports) -> Iterator[Reader]:
    """A browser at a network address of its own: `reader("127.0.0.2")`."""
    clients: list[httpx.Client] = []
    trusted = ssl.create_default_context(cafile=CERTIFICATE)

    def open_browser(sender: str = "127.0.0.1", **headers: str) -> httpx.Client:
        transport = httpx.HTTPTransport(verify=trusted)
        transport._pool = httpcore.ConnectionPool(
            ssl_context=trusted, network_backend=Resolved(shop.proxy, sender), http2=False
        )
        client = httpx.Client(base_url=ADDRESS, transport=transport, headers=BROWSER | headers, timeout=60)
        clients.append(client)
        return client

    yield open_browser
    for client in clients:
        client.close()


def _database_url() -> str:
    asked = connection.get_connection_params()
    told = {name: asked[name] for name in ("user", "password", "host", "port") if asked.get(name)}
    return f"postgresql:///{asked['dbname']}?" + "&".join(f"{name}={value}" for name, value in told.items())


def _wait_for(port: int, family: Family | None = None, home: Path | None = None) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if family and (name := family.dead("web", "live", "worker")):
            raise AssertionError((home / "logs" / f"{name}.log").read_text() if home else name)
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on port {port}")


def _free_ports() -> tuple[int, int]:
    """Two neighbours for the servers, and two more for the proxy."""
    first = 30_000 + os.getpid() % 5_000 * 4
    for port in range(first, first + 1_000, 4):
        if all(_is_free(port + step) for step in range(4)):
            return port, port + 2
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
