"""The whole product on the embedded database: `cinnabar demo`, `cinnabar dev`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from cinnabar.command.check import check_pages
from cinnabar.command.environment import ROOT, Place, check_ports, close_pool, django, place, take_home
from cinnabar.command.family import Family
from cinnabar.command.problem import Problem
from cinnabar.kit import postgres

DEEDS_AN_HOUR = "60"  # of the simulated town
SERVERS = ("web", "live", "worker")


class Stopped(Exception):
    """Somebody pressed Ctrl-C or asked the process to end."""


def demo(arguments: list[str]) -> None:
    """Start everything, or with --check start, ask the pages, print one JSON line and stop."""
    if arguments not in ([], ["--check"]):
        raise Problem("usage: bin/demo [--check]")
    is_check = bool(arguments)
    if is_check:
        os.environ["CINNABAR_SIMULATION"] = "0"
    else:
        os.environ.setdefault("CINNABAR_SIMULATION", DEEDS_AN_HOUR)
    with _town(place("demo"), say=_whisper if is_check else _say) as (where, family):
        if is_check:
            result = check_pages(where.address)
            sys.stdout.write(json.dumps(result) + "\n")
            if not result["ok"]:
                raise SystemExit(1)
            return
        _say(f"Cinnabar is open at {where.address}  (Ctrl-C stops everything)")
        _watch(family, where)


def dev(arguments: list[str]) -> None:
    """The demo with debug pages; a change of code, style or script is picked up within a second."""
    if arguments:
        raise Problem("usage: bin/dev")
    os.environ["CINNABAR_DEBUG"] = "1"
    with _town(place("demo"), say=_say) as (where, family):
        _say(f"Cinnabar (dev) is open at {where.address}  (Ctrl-C stops everything)")
        _watch(family, where, on_tick=_Reloader(family))


@contextmanager
def _town(where: Place, *, say: Callable[[str], None]) -> Iterator[tuple[Place, Family]]:
    held = take_home(where)
    check_ports(where)
    family = Family(where.home / "logs")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stopped)
    try:
        say("Starting the database …")
        server = postgres.start(where.home)
        os.environ.update(
            CINNABAR_HOME=str(where.home),
            CINNABAR_PORT=str(where.port),
            CINNABAR_ADDRESS=where.address,
            CINNABAR_LIVE_ADDRESS=where.live_address,
            CINNABAR_DEMO="1",
            DATABASE_URL=server.url,
        )
        _open_town(say)
        for name, door in (("web", "serve"), ("live", "live"), ("worker", "worker")):
            family.start(name, door)
        _wait_until_open(where, family)
        family.start("learning", "feed-train")
        if _is_unfinished():
            family.start("town", "fill-town", loud=say is _say)
        yield where, family
    except postgres.PostgresProblem as problem:
        raise Problem(str(problem)) from None
    except Stopped:
        say("\nStopping …")
        raise SystemExit(130) from None
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        family.stop()
        close_pool()
        postgres.stop(where.home)
        os.close(held)


def _open_town(say: Callable[[str], None]) -> None:
    django()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    from cinnabar.town.filling import NotADemo, fill_first  # noqa: PLC0415

    say("Preparing the tables …")
    call_command("migrate", verbosity=0)
    try:
        fill_first(say=say)
    except NotADemo as problem:
        raise Problem(str(problem)) from None


def _is_unfinished() -> bool:
    from cinnabar.town.filling import is_unfinished  # noqa: PLC0415 - needs the settings

    return is_unfinished()


def _wait_until_open(where: Place, family: Family) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if name := family.dead("web", "live"):
            raise Problem(f"The {name} process ended; see {where.home}/logs/{name}.log.")
        if _answers(where.address) and _answers(where.live_address):
            return
        time.sleep(0.1)
    raise Problem(f"The web process does not answer; see {where.home}/logs/web.log.")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _watch(family: Family, where: Place, on_tick: Callable[[], None] | None = None) -> None:
    """Keep everything running until somebody asks us to stop."""
    with suppress(Stopped):
        while True:
            if name := family.dead(*SERVERS):
                raise Problem(f"The {name} process ended; everything is stopped. See {where.home}/logs/{name}.log.")
            if on_tick is not None:
                on_tick()
            time.sleep(0.5)
    _say("\nStopping …")


class _Reloader:
    """Builds assets and restarts the servers when their sources change."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._assets, self._code = self._newest()

    def __call__(self) -> None:
        assets, code = self._newest()
        if assets != self._assets:
            self._assets = assets
            subprocess.run(["node", str(ROOT / "assets" / "build.mjs")], check=False)
        if code != self._code:
            self._code = code
            _say("Restarting …")
            for name, door in (("web", "serve"), ("live", "live"), ("worker", "worker")):
                self._family.restart(name, door)

    @staticmethod
    def _newest() -> tuple[float, float]:
        def newest(pattern: str) -> float:
            return max((file.stat().st_mtime for file in (ROOT / "cinnabar").glob(pattern)), default=0.0)

        return max(newest("*/assets/**/*.css"), newest("*/assets/**/*.ts")), newest("**/*.py")


def _stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _say(text: str) -> None:
    print(text, flush=True)


def _whisper(text: str) -> None:
    sys.stderr.write(text + "\n")
