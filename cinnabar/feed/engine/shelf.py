"""The folder where snapshots lie: the newest whole one is served, three are kept, a broken one is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cinnabar.feed.engine.snapshot import BadSnapshot, Snapshot, read, write

KEPT = 3
NAME = re.compile(r"(\d{12})\.feed")


def put(snapshot: Snapshot, folder: Path) -> Path:
    """Beside the others; who reads the newest from now on gets this one. Older ones go, mapped ones live on."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{snapshot.version:012d}.feed"
    write(snapshot, path)
    for old in list(_newest_first(folder))[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def newest(folder: Path) -> Snapshot | None:
    """None when no snapshot there is whole."""
    for path in _newest_first(folder):
        try:
            return read(path)
        except BadSnapshot:
            continue
    return None


def newest_version(folder: Path) -> int:
    """Of what lies there, whole or not: a cheap question that says whether `newest` is worth asking; 0 for none."""
    return max((int(path.stem) for path in _newest_first(folder)), default=0)


def _newest_first(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), reverse=True)
