"""The denormalised row that walls show of a note."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from cinnabar.notes.models import Note, ProductTag
from cinnabar.notes.rules import HOT_SQL, TEXT_CARDS

COLUMNS = (
    "author_id, author_handle, author_name, author_avatar, author_tint, state, visibility, title, language, channel,"
    " secret, width, height, thumbhash, tone, alt, crop_x, crop_y, ratio, words, words_style, is_question,"
    " is_answered, pictures, seconds, tags, tags_here, money_mark, price_minor, currency, likes, saves, published_at,"
    " hot"
)

REFRESH = f"""
WITH shown AS (
    SELECT n.*, COALESCE(p.secret, '') AS secret, COALESCE(p.width, 0) AS width, COALESCE(p.height, 0) AS height,
        COALESCE(p.thumbhash, '') AS thumbhash, COALESCE(p.tone, '') AS tone, COALESCE(p.alt, '') AS alt,
        COALESCE(p.crop_x, 0.5) AS crop_x, COALESCE(p.crop_y, 0.5) AS crop_y
    FROM notes_note n LEFT JOIN notes_notepicture p ON p.note_id = n.id AND p.position = 0
    WHERE n.id = ANY(%(ids)s) AND n.state IN ('published', 'hidden')
        AND (p.note_id IS NOT NULL OR (n.cover_style = ANY(%(text_cards)s) AND n.cover_words <> ''))
),
gone AS (
    DELETE FROM notes_notecard c WHERE c.note_id = ANY(%(ids)s) AND NOT EXISTS (SELECT FROM shown WHERE id = c.note_id)
)
INSERT INTO notes_notecard (note_id, {COLUMNS})
SELECT n.id, a.id, a.handle, a.name, a.avatar, a.tint, n.state, n.visibility, n.headline, n.language, n.channel,
    n.secret, n.width, n.height, n.thumbhash, n.tone, n.alt, n.crop_x, n.crop_y, n.cover_ratio, n.cover_words,
    n.cover_style, n.is_question, n.is_question AND n.chosen_comment_id IS NOT NULL,
    (SELECT count(*) FROM notes_notepicture WHERE note_id = n.id),
    (SELECT COALESCE(max(ceil(seconds)), 0) FROM notes_notepicture WHERE note_id = n.id),
    COALESCE(t.tags, 0), COALESCE(t.here, 0),
    CASE WHEN n.is_paid OR t.paid THEN 'paid' WHEN t.own_shop THEN 'own_shop' WHEN t.gifted THEN 'gifted'
         WHEN n.earns_commission OR t.commission THEN 'commission' ELSE '' END,
    b.price_minor, COALESCE(b.currency, ''), n.likes + n.likes_imported, n.saves + n.saves_imported, n.published_at,
    {HOT_SQL}
FROM shown n
JOIN people_person a ON a.id = n.author_id
LEFT JOIN LATERAL (
    SELECT count(*) AS tags, count(*) FILTER (WHERE provenance = 'here') AS here, bool_or(is_paid) AS paid,
        bool_or(provenance = 'own_shop') AS own_shop, bool_or(provenance = 'gifted') AS gifted,
        bool_or(earns_commission) AS commission
    FROM notes_producttag WHERE note_id = n.id) t ON true
LEFT JOIN LATERAL (
    SELECT c.price_minor, c.currency FROM notes_producttag g JOIN shop_productcard c ON c.product_id = g.product_id
    WHERE g.note_id = n.id AND c.is_on_sale ORDER BY g.position LIMIT 1) b ON true
ON CONFLICT (note_id) DO UPDATE SET ({COLUMNS}) = ROW ({
    ", ".join("EXCLUDED." + name.strip() for name in COLUMNS.split(","))
})
"""

BATCH = 1000


# Who counts a like locks the note before its card: with the note locked first, no count is read that is old already.
LOCK = "SELECT FROM notes_note WHERE id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE"


@transaction.atomic
def refresh_cards(note_ids: Sequence[int]) -> None:
    """Write the cards of these notes anew; drafts and deleted notes have none. Twice changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"ids": list(note_ids)})
        cursor.execute(REFRESH, {"ids": list(note_ids), "text_cards": list(TEXT_CARDS)})


def rebuild_all() -> int:
    """Write every card anew, a thousand at a time; the number of notes that were looked at."""
    last, looked_at = 0, 0
    while ids := list(Note.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        refresh_cards(ids)
        last, looked_at = ids[-1], looked_at + len(ids)
    return looked_at


def refresh_cards_of_author(person_id: int) -> None:
    """After a change of name or picture."""
    refresh_cards(list(Note.objects.filter(author_id=person_id).values_list("pk", flat=True)))


def refresh_cards_with_product(product_id: int) -> None:
    """After a change of price or availability."""
    refresh_cards(list(ProductTag.objects.filter(product_id=product_id).values_list("note_id", flat=True)))
