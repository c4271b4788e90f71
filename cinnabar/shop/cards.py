"""The denormalised row that grids, tags and notes show of a product."""

from __future__ import annotations

from django.db import connection

from cinnabar.kit.events import announce
from cinnabar.shop.events import ProductChanged
from cinnabar.shop.models import Product, ProductCard
from cinnabar.shop.pricing import LOWEST_BEFORE
from cinnabar.shop.rules import INFANT_FORMULA

BATCH = 1000

# What other modules show of a product, and so have to hear about.
TOLD = ("name_en", "name_zh", "price_minor", "price_varies", "compare_at_minor", "in_stock", "is_on_sale", "secret")

# A wall has no room to explain a reduction: the price that it strikes out is never above the lowest one of the thirty
# days before (Directive 98/6/EC, article 6a), and where that one is not above the present price there is none.
COMPARED = f"LEAST(v.compare_at_minor, COALESCE({LOWEST_BEFORE}, v.compare_at_minor))"

REFRESH = f"""
INSERT INTO shop_productcard (
    product_id, shop_id, shop_slug, shop_name, shop_name_zh, brand_id, brand_name, category_id, channel, name_en,
    name_zh, origin_country, price_minor, price_varies, compare_at_minor, currency, in_stock, secret, width, height,
    tone, is_on_sale, created_at, stars_1, stars_2, stars_3, stars_4, stars_5, notes, sold)
SELECT p.id, s.id, s.slug, s.name, s.name_zh, b.id, b.name, c.id, c.channel, p.name_en, p.name_zh,
    p.origin_country, v.lowest, v.lowest < v.highest,
    CASE WHEN c.slug <> %(unpromoted)s THEN v.compare_at END, s.currency, v.any_stock,
    COALESCE(g.secret, ''), COALESCE(g.width, 0), COALESCE(g.height, 0), COALESCE(g.tone, ''),
    p.status = 'active' AND s.is_open, p.created_at, 0, 0, 0, 0, 0, 0, 0
FROM shop_product p
JOIN shop_shop s ON s.id = p.shop_id
JOIN shop_brand b ON b.id = p.brand_id
JOIN shop_category c ON c.id = p.category_id
JOIN LATERAL (
    SELECT min(price_minor) AS lowest, max(price_minor) AS highest, bool_or(in_stock > 0) AS any_stock,
        (array_agg(NULLIF(GREATEST(compared, price_minor), price_minor) ORDER BY price_minor, position))[1]
            AS compare_at
    FROM (SELECT v.*, CASE WHEN v.compare_at_minor IS NOT NULL THEN {COMPARED} END AS compared FROM shop_variant v
        WHERE v.product_id = p.id AND NOT v.is_withdrawn) each_one
    HAVING count(*) > 0) v ON true
LEFT JOIN shop_productpicture g ON g.product_id = p.id AND g.position = 0
WHERE p.id = ANY(%(ids)s)
ON CONFLICT (product_id) DO UPDATE SET
    shop_slug = EXCLUDED.shop_slug, shop_name = EXCLUDED.shop_name, shop_name_zh = EXCLUDED.shop_name_zh,
    brand_id = EXCLUDED.brand_id, brand_name = EXCLUDED.brand_name, category_id = EXCLUDED.category_id,
    channel = EXCLUDED.channel, name_en = EXCLUDED.name_en, name_zh = EXCLUDED.name_zh,
    origin_country = EXCLUDED.origin_country, price_minor = EXCLUDED.price_minor,
    price_varies = EXCLUDED.price_varies, compare_at_minor = EXCLUDED.compare_at_minor,
    currency = EXCLUDED.currency, in_stock = EXCLUDED.in_stock, secret = EXCLUDED.secret, width = EXCLUDED.width,
    height = EXCLUDED.height, tone = EXCLUDED.tone, is_on_sale = EXCLUDED.is_on_sale
"""


def refresh_card(product_id: int) -> None:
    """Write the card of one product anew; counters (stars, notes, sold) stay. Twice changes nothing."""
    refresh_cards([product_id])


def refresh_cards(product_ids: list[int]) -> None:
    """The same for many products in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, {"ids": product_ids, "unpromoted": INFANT_FORMULA})


def renew_card(product_id: int) -> None:
    """Refresh the card, and announce ProductChanged when what others show of the product is another.

    Needs a transaction. The card's row is locked last (product, variants, card), so that an older
    state never overwrites a newer one.
    """
    before = ProductCard.objects.select_for_update(no_key=True).filter(product_id=product_id).values_list(*TOLD).first()
    refresh_card(product_id)
    after = ProductCard.objects.filter(product_id=product_id).values_list(*TOLD).first()
    if before is not None and after != before:
        announce(ProductChanged(product_id))


def rebuild_all() -> int:
    """Write every card anew, a thousand at a time; the number of products that were looked at."""
    last, looked_at = 0, 0
    while ids := list(Product.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        refresh_cards(ids)
        last, looked_at = ids[-1], looked_at + len(ids)
    return looked_at
