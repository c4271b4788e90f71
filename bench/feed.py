"""The feed engine by itself: a page of 20 from 100,000 made-up notes, and what a snapshot costs to write and open.

`python -m bench.feed` prints it, `python -m bench.feed 1000000` of so many notes; no database is needed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when NumPy is first imported: one core is what is measured

import numpy as np

from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.fit.indexing import lists_of
from cinnabar.feed.engine.graph import Graph
from cinnabar.feed.engine.model import SOURCES, USUAL_WEIGHTS, WALKS, Model, Reading
from cinnabar.feed.engine.page import Barred, Engine, Reader
from cinnabar.feed.engine.placing import Placing
from cinnabar.feed.engine.snapshot import Snapshot, read, write
from cinnabar.feed.engine.space import Space
from cinnabar.kit.vectors.space import BUCKETS, TokenSpace

PAGES = 400
NEIGHBOURS = {"co-engaged": 200, "next": 200}
OTHERS = 100
WHOLE = 200_000  # notes; of more, no file is written and lists have a tenth of the neighbours, to fit into memory


def every_figure(notes: int = 100_000) -> dict[str, float]:
    """CPU milliseconds of the asking thread; seconds of building are not measured here (see docs/feed-quality.md)."""
    random = np.random.default_rng(0)
    snapshot = _made_up(notes, random)
    if notes > WHOLE:
        return {"notes": notes} | _pages(snapshot, random)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "000000000001.feed"
        wrote = _cpu(lambda: write(snapshot, path))
        opened = _cpu(lambda: read(path))
        return {
            "notes": notes,
            **_pages(read(path), random),
            "snapshot_mb": round(path.stat().st_size / 1e6),
            "write_s": round(wrote, 2),
            "open_s": round(opened, 2),
        }


def _pages(snapshot: Snapshot, random: np.random.Generator) -> dict[str, float]:
    engine = Engine(snapshot)
    readers = [_reader(len(snapshot.catalogue), random) for _page in range(PAGES)]
    engine.page(readers[0])
    times = np.array([_cpu(lambda reader=reader: engine.page(reader)) for reader in readers])
    return {
        "page_ms_p50": round(float(np.median(times)) * 1000, 2),
        "page_ms_p99": round(float(np.quantile(times, 0.99)) * 1000, 2),
    }


def _cpu(work: object) -> float:
    began = time.thread_time()
    work()  # type: ignore[operator]
    return time.thread_time() - began


def _made_up(notes: int, random: np.random.Generator) -> Snapshot:
    looks = random.standard_normal((notes, 64), np.float32)
    looks /= np.linalg.norm(looks, axis=1, keepdims=True)
    catalogue = Catalogue(
        ids=np.arange(notes, dtype=np.int64) * 1000,
        authors=random.integers(0, notes // 10, notes),
        is_commercial=random.random(notes) < 0.15,
        is_small=random.random(notes) < 0.5,
        looks=looks,
        born=np.arange(notes, dtype=np.float64),
        languages=random.integers(1, 3, notes).astype(np.int8),
        channels=random.integers(1, 10, notes).astype(np.int8),
    )
    learned = _space(notes, 64, random)
    model = Model(
        graphs={name: _graph(notes, NEIGHBOURS.get(name, OTHERS), random) for name in WALKS},
        learned=learned,
        spectral=_space(notes, 128, random),
        content=Space.of_looks(looks),
        popularity=np.log1p(random.pareto(1.2, notes)).astype(np.float32),
        scales=dict.fromkeys(SOURCES, 1.0),
        weights=dict(USUAL_WEIGHTS),
        reading=Reading(),
        lists=lists_of(learned),
    )
    return Snapshot(1, catalogue, model, _placing(random))


def _placing(random: np.random.Generator) -> Placing:
    tokens = TokenSpace(random.random(BUCKETS, np.float32), random.standard_normal((BUCKETS, 64), np.float32))
    return Placing(tokens, *(random.standard_normal((65, width), np.float32) for width in (64, 64, 1)))


def _graph(notes: int, degree: int, random: np.random.Generator) -> Graph:
    degree = degree if notes <= WHOLE else degree // 10
    neighbours = random.integers(0, notes, notes * degree, dtype=np.int32)
    weights = random.random(notes * degree, np.float32)
    return Graph(np.arange(notes + 1, dtype=np.int64) * degree, neighbours, weights)


def _space(notes: int, dimensions: int, random: np.random.Generator) -> Space:
    taken, offered = (random.standard_normal((notes, dimensions), np.float32) for _side in range(2))
    return Space(taken, offered, np.zeros(notes, np.float32))


def _reader(notes: int, random: np.random.Generator) -> Reader:
    """A hundred actions, a month of seen notes, and some people who are blocked."""
    acted = random.integers(0, notes, 100) * 1000
    kinds = random.choice(["open", "like", "save", "dwell"], 100)
    seen = (random.integers(0, notes, 1000) * 1000).tolist()
    blocked = random.integers(0, notes // 10, 5).tolist()
    barred = Barred([*acted.tolist(), *seen], blocked, permits=lambda ids: dict.fromkeys(ids, 0.0))
    actions = list(zip(acted.tolist(), kinds.tolist(), strict=True))
    return Reader(actions, barred, language=1, channels={1: 1.0}, shown=dict.fromkeys(seen[:200], 1))


if __name__ == "__main__":
    print(json.dumps(every_figure(*map(int, sys.argv[1:2]))))
