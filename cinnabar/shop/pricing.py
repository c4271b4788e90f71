"""What variants cost in the past: written with every price, read with every reduction."""

from __future__ import annotations

from django.db import connection

from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id
from cinnabar.shop.models import PricePoint, Variant

DAYS = 30  # in which a reduction is compared with the lowest price (Directive 98/6/EC, article 6a)

# The lowest price that a variant had in the days before its present price began; NULL when it never had another one.
LOWEST_BEFORE = f"""
    (SELECT min(before.price_minor) FROM shop_pricepoint present
        JOIN shop_pricepoint before ON before.variant_id = present.variant_id
            AND before.until > present.since - interval '{DAYS} days'
        WHERE present.variant_id = v.id AND present.until IS NULL)
"""

END = """
UPDATE shop_pricepoint p SET until = %(now)s FROM shop_variant v
WHERE v.id = ANY(%(ids)s) AND p.variant_id = v.id AND p.until IS NULL AND p.price_minor <> v.price_minor
"""


def note_prices(variant_ids: list[int]) -> None:
    """Write down what these locked variants cost from now on. Twice changes nothing."""
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(END, {"ids": variant_ids, "now": moment})
    known = PricePoint.objects.filter(variant__in=variant_ids, until=None).values_list("variant_id", flat=True)
    new = Variant.objects.filter(pk__in=variant_ids).exclude(pk__in=known).values_list("pk", "price_minor")
    PricePoint.objects.bulk_create(
        PricePoint(pk=new_id(), variant_id=variant_id, price_minor=minor, since=moment)
        for variant_id, minor in new.order_by("pk")
    )
