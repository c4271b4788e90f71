"""Writing down what people did. One statement each: these run while a page is being read."""

from __future__ import annotations

from django.db import connection

from cinnabar.activity.models import Action
from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id

OPEN_NOTE = """
WITH seen AS (
    INSERT INTO activity_seennote (person_id, note_id, at) VALUES (%(person)s, %(note)s, %(at)s)
    ON CONFLICT (person_id, note_id) DO UPDATE SET at = EXCLUDED.at)
INSERT INTO activity_deed (at, id, person_id, action, note_id, source)
VALUES (%(at)s, %(id)s, %(person)s, %(action)s, %(note)s, %(source)s)
"""

OPEN_PRODUCT = """
INSERT INTO activity_deed (at, id, person_id, action, note_id, product_id, source)
VALUES (%(at)s, %(id)s, %(person)s, %(action)s, %(note)s, %(product)s, %(source)s)
"""


def record_open(person_id: int, note_id: int, *, source: str = "") -> None:
    """A signed-in person opened a note. Every opening is a deed; the latest one is what the home page leaves out."""
    _write(OPEN_NOTE, person=person_id, note=note_id, action=Action.OPENED_NOTE, source=source)


def record_product_open(person_id: int, product_id: int, *, note_id: int | None = None, source: str = "") -> None:
    """A signed-in person opened a product, perhaps from a note. Every opening is a deed."""
    _write(
        OPEN_PRODUCT,
        person=person_id,
        product=product_id,
        note=note_id,
        action=Action.OPENED_PRODUCT,
        source=source,
    )


def _write(statement: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": now(), "id": new_id(), **values})
