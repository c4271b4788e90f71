"""Terms as the database reads them."""

from __future__ import annotations


def quoted(term: str) -> str:
    """A term as the text form of tsvector and tsquery writes it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
