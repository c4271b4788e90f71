"""Processes that live and die together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

COMMAND = [sys.executable, "-m", "cinnabar.command"]
PATIENCE = 10.0  # seconds between asking a process to stop and ending it


class Family:
    """Children of this process, each with its log in `logs`; `stop` ends them all, last started first."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._logs.mkdir(parents=True, exist_ok=True)
        self._children: dict[str, tuple[subprocess.Popen[bytes], IO[bytes]]] = {}

    def start(self, name: str, *arguments: str, loud: bool = False) -> subprocess.Popen[bytes]:
        """Start `cinnabar ARGUMENTS`; `loud` ones speak to the terminal, others to logs/NAME.log."""
        log = (self._logs / f"{name}.log").open("ab")
        child = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=None if loud else log,
            stderr=None if loud else log,
            env=os.environ.copy(),
            # A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - it takes no lock that another thread may hold
        )
        self._children[name] = (child, log)
        return child

    def dead(self, *names: str) -> str | None:
        """The name of one of `names` that ended by itself."""
        return next((name for name in names if self._children[name][0].poll() is not None), None)

    def restart(self, name: str, *arguments: str) -> None:
        """Stop `name` and start it again."""
        self._end(name)
        self.start(name, *arguments)

    def stop(self) -> None:
        """Ask every child to stop, and end those that do not."""
        self._end(*reversed(self._children))

    def _end(self, *names: str) -> None:
        ending = [self._children.pop(name) for name in names]
        _ask_to_stop([child for child, _ in ending])
        for child, log in ending:
            _signal(child, signal.SIGKILL)  # what is left of its group
            child.wait()
            log.close()


def _ask_to_stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask until they stop, for as long as we are patient."""
    deadline = time.monotonic() + PATIENCE
    next_request = 0.0
    while (alive := [child for child in children if child.poll() is None]) and time.monotonic() < deadline:
        if time.monotonic() >= next_request:
            # More than once: granian forgets a request that comes while it starts.
            next_request = time.monotonic() + 1
            for child in alive:
                _signal(child, signal.SIGTERM)
        time.sleep(0.02)


PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """Ask Linux to stop this child when we are killed, so that no orphan keeps the port."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return
