"""The three kinds of process: web, worker, live."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from cinnabar.command.checking import check_settings
from cinnabar.command.environment import django, need_database, place

YEAR = 31_536_000
THREADS = 64  # more than connections: a slow reader must not hold up a fast one


def serve(arguments: list[str]) -> None:
    """Answer requests by WSGI; built files and public pictures are served without Python."""
    check_settings(os.environ, arguments)
    need_database()
    from django.conf import settings  # noqa: PLC0415 - only after the environment was checked

    django()
    public = settings.MEDIA_FOLDER / "public"
    public.mkdir(parents=True, exist_ok=True)
    mounts = [("/static", settings.STATIC_FOLDER), ("/media", public)]
    _granian(
        "config.wsgi:application",
        "wsgi",
        place("demo").port,
        [
            *(["--workers", os.environ.get("CINNABAR_WORKERS", "1")]),
            *(["--blocking-threads", str(THREADS)]),
            *(
                word
                for route, folder in mounts
                for word in ("--static-path-route", route, "--static-path-mount", str(folder))
            ),
            *(["--static-path-expires", str(YEAR)]),
            *arguments,
        ],
    )


def live(arguments: list[str]) -> None:
    """Take uploads by ticket and serve private files by signed address."""
    check_settings(os.environ)
    need_database()
    _granian("cinnabar.media.live:application", "asgi", place("demo").port + 1, arguments)


def worker(arguments: list[str]) -> None:
    """Do the jobs of all queues until told to stop."""
    check_settings(os.environ)
    need_database()
    django()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    call_command("procrastinate", "worker", "--concurrency", os.environ.get("CINNABAR_JOBS", "2"), *arguments)


def _granian(application: str, interface: str, port: int, arguments: list[str]) -> NoReturn:
    host = os.environ.get("CINNABAR_HOST", "127.0.0.1")
    granian = str(Path(sys.executable).with_name("granian"))
    command = [
        granian,
        "--interface",
        interface,
        "--host",
        host,
        "--port",
        str(port),
        "--no-ws",
        "--respawn-failed-workers",
    ]
    command += ["--log-level", "warning", *arguments, application]
    os.execv(granian, command)
