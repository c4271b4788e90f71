"""Locks that two people can hold side by side unless they must not."""

from __future__ import annotations

import re

from tests.architecture.shape import ROOT

LOCK = re.compile(r".*(?:select_for_update\(|\bFOR UPDATE\b).*")


def test_a_lock_leaves_room_for_references() -> None:
    """A row that refers to another (`FOR KEY SHARE`) does not wait for who changes that one, nor the other way round.

    With a plain `FOR UPDATE` a basket's line and the sale of its variant, or an order and a new description of its
    shop's goods, wait for each other until PostgreSQL ends one of them (tests/access/test_collisions.py).
    """
    sources = [file for file in (ROOT / "cinnabar").rglob("*.py") if "tests" not in file.parts]
    plain = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in sources
        for line in LOCK.findall(file.read_text())
        if "no_key=True" not in line
    ]

    assert plain == []
