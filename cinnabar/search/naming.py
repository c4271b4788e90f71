"""Whether a question names a product rather than a kind of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cinnabar.search.text.question import Question
from cinnabar.search.text.tokens import is_dense, read

ENOUGH = 0.5  # of a name
MOST = 2  # products that may bear it; more of them are a kind


@dataclass(frozen=True, slots=True)
class Named:
    """A product with its names, and what else may stand beside them."""

    id: int
    names: Sequence[str]
    brand: str


def the_named(question: Question, products: Sequence[Named]) -> int | None:
    """The product that is meant, or None where the question fits several or says too little."""
    shares = {one.id: max((share(question, name, one.brand) for name in one.names), default=0.0) for one in products}
    fitting = [number for number in shares if shares[number] >= ENOUGH]
    return max(fitting, key=lambda number: shares[number]) if 0 < len(fitting) <= MOST else None


def share(question: Question, name: str, brand: str) -> float:
    """How much of the name is asked for; nothing where anything is asked that neither name nor brand says."""
    line, maker = read(name).line, read(brand).line
    words = question.line.split()
    units = list(dict.fromkeys(unit for word in words for unit in ([*word] if is_dense(word) else [f" {word} "])))
    if not units or not all(unit in line or unit in maker for unit in units):
        return 0.0
    said = sum(len(unit.strip()) * max(1, line.count(unit)) for unit in units if unit in line)
    return said / max(1, len(line.replace(" ", "")))
