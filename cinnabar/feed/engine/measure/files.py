"""Files of histories: one line a person, who it is and then what they did, in order; attributes of notes as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import scipy.sparse as sp

from cinnabar.feed.engine.fit.alike import attribute_matrix


class BadFile(ValueError):
    """Not a file of histories, or of attributes."""


@dataclass(slots=True)
class Names:
    """What the files call things, in the order in which they were first named."""

    places: dict[str, int] = field(default_factory=dict)

    def place(self, name: str) -> int:
        return self.places.setdefault(name, len(self.places))


def read_sequences(path: Path, names: Names) -> dict[str, list[int]]:
    """By person."""
    found: dict[str, list[int]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            person, *items = line.split() or [""]
            if not person:
                continue
            if person in found:
                raise BadFile(f"{path.name}, line {number}: {person} has a line already")
            found[person] = [names.place(item) for item in items]
    if not any(found.values()):
        raise BadFile(f"{path.name}: no histories in it")
    return found


def read_attributes(path: Path | None, names: Names) -> sp.csr_matrix:
    """A row for each item that has a name; of others nothing is known that could help."""
    rows: list[Sequence[int]] = [[] for _name in names.places]
    if path:
        try:
            told = json.loads(path.read_text("utf-8"))
            words = Names()
            for item, attributes in told.items():
                if item in names.places:
                    rows[names.places[item]] = [words.place(str(one)) for one in dict.fromkeys(attributes)]
        except (ValueError, AttributeError, TypeError) as problem:
            raise BadFile(f"{path.name}: not an object of item → list of attributes") from problem
    return attribute_matrix(rows)
