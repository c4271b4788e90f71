"""A model and its catalogue as one file that is never changed: mapped, not read, so that all processes share it.

Layout: 8 bytes of magic, the length of the head (8 bytes), the head as JSON, then the arrays, each on a
multiple of 64 bytes.
The head says what is where, which schema it is, and the SHA-256 of everything behind it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.graph import Graph
from cinnabar.feed.engine.index import Lists
from cinnabar.feed.engine.model import LEARNED, SOURCES, SPECTRAL, WALKS, Model, Reading
from cinnabar.feed.engine.placing import Placing
from cinnabar.feed.engine.space import Space
from cinnabar.kit.vectors.space import TokenSpace

MAGIC = b"CINNFEED"
SCHEMA = 4
ALIGNED = 64
AT_ONCE = 1 << 20


class BadSnapshot(ValueError):
    """Not a whole snapshot of this schema."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`version` grows; `model` and `catalogue` have a row for the same notes in the same order.

    `placing` is how a note that came later gets its points; `quality` is how well the model guessed what it had not
    seen, or nothing where too little was known to ask.
    """

    version: int
    catalogue: Catalogue
    model: Model
    placing: Placing
    quality: float | None = None


def write(snapshot: Snapshot, path: Path) -> None:
    """All of it or nothing: `path` appears when every byte is on the disk."""
    arrays = {name: np.ascontiguousarray(array) for name, array in _arrays(snapshot)}
    places, size = {}, 0
    for name, array in arrays.items():
        places[name] = {"at": size, "shape": array.shape, "type": array.dtype.str}
        size += -(-array.nbytes // ALIGNED) * ALIGNED
    digest = hashlib.sha256()
    for array in arrays.values():
        digest.update(_padded(array))
    head = {
        "schema": SCHEMA,
        "version": snapshot.version,
        "scales": dict(snapshot.model.scales),
        "weights": dict(snapshot.model.weights),
        "reading": asdict(snapshot.model.reading),
        "quality": snapshot.quality,
        "arrays": places,
        "size": size,
        "sha256": digest.hexdigest(),
    }
    told = json.dumps(head).encode()
    told += b" " * (-(len(MAGIC) + 8 + len(told)) % ALIGNED)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(MAGIC + len(told).to_bytes(8, "little") + told)
        for array in arrays.values():
            file.write(_padded(array))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read(path: Path) -> Snapshot:
    """The snapshot in `path`, mapped; BadSnapshot when a byte of it is wrong or it is of another schema."""
    head, body = _open(path)
    try:
        arrays = {name: _array(body, told) for name, told in head["arrays"].items()}
        graphs = {name: Graph(*(arrays[f"{name}/{part}"] for part in _GRAPH)) for name in WALKS}
        learned, spectral = (Space(*(arrays[f"{name}/{part}"] for part in _SPACE)) for name in (LEARNED, SPECTRAL))
        scales, weights = ({name: float(head[kind][name]) for name in SOURCES} for kind in ("scales", "weights"))
        catalogue = Catalogue(*(arrays[f"catalogue/{part}"] for part in _CATALOGUE))
        content, reading = Space.of_looks(catalogue.looks), Reading(**head["reading"])
        lists = Lists(*(arrays[f"lists/{part}"] for part in _LISTS))
        model = Model(graphs, learned, spectral, content, arrays["popularity"], scales, weights, reading, lists)
        placing = Placing(
            TokenSpace(*(arrays[f"tokens/{part}"] for part in _TOKENS)),
            *(arrays[f"placing/{part}"] for part in _PLACING),
        )
        quality = None if head["quality"] is None else float(head["quality"])
    except (KeyError, TypeError, ValueError) as problem:
        raise BadSnapshot(f"{path.name}: its head does not fit its schema") from problem
    return Snapshot(int(head["version"]), catalogue, model, placing, quality)


_GRAPH = ("starts", "neighbours", "weights")
_SPACE = ("taken", "offered", "bias")
_CATALOGUE = ("ids", "authors", "is_commercial", "is_small", "looks", "born", "languages", "channels")
_LISTS = ("centres", "starts", "notes", "points")
_TOKENS = ("rarity", "directions")
_PLACING = ("to_taken", "to_offered", "to_bias")


def _arrays(snapshot: Snapshot) -> Iterator[tuple[str, np.ndarray]]:
    for part in _CATALOGUE:
        yield f"catalogue/{part}", getattr(snapshot.catalogue, part)
    for name, graph in snapshot.model.graphs.items():
        yield from ((f"{name}/{part}", getattr(graph, part)) for part in _GRAPH)
    for name, space in ((LEARNED, snapshot.model.learned), (SPECTRAL, snapshot.model.spectral)):
        yield from ((f"{name}/{part}", getattr(space, part)) for part in _SPACE)
    yield "popularity", snapshot.model.popularity
    yield from ((f"lists/{part}", getattr(snapshot.model.lists, part)) for part in _LISTS)
    yield from ((f"tokens/{part}", getattr(snapshot.placing.tokens, part)) for part in _TOKENS)
    yield from ((f"placing/{part}", getattr(snapshot.placing, part)) for part in _PLACING)


def _open(path: Path) -> tuple[dict[str, Any], npt.NDArray[np.uint8]]:
    """The head and the checked body."""
    try:
        with path.open("rb") as file:
            is_ours = file.read(len(MAGIC)) == MAGIC
            length = int.from_bytes(file.read(8), "little")
            begins = len(MAGIC) + 8 + length
            if not is_ours or begins > path.stat().st_size:
                raise BadSnapshot(f"{path.name}: not a whole snapshot")
            head = json.loads(file.read(length))
    except (OSError, ValueError) as problem:
        raise BadSnapshot(f"{path.name}: not a snapshot") from problem
    if head.get("schema") != SCHEMA:
        raise BadSnapshot(f"{path.name}: of schema {head.get('schema')}, not {SCHEMA}")
    if path.stat().st_size != begins + head["size"]:
        raise BadSnapshot(f"{path.name}: not a whole snapshot")
    body = (
        np.memmap(path, np.uint8, "r", offset=begins, shape=(head["size"],)) if head["size"] else np.empty(0, np.uint8)
    )
    digest = hashlib.sha256()
    for at in range(0, len(body), AT_ONCE):
        digest.update(body[at : at + AT_ONCE].tobytes())
    if digest.hexdigest() != head["sha256"]:
        raise BadSnapshot(f"{path.name}: damaged")
    return head, body


def _array(body: npt.NDArray[np.uint8], told: Mapping[str, Any]) -> np.ndarray:
    shape, kind = tuple(told["shape"]), np.dtype(told["type"])
    size = int(np.prod(shape)) * kind.itemsize
    if told["at"] < 0 or told["at"] + size > len(body):
        raise ValueError("an array reaches beyond the file")
    return np.asarray(body[told["at"] : told["at"] + size]).view(kind).reshape(shape)


def _padded(array: np.ndarray) -> bytes:
    return array.tobytes() + b"\0" * (-array.nbytes % ALIGNED)
