"""What the notes about a product say in short: pros and cons, and how many say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cinnabar.kit import sql
from cinnabar.notes.only import OF_A_PRODUCT, only_sql
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql
from cinnabar.shop.queries import Rated

MOST = 6

# Only what everybody may read counts, and as with stars nothing that a shop says of its own goods; the predicate takes
# away what this viewer and an author blocked.
OPINIONS = """
WITH said AS (
    SELECT g.pro, g.con FROM notes_producttag g JOIN notes_notecard c ON c.note_id = g.note_id
    WHERE g.product_id = %(product)s AND (g.pro <> '' OR g.con <> '') AND g.provenance <> 'own_shop'
      AND c.state = 'published' AND c.visibility = 'public' AND {visible} {wanted}
)
(SELECT true AS is_pro, min(pro) AS text, count(*) AS notes,
    (100 * count(*) / (SELECT count(*) FROM said WHERE pro <> ''))::int AS part FROM said WHERE pro <> ''
 GROUP BY lower(pro) ORDER BY notes DESC, text LIMIT %(most)s)
UNION ALL
(SELECT false, min(con), count(*) AS notes,
    (100 * count(*) / (SELECT count(*) FROM said WHERE con <> ''))::int FROM said WHERE con <> ''
 GROUP BY lower(con) ORDER BY notes DESC, min(con) LIMIT %(most)s)
"""


@dataclass(frozen=True, slots=True)
class Opinion:
    is_pro: bool
    text: str
    notes: int
    part: int  # whole percents of all notes that name something on this side


def opinions_on(product_id: int, viewer: Viewer, *, only: str = "") -> tuple[list[Opinion], list[Opinion]]:
    """The pros and the cons that readers' notes name, the most frequent first."""
    parameters = viewer_parameters(viewer) | {"product": product_id, "most": MOST}
    wanted = only_sql(only, **OF_A_PRODUCT)
    found = sql.rows(Opinion, OPINIONS.format(visible=visible_sql("c", viewer), wanted=wanted), parameters)
    return [opinion for opinion in found if opinion.is_pro], [opinion for opinion in found if not opinion.is_pro]


BY_SEAL = """
SELECT g.provenance, ARRAY[count(*) FILTER (WHERE g.rating = 1), count(*) FILTER (WHERE g.rating = 2),
    count(*) FILTER (WHERE g.rating = 3), count(*) FILTER (WHERE g.rating = 4),
    count(*) FILTER (WHERE g.rating = 5)] AS stars
FROM notes_producttag g JOIN notes_notecard c ON c.note_id = g.note_id
WHERE g.product_id = %(product)s AND g.rating IS NOT NULL AND g.provenance NOT IN ('', 'own_shop')
    AND c.state = 'published' AND c.visibility = 'public' AND {visible}
GROUP BY g.provenance ORDER BY g.provenance <> 'here', count(*) DESC
"""


@dataclass(frozen=True, slots=True)
class SealRatings(Rated):
    """How those rate who came by a product in one way."""

    provenance: str
    stars: Sequence[int]


def ratings_by_seal(product_id: int, viewer: Viewer) -> list[SealRatings]:
    """The ratings of a product apart by how their authors came by it, bought here first."""
    parameters = viewer_parameters(viewer) | {"product": product_id}
    return sql.rows(SealRatings, BY_SEAL.format(visible=visible_sql("c", viewer)), parameters)
