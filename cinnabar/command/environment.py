"""Where an installation lives and which ports it takes, read before Django is."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cinnabar.command.problem import Problem
from cinnabar.kit import postgres

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """A data folder and the address served from it; uploads have the next port."""

    home: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def live_address(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"


def place(default: str) -> Place:
    """The place that CINNABAR_HOME and CINNABAR_PORT choose; `default` is a folder below .state/."""
    home = Path(os.environ.get("CINNABAR_HOME") or ROOT / ".state" / default).absolute()
    port = os.environ.get("CINNABAR_PORT", "8000")
    if not port.isdigit() or not 1 <= int(port) <= 65534:
        raise Problem(f"CINNABAR_PORT must be a number from 1 to 65534, not {port!r}.")
    return Place(home, int(port))


def take_home(where: Place) -> int:
    """Hold the data folder for this process (a file descriptor), or say who is in the way."""
    try:
        where.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(where.home / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise Problem(
            f"The folder {where.home} cannot be used: {problem.strerror}. Choose one by CINNABAR_HOME."
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise Problem(
            f"Another Cinnabar is running in {where.home}. Stop it, or choose another folder by CINNABAR_HOME."
        ) from None
    return descriptor


def check_ports(where: Place) -> None:
    """Refuse early when the port, or the next one for uploads, is taken."""
    for port in (where.port, where.port + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise Problem(
                    f"Port {port} is in use. Choose another by CINNABAR_PORT (the next one is used too, for uploads)."
                ) from None


def django() -> None:
    """Load Django with what the environment says by now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django as framework  # noqa: PLC0415 - settings read the environment when they are imported

    framework.setup()


@contextmanager
def database(*, is_demo: bool) -> Iterator[None]:
    """The migrated database of DATABASE_URL, else the embedded one of the data folder, for the length of the block."""
    server = None
    if not os.environ.get("DATABASE_URL"):
        home = place("demo").home
        server = postgres.start(home)
        os.environ.update(DATABASE_URL=server.url, CINNABAR_HOME=str(home))
        if is_demo:  # with a database of their own, people say so themselves
            os.environ["CINNABAR_DEMO"] = "1"
    try:
        django()
        from django.core.management import call_command  # noqa: PLC0415 - needs the settings

        call_command("migrate", verbosity=0)
        yield
    finally:
        if server is not None and server.started_here:
            close_pool()
            server.stop()


def close_pool() -> None:
    """Let go of the database, so that its server can stop."""
    from django.conf import settings  # noqa: PLC0415 - may never have been loaded

    if settings.configured:
        from django.db import connection  # noqa: PLC0415

        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


def need_database() -> None:
    """The servers never guess where the data is."""
    if not os.environ.get("DATABASE_URL"):
        raise Problem("DATABASE_URL is not set: postgresql://user:password@host/name (PostgreSQL 16 or newer).")
