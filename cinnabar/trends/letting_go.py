"""When a note is no longer to be seen, what people did with it no longer counts."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.trends import counting

SUBJECTS = """
SELECT topic_id FROM notes_notetopic WHERE note_id = %(note)s
UNION SELECT k.id FROM notes_note n JOIN shop_category k ON k.slug = n.channel WHERE n.id = %(note)s
UNION SELECT unnest(ARRAY[p.id, p.brand_id, p.category_id, k.parent_id]) FROM notes_producttag t
    JOIN shop_product p ON p.id = t.product_id JOIN shop_category k ON k.id = p.category_id WHERE t.note_id = %(note)s
"""

COUNTS = """
SELECT state = 'published' AND visibility = 'public' AND money_mark = '' FROM notes_notecard WHERE note_id = %(note)s
"""


def is_counted(note_id: int) -> bool:
    """Whether what people do with that note counts at present."""
    return sql.values(COUNTS, {"note": note_id}) == [True]


@transaction.atomic
def recount_note(note_id: int) -> bool:
    """Count everything that the note speaks of anew, since it came out. False where there is nothing to count."""
    published = sql.values("SELECT published_at FROM notes_note WHERE id = %(note)s", {"note": note_id})
    subjects = [one for one in sql.values(SUBJECTS, {"note": note_id}) if one is not None]
    if not subjects or not published or published[0] is None:
        return False
    since, until = max(published[0], now() - counting.FARTHEST), now()
    counting.count_hours(since, until, only=subjects)
    counting.count_days(since, until, only=subjects)
    return True
