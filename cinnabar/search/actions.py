"""What others above ask of the index as a whole."""

from __future__ import annotations

from collections.abc import Callable

from cinnabar.search import census, completions, index


def catch_up() -> index.Drift:
    """Index what nobody announced (people and brands of a filled town), and count terms."""
    found = index.drift(repair=True)
    census.take()
    _complete()
    return found


def rebuild(*, say: Callable[[str], None] = lambda _: None) -> int:
    """Write every document anew, and count terms; the number of documents."""
    written = index.rebuild(say=say)
    census.take()
    _complete()
    return written


def _complete() -> None:
    completions.catch_up()
    completions.count_popular()
