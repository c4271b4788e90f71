"""The whole product, started the way a reader of the README starts it."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from cinnabar.kit import postgres

FIRST_START = 180.0  # seconds, the README's promise
WHOLE_TOWN = 600.0  # seconds until it is complete
DEMO = [sys.executable, "-m", "cinnabar.command", "demo"]


class Site:
    """A running demo in a folder and on a port of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def start(self) -> float:
        """Start everything and say how many seconds it took until the address was printed."""
        began = time.monotonic()
        self._process = subprocess.Popen(
            DEMO,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._lines = queue.Queue()
        threading.Thread(target=self._listen, args=(self._process, self._lines), daemon=True).start()
        self._wait_for(f"open at {self.address}", seconds=FIRST_START)
        return time.monotonic() - began

    def wait_until_complete(self) -> None:
        """After a first start: the rest of the town comes while the doors are open, and changes every list."""
        self._wait_for("The town is complete.", seconds=WHOLE_TOWN)

    def environment(self, **changes: str) -> dict[str, str]:
        """What a person's terminal says, without what the tests themselves need; nobody but them does anything."""
        theirs = {name: value for name, value in os.environ.items() if not name.startswith(("CINNABAR_", "DJANGO_"))}
        theirs.pop("DATABASE_URL", None)
        ours = {"CINNABAR_HOME": str(self.home), "CINNABAR_PORT": str(self.port), "CINNABAR_SIMULATION": "0"}
        return {**theirs, **ours, **changes}

    def press_ctrl_c(self) -> int:
        """Interrupt it as a terminal does, and say how it ended."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGINT)
        return self._process.wait(timeout=30)

    def stop(self) -> None:
        """Stop everything and erase it."""
        if self._process is not None and self._process.poll() is None:
            self.press_ctrl_c()
        postgres.remove(self.home)

    def _wait_for(self, words: str, *, seconds: float) -> None:
        said: list[str] = []
        deadline = time.monotonic() + seconds
        while words not in (said or [""])[-1]:
            try:
                said.append(self._lines.get(timeout=max(0.0, deadline - time.monotonic())))
            except queue.Empty:
                raise AssertionError(
                    f"The demo has not said “{words}” after {seconds:.0f} s: {''.join(said)}"
                ) from None
            assert said[-1], f"The demo ended: {''.join(said)}"

    @staticmethod
    def _listen(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put("")


def _free_port() -> int:
    """A port that is free together with the next one; two runs on one machine begin at different places."""
    first = 18_000 + os.getpid() % 5_000 * 2
    for port in range(first, first + 1_000, 2):
        if _is_free(port) and _is_free(port + 1):
            return port
    raise AssertionError("no free port")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
