"""What is in a basket, and what it costs now."""

from __future__ import annotations

from dataclasses import dataclass

from cinnabar.kit.sql import rows
from cinnabar.orders.models import Basket
from cinnabar.orders.rules import Line
from cinnabar.people.models import Person

LINES = """
SELECT l.variant_id, v.product_id, l.quantity, l.from_note_id, p.name_en, p.name_zh,
    ARRAY(SELECT jsonb_array_elements_text(v.labels_en)) AS labels_en,
    ARRAY(SELECT jsonb_array_elements_text(v.labels_zh)) AS labels_zh,
    v.price_minor AS unit_minor, v.currency, v.in_stock,
    p.status = 'active' AND s.is_open AND NOT v.is_withdrawn AS is_on_sale,
    COALESCE(g.secret, '') AS secret, COALESCE(g.width, 0) AS width, COALESCE(g.height, 0) AS height,
    COALESCE(g.tone, '') AS tone,
    s.id AS shop_id, s.slug AS shop_slug, s.name AS shop_name, s.name_zh AS shop_name_zh,
    s.shipping_minor, s.free_from_minor, s.days_min, s.days_max,
    COALESCE(NULLIF(p.ships_from, ''), s.country) AS ships_from,
    %(country)s::text = '' OR jsonb_exists_any(s.ships_to, ARRAY['*', %(country)s::text]) AS ships_there
FROM orders_basket b
JOIN orders_basketline l ON l.basket_id = b.id
JOIN shop_variant v ON v.id = l.variant_id
JOIN shop_product p ON p.id = v.product_id
JOIN shop_shop s ON s.id = p.shop_id
LEFT JOIN shop_productpicture g ON g.product_id = p.id AND g.position = COALESCE(v.picture_position, 0)
WHERE (b.person_id = %(person)s OR b.guest_key = %(guest)s)
    AND (%(only)s::bigint IS NULL OR l.variant_id = %(only)s::bigint)
ORDER BY l.added_at, l.variant_id
"""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose basket it is: a person's, or a guest's who holds the key."""

    person_id: int | None = None
    guest_key: str | None = None


def lines_of(holder: Holder, *, country: str = "", only: int | None = None) -> list[Line]:
    """The lines of a basket, oldest first, with stock, price and shop as they are now.

    Without `country` every shop ships there; `only` is one variant, bought at once without the rest.
    """
    parameters = {"person": holder.person_id, "guest": holder.guest_key, "country": country, "only": only}
    return rows(Line, LINES, parameters)


def lines_of_person(person: Person, *, country: str = "", only: int | None = None) -> list[Line]:
    return lines_of(Holder(person_id=person.pk), country=country, only=only)


def find_basket(holder: Holder) -> Basket | None:
    """The basket, if one was begun."""
    if holder.person_id is not None:
        return Basket.objects.filter(person_id=holder.person_id).first()
    return Basket.objects.filter(guest_key=holder.guest_key).first() if holder.guest_key else None
