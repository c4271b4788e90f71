"""Writing down what people did. One statement each, outside any transaction: these run while a page is being made."""

from __future__ import annotations

from django.db import connection

from cinnabar.activity.models import Action
from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id

# The page does not wait for the disk: a crash may lose the last openings, nothing that anybody was promised.
DEED = """
INSERT INTO activity_deed (at, id, person_id, action, note_id, product_id, source)
SELECT %(at)s::timestamptz, %(id)s::bigint, %(person)s::bigint, %(action)s, %(note)s::bigint, %(product)s::bigint,
    %(source)s
FROM set_config('synchronous_commit', 'off', true)
"""

OPEN_NOTE = f"""
WITH seen AS (
    INSERT INTO activity_seennote (person_id, note_id, at) VALUES (%(person)s, %(note)s, %(at)s)
    ON CONFLICT (person_id, note_id) DO UPDATE SET at = EXCLUDED.at)
{DEED}
"""


def record_open(person_id: int, note_id: int, *, source: str = "") -> None:
    """A signed-in person opened a note. Every opening is a deed; the latest one is what the home page leaves out."""
    _write(OPEN_NOTE, person=person_id, note=note_id, product=None, action=Action.OPENED_NOTE, source=source)


def record_product_open(person_id: int, product_id: int, *, note_id: int | None = None, source: str = "") -> None:
    """A signed-in person opened a product, perhaps from a note. Every opening is a deed."""
    _write(
        DEED,
        person=person_id,
        product=product_id,
        note=note_id,
        action=Action.OPENED_PRODUCT,
        source=source,
    )


def _write(statement: str, **values: int | str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": now(), "id": new_id(), **values})
