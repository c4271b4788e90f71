"""A pytest plugin that is loaded first (`-p tests.embedded`): the embedded database, and a home of the tests' own.

An external one is used where DATABASE_URL says so.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CINNABAR_TEST_HOME") or ROOT / ".state" / "test")

os.environ["CINNABAR_HOME"] = str(HOME)
os.environ["CINNABAR_DEMO"] = "1"
os.environ.setdefault("CINNABAR_SECRET_KEY", "only-for-tests")
os.environ.setdefault("CINNABAR_ADDRESS", "http://testserver")
os.environ.setdefault("CINNABAR_LIVE_ADDRESS", "http://live.testserver")
os.environ.setdefault("CINNABAR_POOL", "4")


def _hold_home() -> int:
    """Say that a run is using the test home. A run beside another takes a database of its own."""
    HOME.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(HOME / "tests.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.environ.setdefault("CINNABAR_TEST_DATABASE", f"test_cinnabar_{os.getpid()}")
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


_held, _server = None, None
if "DATABASE_URL" not in os.environ:
    from cinnabar.kit import postgres

    _held = _hold_home()
    _server = postgres.start(HOME, durable=False)
    os.environ["DATABASE_URL"] = _server.url


def pytest_unconfigure() -> None:
    """The last run that uses the server stops it; others may have joined meanwhile."""
    if _held is None or _server is None:
        return
    try:
        fcntl.flock(_held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    _server.stop()
