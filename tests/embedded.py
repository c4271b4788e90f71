"""A pytest plugin that is loaded first (`-p tests.embedded`): the embedded database, and a home of the tests' own.

An external one is used where DATABASE_URL says so.
"""

from __future__ import annotations

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


def _start_database() -> None:
    from cinnabar.kit import postgres

    server = postgres.start(HOME, durable=False)
    os.environ["DATABASE_URL"] = server.url


if "DATABASE_URL" not in os.environ:
    _start_database()
