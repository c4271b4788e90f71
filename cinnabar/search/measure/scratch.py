"""An empty index to measure in."""

from __future__ import annotations

from django.db import connection

from cinnabar.search.models import Census, Document, Term, Word


def make_tables() -> None:
    """The tables of the index, in a database that has nothing else."""
    with connection.schema_editor() as editor:
        for model in (Document, Term, Word, Census):
            editor.create_model(model)
