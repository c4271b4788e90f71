"""Two real web workers: requests per second by wrk where it is installed, and the memory they take (PSS)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PORT = 8790
LIVE_PORT = PORT + 1


def under_load(database_url: str) -> dict[str, Any]:
    """Ask the home page of two web workers."""
    with running(database_url, "serve") as (server,):
        load = _wrk() if shutil.which("wrk") else {"wrk": "not installed"}
        return {"pss_mb_a_worker": _pss(server.pid), **load}


@contextmanager
def running(database_url: str, *doors: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """`cinnabar DOOR` for each door, `serve` with two workers, until the block ends."""
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "CINNABAR_PORT": str(PORT),
        "CINNABAR_ADDRESS": f"http://127.0.0.1:{PORT}",
        "CINNABAR_LIVE_ADDRESS": f"http://127.0.0.1:{LIVE_PORT}",
        "CINNABAR_WORKERS": "2",
        "CINNABAR_POOL": "8",
    }
    servers = [
        subprocess.Popen([sys.executable, "-m", "cinnabar.command", door], env=environment, start_new_session=True)
        for door in doors
    ]
    try:
        _wait(f"http://127.0.0.1:{PORT}/", times=50)
        if "live" in doors:
            _wait(f"http://127.0.0.1:{LIVE_PORT}/healthz", times=1)
        yield servers
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(20)


def _wait(address: str, *, times: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            for _ in range(times):
                urllib.request.urlopen(address, timeout=5).read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not start")


def _wrk() -> dict[str, Any]:
    command = ["wrk", "-t2", "-c16", "-d10s", "--latency", f"http://127.0.0.1:{PORT}/"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    slow = re.search(r"99%\s+(\S+)", text)
    return {"requests_a_second": float(found[1]) if found else None, "p99": slow[1] if slow else None}


def _pss(parent: int) -> float | None:
    """Mean proportional set size of the worker processes, in megabytes (Linux)."""
    try:
        children = [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
        sizes = []
        for pid in children:
            found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
            if found and int(found[1]) > 30_000:  # the workers, not granian's helper
                sizes.append(int(found[1]) / 1024)
        return round(sum(sizes) / len(sizes), 1) if sizes else None
    except OSError:
        return None
